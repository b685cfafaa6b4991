"""An older value of Vixiees is never written over a newer one (I5)."""

import json
from collections.abc import Iterator, Mapping

from domain.model.values import Kind
from tests.simulation.judge.links import Link
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account
from tests.simulation.world.company import PATHS

_PLAIN = ("first_name", "last_name", "title")


def disordered(stage: Stage, account: Account, linked: Link) -> list[str]:
    """Return the values that were written to Pipedrive after what replaced them in Vixiees.

    A request that takes effect late is not ours to order.
    """
    if stage.story.few_values or any(one.startswith("F04 lands") for one in stage.story.rates):
        return []
    found = list[str]()
    for (kind, record_id), remote_id in sorted(linked.remote.items()):
        history = stage.diary.edits.get(stage.here(account, kind, record_id))
        if history is None:
            continue
        for name in _PLAIN:
            made = {one.value: one.own_time for one in history.edits.get(name, [])}
            written = [
                one for one in _written(stage, account, kind, remote_id, name) if one in made
            ]
            times = [made[one] for one in written]
            if times != sorted(times):
                found.append(f"I5 {record_id}.{name} was written in the order {written}")
    return found


def _written(
    stage: Stage, account: Account, kind: Kind, remote_id: int, name: str
) -> Iterator[str]:
    host, path = f"{account.account_id}.pipedrive.com", f"/api/v2/{PATHS[kind]}/{remote_id}"
    for write in stage.world.internet.writes:
        if (write.host, write.path, write.method) == (host, path, "PATCH"):
            body: Mapping[str, object] = json.loads(write.body)
            if name in body:
                yield str(body[name])

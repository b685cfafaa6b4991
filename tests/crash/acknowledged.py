"""What the service has answered with OK, and whether its database still has it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.pipedrive.events import PipedriveEvents
from domain.model.remote import Entity
from tests.crash.database import Cluster
from tests.crash.wanted import Wanted

_KEPT = {Entity.CONTACT, Entity.DEAL, Entity.COMPANY}
_FIELDS: Mapping[str, str] = {"contact": "first_name", "deal": "title"}


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The webhooks that were answered with 2xx, by the ids that the service stores."""

    ids: set[str] = field(default_factory=set)

    def hear(self, request: bytes, answer: bytes) -> None:
        """Note a delivery that was accepted."""
        if request.startswith(b"POST /webhooks/") and answer.startswith(b"HTTP/1.1 2"):
            delivery = PipedriveEvents().read(request.partition(b"\r\n\r\n")[2], {})
            if delivery.event is not None and delivery.event.entity in _KEPT:
                self.ids.add(delivery.event_id)


async def forgotten(database: Cluster, deliveries: Deliveries, wanted: Wanted) -> list[str]:
    """Return what was accepted and is not stored."""
    stored = {str(one) for (one,) in await database.execute("SELECT event_id FROM inbox")}
    webhooks = [f"webhook {one}" for one in deliveries.ids - stored]
    known = {str(one) for (one,) in await database.execute("SELECT activity_id FROM activities")}
    calls = [f"call {one}" for one in wanted.calls if f"call/{one}" not in known]
    taken = {"contact": wanted.taken_contacts, "deal": wanted.taken_deals}
    edits = list[str]()
    for kind, pairs in taken.items():
        statement = "SELECT record_id, body FROM records WHERE kind = %s"
        rows = await database.execute(statement, kind)
        seen = {pair for key, body in rows for pair in _shown(str(key), str(body), _FIELDS[kind])}
        edits += [f"{kind} {record_id}: {value}" for record_id, value in pairs - seen]
    return [*webhooks, *calls, *edits]


def _shown(record_id: str, body: str, name: str) -> Iterator[tuple[str, str]]:
    """Give each value that Vixiees has shown of a field."""
    state = json.loads(body)["fields"].get(name, {})
    return ((record_id, showing["value"]) for showing in state.get("shown", ()))

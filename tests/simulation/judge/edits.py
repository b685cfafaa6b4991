"""No edit is lost: what stands is what the people's own diary says has to stand (I2)."""

from datetime import timedelta

from domain.model.values import FieldName, Kind, RecordId, Side, Value
from tests.domain.sync.worlds.history import History
from tests.simulation.judge.conflicts import logged, unexplained
from tests.simulation.judge.links import Link
from tests.simulation.story.stage import Stage, Thing
from tests.simulation.world.account import Account
from tests.simulation.world.postman import LATEST
from tests.simulation.world.words import FIELDS

_IN_ORDER = timedelta(seconds=1)
"""What is told later may follow what replaced it, and is then no entry of the log."""
_ENTITIES = {"person": Kind.CONTACT, "deal": Kind.DEAL}


def lost(stage: Stage, account: Account, linked: Link) -> list[str]:
    """Return the fields that show another value than the one that has to stand."""
    found = list[str]()
    if stage.story.has_wrong_clocks:
        return found
    log = logged(stage, account)
    doubtful = stage.diary.doubtful | untold(stage, account) | _twins(stage, account, linked)
    late = untold(stage, account, _IN_ORDER)
    for (kind, record_id), remote_id in sorted(linked.remote.items()):
        here, there = stage.here(account, kind, record_id), stage.there(account, kind, remote_id)
        row = account.vixiees.side.rows.get((kind, record_id))
        if row is None or {here, there} & doubtful:
            continue
        for name in FIELDS[kind]:
            if name == "company" and stage.diary.renames:
                continue
            history = _history(stage, here, there, name)
            if history is None:
                continue
            title, value = f"{record_id}.{name}", row.fields.get(name)
            wrong = _judged(stage, title, history, name, value)
            found += wrong
            if not wrong and there not in late:
                found += unexplained(title, history, name, value, log)
    return found


def _judged(stage: Stage, title: str, history: History, name: FieldName, value: Value) -> list[str]:
    off = stage.story.vixiees_off - stage.story.pipedrive_off
    if history.repeats(name):
        last = history.clearly_last(name)
        is_wrong = last is not None and off == 0 and value != last.value
        return [f"I2 {title} is {value!r}, {last.value!r} was last"] if is_wrong and last else []
    leaves = history.leaves(name)
    if value not in leaves:
        return [f"I2 {title} is {value!r}, which was edited on, by {leaves}"]
    latest = history.latest(name)
    if off == 0 and value != latest:
        return [f"I2 {title} is {value!r}, {latest!r} is later"]
    return []


def _history(stage: Stage, here: Thing, there: Thing, name: FieldName) -> History | None:
    """Return the edits of a field on both sides, if there were any."""
    both = [stage.diary.edits.get(one) for one in (here, there)]
    edits = [edit for one in both if one is not None for edit in one.edits.get(name, [])]
    return History({name: edits}) if edits else None


def _twins(stage: Stage, account: Account, linked: Link) -> set[Thing]:
    """Return the rows of which somebody has edited a second record that a late effect made."""
    return {
        stage.here(account, thing[2], RecordId(marker))
        for thing, marker in stage.diary.markers.items()
        if thing[0] == account.account_id
        and linked.remote.get((thing[2], RecordId(marker))) != int(thing[3])
    }


def untold(stage: Stage, account: Account, patience: timedelta = LATEST) -> set[Thing]:
    """Return the records of which an event was never told, or later than that."""
    found = set[Thing]()
    postman = account.postman
    for event_id, delivery in postman.events.items():
        told = postman.told.get(event_id)
        if told is not None and told - postman.due[event_id] <= patience:
            continue
        meta = delivery.payload.get("meta")
        if not isinstance(meta, dict) or meta["change_source"] == "api":
            continue
        kind = _ENTITIES.get(str(meta["entity"]))
        if kind is not None:
            found.add(stage.there(account, kind, int(str(meta["entity_id"]))))
        elif meta["entity"] == "organization":
            found |= {one for one in stage.diary.edits if one[1] is Side.PIPEDRIVE}
    return found

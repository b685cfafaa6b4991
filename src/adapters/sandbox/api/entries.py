"""What the calls of activities and of notes have in common."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.timeline import Entry, Timeline
from adapters.sandbox.errors import invalid, not_found


def existing(entry: Entry, call: Call) -> Record:
    """Return the entry of the path, also one deleted of late. Raises Refused (404)."""
    record = call.company.tables[entry.entity].find(call.id(entry.title), call.now)
    if record is None:
        raise not_found(entry.title)
    return record


def living(entry: Entry, call: Call) -> Record:
    """Return the entry of the path if it may be written. Raises Refused (404)."""
    record = existing(entry, call)
    if record.is_deleted:
        raise not_found(entry.title)
    return record


def timeline(entry: Entry, call: Call) -> Timeline:
    return Timeline(company=call.company, entry=entry, origin=call.origin)


def refuse_stranger(call: Call, name: str, entity: str, pointed: object) -> None:
    """Refuse a field *name* that points to nothing living; null points nowhere and is fine."""
    if isinstance(pointed, int) and not call.company.exists(entity, pointed):
        raise invalid(name, f"there is no {entity} {pointed}")

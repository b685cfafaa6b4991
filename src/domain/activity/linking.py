"""Which remote contact or deal a record of ours stands for, as far as activities ask."""

from dataclasses import dataclass

from domain.activity.activity import Waiting
from domain.model.values import RecordId, RemoteId
from domain.sync.record import Record


@dataclass(frozen=True, slots=True)
class Linked:
    """It is there."""

    remote_id: RemoteId


@dataclass(frozen=True, slots=True)
class Gone:
    """It was deleted: nothing can be logged on it."""


Link = Linked | Waiting | Gone


def link_of(kind: str, record_id: RecordId, record: Record | None) -> Link:
    """Return what the record stands for; *kind* is `contact` or `deal`.

    Whatever the record waits for, the activity waits for too.
    """
    if record is None:
        message = f"The {kind} {record_id!r} was never handed in; once it was, this goes by itself."
        return _waiting(kind, record_id, message, needs_person=True)
    if record.deleted_by is not None:
        return Gone()
    if record.remote_id is not None and not record.held:
        return Linked(record.remote_id)
    if record.parked is not None:
        message = f"The {kind} {record_id!r} is parked: {record.parked.message}"
        return _waiting(kind, record.record_id, message, needs_person=True)
    message = f"The {kind} {record_id!r} is not in Pipedrive yet."
    return _waiting(kind, record.record_id, message, needs_person=False)


def is_news(before: Record | None, after: Record) -> bool:
    """Tell whether an activity that waits for the record has to be looked at again."""
    return not after.held and _fate(after) != (_fate(before) if before is not None else None)


def _fate(record: Record) -> tuple[object, ...]:
    return (
        record.remote_id is not None and not record.held,
        record.alias_of,
        record.deleted_by,
        record.parked is not None,
    )


def _waiting(kind: str, record_id: RecordId, message: str, *, needs_person: bool) -> Waiting:
    reason = f"{kind.upper()}_NOT_LINKED"
    return Waiting(record_id=record_id, reason=reason, message=message, needs_person=needs_person)

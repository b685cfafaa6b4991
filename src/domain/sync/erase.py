"""Erasing a contact: what is left is what is needed to end it everywhere."""

from datetime import datetime

from domain.model.values import Side
from domain.sync.record import Record


def erased(record: Record, now: datetime) -> Record:
    """Return the record without anything that tells of a person, deleted for good.

    Its links stay until the remote contacts are deleted, its open attempts so that a late effect
    of them is found and deleted too, and why a deletion was refused.
    """
    return Record(
        kind=record.kind,
        record_id=record.record_id,
        call=record.call,
        attempts=record.attempts,
        extras=record.extras,
        remote_id=record.remote_id,
        linked_at=record.linked_at,
        missing_since=record.missing_since,
        alias_of=record.alias_of,
        parked=record.parked,
        deleted_by=record.deleted_by or Side.VIXIEES,
        deleted_at=record.deleted_at or now,
        erased=True,
        copied=record.copied,
    )

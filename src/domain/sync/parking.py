"""Records that need a person, and what brings them back without one."""

from dataclasses import replace
from datetime import datetime

from domain.model.values import PHONE
from domain.sync.record import Parked, Record

AMBIGUOUS_MATCH = "AMBIGUOUS_MATCH"


def park(record: Record, reason: str, message: str, now: datetime) -> Record:
    """Return the record as one that waits for a person; *message* says what to do."""
    return replace(record, parked=Parked(reason=reason, message=message, since=now))


def park_ambiguous(record: Record, candidates: int, now: datetime) -> Record:
    """Park a contact that could be any of several in Pipedrive."""
    return park(
        record,
        AMBIGUOUS_MATCH,
        f"{candidates} contacts in Pipedrive have this phone number. "
        "Merge them there, or change the phone number here.",
        now,
    )


def reconsidered(before: Record | None, after: Record) -> Record:
    """Take a parked record up again once somebody changed what it was parked for."""
    if before is None or after.parked is None or after.parked != before.parked:
        return after
    is_phone_alone = after.parked.reason == AMBIGUOUS_MATCH
    names = {PHONE} if is_phone_alone else after.fields.keys() | before.fields.keys()
    is_changed = any(_truth(before, name) != _truth(after, name) for name in names)
    return replace(after, parked=None) if is_changed else after


def _truth(record: Record, name: str) -> str | None:
    state = record.fields.get(name)
    return state.truth.value if state is not None and state.truth is not None else None

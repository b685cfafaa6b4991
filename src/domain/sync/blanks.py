"""Fields that an edit emptied: to notice when it is very many at once."""

from dataclasses import replace
from datetime import datetime

from domain.model.values import ARCHIVED, CLOSE_TIME, LOST_REASON, Side
from domain.sync.record import Blanked, Record

_FOLLOWING = frozenset({ARCHIVED, CLOSE_TIME, LOST_REASON})
"""A deal that is opened again has none of these: nothing is lost."""


def blanked_by(before: Record | None, after: Record) -> Side | None:
    """Return the side whose edit has just emptied a field that had a value, if there is one."""
    if before is None or after.deleted_by is not None or after.alias_of is not None:
        return None
    for name, state in after.fields.items():
        known = before.fields.get(name)
        was_filled = known is not None and known.truth is not None and known.truth.value is not None
        is_empty = state.truth is not None and state.truth.value is None
        if was_filled and is_empty and state.truth is not None and name not in _FOLLOWING:
            return state.truth.side
    return None


def with_blanks(before: Record | None, after: Record, now: datetime) -> Record:
    """Return the record with a note of what was just emptied."""
    side = blanked_by(before, after)
    return after if side is None else replace(after, blanked=Blanked(side, now))

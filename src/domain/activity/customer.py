"""Whom a call was with when only numbers are known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model.activity import Call, Direction
from domain.model.values import RecordId

Key = Callable[[str], str | None]
"""Returns what is the same for all spellings of a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A contact with the number; *open_deal_at* is when its latest open deal was touched."""

    contact_id: RecordId
    touched_at: datetime | None
    open_deal_at: datetime | None = None


def customers_side(call: Call, own_numbers: Iterable[str], key: Key) -> str | None:
    """Return the number of the other side; None when both are the account's own.

    The direction tells which it is, unless that number is one of the account's.
    """
    own = {key(number) or number for number in own_numbers}
    numbers = [call.from_number, call.to_number]
    if call.direction is Direction.OUTBOUND:
        numbers.reverse()
    others = [number for number in numbers if (key(number) or number) not in own]
    return others[0] if others else None


def by_rank(candidates: Sequence[Candidate]) -> tuple[RecordId, ...]:
    """Return the contacts, first the one of the latest open deal, else the latest touched."""
    return tuple(one.contact_id for one in sorted(candidates, key=_rank, reverse=True))


def _rank(candidate: Candidate) -> tuple[float, float, str]:
    return _seconds(candidate.open_deal_at), _seconds(candidate.touched_at), candidate.contact_id


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at is not None else float("-inf")

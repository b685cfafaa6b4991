"""When an edit was made, in an order in which two clocks can meet."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.model.values import Side

_RANK = {Side.VIXIEES: 0, Side.PIPEDRIVE: 1}


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """Compared left to right: at one second Pipedrive is later; one side keeps its fractions.

    *second* is Unix time, *fraction* microseconds; *bump* says "just after that one" without
    inventing a time.
    """

    second: int
    rank: int
    fraction: int
    bump: int = 0


def stamp_of(side: Side, own_time: datetime) -> Stamp:
    """Return the stamp of an edit that *side* made at *own_time* by its own clock."""
    return Stamp(second_of(own_time), _RANK[side], own_time.microsecond)


def bumped(stamp: Stamp) -> Stamp:
    """Return the stamp that comes directly after this one."""
    return replace(stamp, bump=stamp.bump + 1)


def second_of(instant: datetime) -> int:
    """Return the whole Unix second that holds the instant."""
    return int((instant - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 1)


def end_of_second(instant: datetime) -> datetime:
    """Return the last microsecond of the instant's second."""
    return instant.replace(microsecond=999_999)

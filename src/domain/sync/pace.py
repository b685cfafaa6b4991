"""How fast the first import reads, and how much of the present list is left.

Lists are read newest first, in the falling order of ids, so the first page tells how far it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from domain.model.budget import Budget
from domain.model.connection import ImportProgress, Pace
from domain.sync.budget import Load, finish_of

PAGE = 500
"""Entries of a page."""
PAGE_TOKENS = 10
_REST = timedelta(minutes=1)
"""A longer time between two pages was a pause, not reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of the present list, by the density of ids so far."""

    entries: int
    pages: int
    per_page: timedelta


def leads_back(progress: ImportProgress, ids: Sequence[int]) -> bool:
    """Tell whether a page shows what was read already."""
    return bool(ids) and progress.last_id > 0 and max(ids) >= progress.last_id


def page_taken(progress: ImportProgress, ids: Sequence[int], now: datetime) -> ImportProgress:
    """Return the progress after a page with these ids."""
    pace = progress.pace
    since = pace.page_at if pace.page_at is not None else progress.started_at
    gap = now - since if since is not None else _REST
    seconds = gap.total_seconds() if gap < _REST else 0.0
    after = Pace(
        highest_id=max(pace.highest_id, *ids) if ids else pace.highest_id,
        pages=pace.pages + (seconds > 0),
        entries=pace.entries + len(ids),
        seconds=pace.seconds + seconds,
        page_at=now,
    )
    return replace(progress, pace=after, last_id=min(ids, default=progress.last_id))


def left_of(progress: ImportProgress) -> Left | None:
    """Return what is left; None before the first page of the list."""
    pace = progress.pace
    span = pace.highest_id - progress.last_id + 1
    if not pace.entries or not pace.pages:
        return None
    entries = round((progress.last_id - 1) * pace.entries / span)
    per_page = timedelta(seconds=pace.seconds / pace.pages)
    return Left(entries=entries, pages=ceil(entries / PAGE), per_page=per_page)


def rate_of(progress: ImportProgress) -> float:
    """Return how many entries a second are read."""
    pace = progress.pace
    return pace.entries / pace.seconds if pace.seconds else 0.0


def load_of(progress: ImportProgress) -> Load | None:
    """Return the requests that are left of the present list."""
    left = left_of(progress)
    return None if left is None else Load(requests=left.pages, tokens=left.pages * PAGE_TOKENS)


def forecast(progress: ImportProgress, budget: Budget, now: datetime) -> datetime | None:
    """Return when the present list will be read; None if nobody can tell."""
    left, load = left_of(progress), load_of(progress)
    if left is None or load is None:
        return None
    return finish_of(budget, load, left.per_page, now)

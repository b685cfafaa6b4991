"""The limit of requests in two seconds, kept by ourselves so that it is never met."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.model.budget import Lane

WINDOW = timedelta(seconds=2)
CAUTIOUS = 60
"""Requests in a window before any answer has told the limit; the smallest plan allows 80."""
SEARCHES = 8
"""Searches in a window; Pipedrive allows 10 on every plan."""
_MARGIN_PERCENT = 90
"""How much of a told limit is used: requests do not arrive as evenly as they leave."""
_BACKGROUND_PERCENT = 75


def allowed(told: int | None, lane: Lane) -> int:
    """Return how many requests the lane may have in a window, the other lane's included."""
    all_ = CAUTIOUS if told is None else max(1, told * _MARGIN_PERCENT // 100)
    return max(1, all_ * _BACKGROUND_PERCENT // 100) if lane is Lane.BACKGROUND else all_


def pause(sent: Sequence[datetime], most: int, now: datetime) -> timedelta:
    """Return how long to wait before the next request; *sent* are those before, in order."""
    recent = [one for one in sent if one > now - WINDOW]
    if len(recent) < most:
        return timedelta(0)
    return recent[len(recent) - most] + WINDOW - now

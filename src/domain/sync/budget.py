"""The day's tokens: predicted from published costs, corrected by what Pipedrive tells.

Without headers the prediction alone decides; until a limit is known the smallest plan's is assumed
for what can wait, and nothing holds back what somebody waits for.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from domain.model.budget import Budget, Gauge, Lane, next_day

SMALLEST_PLAN = 30_000
"""Tokens a day of one seat of the cheapest plan (Pipedrive's documentation, "Rate limiting")."""
BACKGROUND_PERCENT = 75
"""How much of a day is spent at most on what can wait."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requests that are still to be made in one lane, and their tokens."""

    requests: int
    tokens: int
    lane: Lane = Lane.BACKGROUND


def today(budget: Budget, now: datetime) -> Budget:
    """Return the budget as it is today: a new day begins with nothing used."""
    if budget.ends_at is not None and now < budget.ends_at:
        return budget
    return replace(budget, ends_at=next_day(now), used=0)


def spent(budget: Budget, tokens: int, now: datetime) -> Budget:
    """Take that a request of so many tokens leaves."""
    current = today(budget, now)
    return replace(current, used=current.used + tokens)


def told(budget: Budget, gauge: Gauge, under_way: int, now: datetime) -> Budget:
    """Take what an answer tells; *under_way* are tokens of requests that it cannot know of yet."""
    current = today(budget, now)
    if gauge.day_limit is None or gauge.day_left is None or gauge.day_limit <= 0:
        return current
    used = max(0, gauge.day_limit - gauge.day_left) + under_way
    return replace(current, limit=gauge.day_limit, used=used, is_told=True)


def timed(budget: Budget, took: timedelta) -> Budget:
    """Take how long an answer took: the newest counts for a tenth."""
    seconds = budget.seconds_per_request * 0.9 + took.total_seconds() * 0.1
    return replace(budget, seconds_per_request=seconds)


def clocked(budget: Budget, gauge: Gauge, now: datetime) -> Budget:
    """Take what time an answer says it is, in whole seconds."""
    if gauge.served_at is None:
        return budget
    return replace(budget, seconds_behind=max(0.0, (now - gauge.served_at).total_seconds()))


def exhausted(budget: Budget, under_way: int, now: datetime) -> Budget:
    """Take that Pipedrive refuses more for today, the tokens *under_way* among it."""
    current = today(budget, now)
    if current.limit is not None and current.is_told:
        return replace(current, used=max(current.used, current.limit))
    return replace(current, limit=max(0, current.used - under_way))


def reopened(budget: Budget, under_way: int, now: datetime) -> Budget:
    """Take that a request was let in, one of those whose tokens are *under_way*.

    Where nothing of a told limit had been left before these, a new day has begun: when that
    happens is not published, and not every answer tells what is left.
    """
    current = today(budget, now)
    was_over = current.limit is not None and current.used - under_way >= current.limit
    return replace(current, used=under_way) if current.is_told and was_over else current


def share(budget: Budget, lane: Lane) -> int | None:
    """Return how much of a day the lane may use, others included; None if nothing holds it."""
    if lane is Lane.PROBE:
        return None
    if lane is Lane.LIVE:
        return budget.limit if budget.is_told else None
    return (budget.limit or SMALLEST_PLAN) * BACKGROUND_PERCENT // 100


def left(budget: Budget, lane: Lane, now: datetime) -> int | None:
    """Return the tokens that the lane may still spend today; None if nothing holds it."""
    allowed = share(budget, lane)
    return None if allowed is None else max(0, allowed - today(budget, now).used)


def finish_of(budget: Budget, load: Load, per_request: timedelta, now: datetime) -> datetime | None:
    """Return when the load will be done at this pace; None if it never will.

    A day takes as many requests as the lane's tokens pay for, and no more than fit into its hours.
    """
    allowed, available = share(budget, load.lane), left(budget, load.lane, now)
    if allowed is None or available is None:
        return now + load.requests * per_request
    midnight = next_day(now)
    today_ = min(_paid(load, available), _fitting(midnight - now, per_request))
    if load.requests <= today_:
        return now + load.requests * per_request
    a_day = min(_paid(load, allowed), _fitting(_DAY, per_request))
    if a_day == 0:
        return None
    days, on_last_day = divmod(load.requests - today_ - 1, a_day)
    return midnight + days * _DAY + (on_last_day + 1) * per_request


def _paid(load: Load, tokens: int) -> int:
    """Return how many requests begin before the tokens are used up."""
    return ceil(tokens * load.requests / load.tokens) if load.tokens else load.requests


def _fitting(span: timedelta, per_request: timedelta) -> int:
    return span // max(per_request, timedelta.resolution)

"""What Pipedrive lets us ask: tokens a day for the whole company, requests in two seconds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Lane(StrEnum):
    """Who asks: what somebody waits for goes first, what only has to be done some time waits.

    A probe goes whatever is known, because it may be known no longer.
    """

    PROBE = "probe"
    LIVE = "live"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a request costs, in tokens; a search counts in a window of its own, too."""

    tokens: int
    is_search: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """What the headers of an answer tell, as far as they are there.

    *day_limit* and *day_left* are tokens; *burst_limit* and *burst_left* requests in two seconds,
    *burst_reset* is when those are counted anew. *served_at* is Pipedrive's clock.
    """

    day_limit: int | None = None
    day_left: int | None = None
    burst_limit: int | None = None
    burst_left: int | None = None
    burst_reset: timedelta | None = None
    served_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The tokens of a company's day, which ends at *ends_at*, as far as we know.

    *used* is everybody's as the headers told last, with what we spent since; without headers our
    own. *limit* is None until it is told, or learnt by a refusal (*is_told* is False then).
    *seconds_per_request* is how long answers took lately, *seconds_behind* by how much Pipedrive's
    clock was behind ours in the last one, *burst_limit* the told limit of requests in two seconds.
    Until *closed_until* no request may leave.
    """

    ends_at: datetime | None = None
    used: int = 0
    limit: int | None = None
    is_told: bool = False
    seconds_per_request: float = 0.2
    seconds_behind: float = 0.0
    burst_limit: int | None = None
    closed_until: datetime | None = None


class ForecastKind(StrEnum):
    """What can wait."""

    IMPORT = "import"
    BACKLOG = "backlog"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When something that can wait will be done; *finish_at* is None if nobody can tell."""

    kind: ForecastKind
    requests: int
    tokens: int
    finish_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetView:
    """The budget as callers see it."""

    limit: int | None
    is_told: bool
    used: int
    background_left: int
    renews_at: datetime
    forecasts: tuple[Forecast, ...] = ()


def next_day(now: datetime) -> datetime:
    """Return when the budget is assumed to be renewed: at midnight UTC."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)

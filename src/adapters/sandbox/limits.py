"""The two limits of the API: requests in two seconds per token, tokens in a day per company.

Pipedrive's documentation, "Rate limiting": the daily budget is shared by all users and apps;
`x-ratelimit-reset` is a number of seconds. That the day ends at midnight UTC is assumed, and that
a request which the API refuses (other than with 401 and 429) costs its tokens.
"""

import math
from collections import deque
from datetime import date, datetime, timedelta

from adapters.sandbox.errors import over_limit
from adapters.sandbox.switches import Switches

WINDOW = timedelta(seconds=2)


class Limits:
    """Counts what was asked, and refuses what is too much."""

    def __init__(self) -> None:
        self._recent: dict[str, deque[datetime]] = {}
        self._day = date.min
        self._spent = 0

    def admit(self, windows: dict[str, int], cost: int, now: datetime, switches: Switches) -> None:
        """Count one request of *cost* tokens in each of *windows* (name to size).

        Raises Refused with 429 when a window is full or the day's budget is spent.
        """
        self._turn_day(now)
        is_full = any(self._left(name, size, now) <= 0 for name, size in windows.items())
        if is_full or self._spent + cost > switches.daily_budget:
            raise over_limit(self.headers(windows, now, switches))
        for name in windows:
            self._recent[name].append(now)
        self._spent += cost

    def headers(self, windows: dict[str, int], now: datetime, switches: Switches) -> dict[str, str]:
        """Describe the tightest of *windows* and the day's budget, as far as switched on."""
        shown = {}
        if switches.burst_headers and windows:
            left, name = min((self._left(name, size, now), name) for name, size in windows.items())
            shown["x-ratelimit-limit"] = str(windows[name])
            shown["x-ratelimit-remaining"] = str(max(0, left))
            shown["x-ratelimit-reset"] = str(self._seconds_to_reset(name, now))
        if switches.daily_headers:
            left = max(0, switches.daily_budget - self._spent)
            shown["x-daily-ratelimit-token-limit"] = str(switches.daily_budget)
            shown["x-daily-ratelimit-token-remaining"] = str(left)
        return shown

    def _left(self, name: str, size: int, now: datetime) -> int:
        recent = self._recent.setdefault(name, deque())
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        return size - len(recent)

    def _seconds_to_reset(self, name: str, now: datetime) -> int:
        recent = self._recent[name]
        oldest = recent[0] if recent else now
        return max(1, math.ceil((oldest + WINDOW - now).total_seconds()))

    def _turn_day(self, now: datetime) -> None:
        if now.date() != self._day:
            self._day, self._spent = now.date(), 0

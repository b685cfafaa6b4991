"""Counting what a connection's requests cost, and holding them back before a limit is met."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import CrmLimit, CrmUnavailable
from domain.model.budget import Budget, Charge, Gauge, Lane, next_day
from domain.ports.world import Clock
from domain.sync.budget import clocked, exhausted, left, reopened, spent, timed, today, told
from domain.sync.burst import SEARCHES, WINDOW, allowed, pause
from domain.sync.standing import SHARE_SPENT

LONGEST_NAP = timedelta(seconds=5)
"""Whoever would have to wait longer gives up the turn."""
MOST_IN_A_ROW = 3
"""So many refusals in a row, each after its wait, are no burst."""
PROBED_EVERY = timedelta(hours=1)
"""When the budget is renewed is not published to the hour, so it is asked for every hour."""

Sleep = Callable[[timedelta], Awaitable[None]]


class Metering:
    """The limits of one connection while this process drives it. *budget* is what is known now."""

    def __init__(self, budget: Budget, clock: Clock, sleep: Sleep) -> None:
        self.budget = today(budget, clock())
        self.saved_at = clock()
        self._clock = clock
        self._sleep = sleep
        self._sent = deque[datetime](maxlen=1000)
        self._searched = deque[datetime](maxlen=1000)
        self._under_way = 0
        self._in_a_row = 0
        self._admitted = deque[datetime]()

    def lane(self, lane: Lane) -> "Meter":
        """Return the meter of one lane."""
        return Meter(self, lane)

    def saved(self) -> Budget:
        """Return what is known of the budget, for the store."""
        self.saved_at = self._clock()
        return self.budget

    def closed_for(self, now: datetime) -> timedelta:
        """Return for how long no request may leave."""
        closed = self.budget.closed_until
        return max(closed - now, timedelta(0)) if closed is not None else timedelta(0)

    def check_share(self, lane: Lane) -> None:
        """Let work begin in the lane while its share of the day lasts. Raises CrmUnavailable.

        Work that has begun is finished: the share may be exceeded by the works under way.
        """
        now = self._clock()
        if lane is Lane.BACKGROUND and left(self.budget, lane, now) == 0:
            message = "What is left of today's requests is kept for what somebody waits for."
            raise CrmUnavailable(SHARE_SPENT, message, retry_after=next_day(now) - now)

    async def admit(self, lane: Lane, charge: Charge) -> None:
        """Wait until the request may leave. Raises CrmUnavailable if that takes long."""
        while True:
            now = self._clock()
            self._check_day(lane, charge, now)
            nap = max(self.closed_for(now), self._crowd(lane, charge, now))
            if nap > LONGEST_NAP:
                raise CrmLimit("Pipedrive asked us to wait.", retry_after=nap, daily=False)
            if not nap:
                break
            await self._sleep(nap)
        self._sent.append(now)
        if charge.is_search:
            self._searched.append(now)
        self.budget = spent(self.budget, charge.tokens, now)
        self._under_way += charge.tokens
        self._admitted.append(now)

    def answered(self, charge: Charge, gauge: Gauge, *, let_in: bool) -> None:
        """Take that the request has ended, and what its answer tells."""
        now = self._clock()
        if let_in:
            self._in_a_row = 0
            self.budget = reopened(self.budget, self._under_way, now)
        self._under_way -= charge.tokens
        took = now - self._admitted.popleft()
        self.budget = timed(told(self.budget, gauge, self._under_way, now), took)
        self.budget = clocked(self.budget, gauge, now)
        if gauge.burst_limit is not None and not charge.is_search:
            self.budget = replace(self.budget, burst_limit=gauge.burst_limit)
        if gauge.burst_left == 0 and gauge.burst_reset is not None:
            self._close(now + min(gauge.burst_reset, WINDOW))

    def refused(self, lane: Lane, charge: Charge, limit: CrmLimit) -> CrmLimit:
        """Take that Pipedrive has refused an admitted request by its limits; return by which.

        What is refused costs nothing; where answers tell the budget they have said so. A burst is
        over when it has been waited for: what goes on being refused is the day's, whatever is said,
        and so is a probe's, which comes after a long silence.
        """
        now = self._clock()
        if not self.budget.is_told:
            self.budget = spent(self.budget, -charge.tokens, now)
        if not self.closed_for(now):
            self._in_a_row += 1
        if limit.daily or lane is Lane.PROBE or self._in_a_row >= MOST_IN_A_ROW:
            self.budget = exhausted(self.budget, self._under_way, now)
            self._in_a_row = 0
            return limit if limit.daily else _used_up(now)
        if limit.retry_after is not None:
            self._close(now + limit.retry_after)
        return limit

    def _check_day(self, lane: Lane, charge: Charge, now: datetime) -> None:
        """Refuse what Pipedrive would refuse, by what it told last."""
        available = left(self.budget, Lane.LIVE, now)
        if lane is not Lane.PROBE and available is not None and charge.tokens > available:
            raise _used_up(now)

    def _crowd(self, lane: Lane, charge: Charge, now: datetime) -> timedelta:
        crowd = pause(self._sent, allowed(self.budget.burst_limit, lane), now)
        return max(crowd, pause(self._searched, SEARCHES, now)) if charge.is_search else crowd

    def _close(self, until: datetime) -> None:
        until = max(until, self.budget.closed_until or until)
        self.budget = replace(self.budget, closed_until=until)


def _used_up(now: datetime) -> CrmLimit:
    pause = min(PROBED_EVERY, next_day(now) - now)
    return CrmLimit("Today's requests are used up.", retry_after=pause, daily=True)


@dataclass(frozen=True, slots=True)
class Meter:
    """One lane of it, as ports.crm.Meter."""

    metering: Metering
    lane: Lane

    async def admit(self, charge: Charge) -> None:
        """Wait until the request may leave. Raises CrmUnavailable if that takes long."""
        await self.metering.admit(self.lane, charge)

    def answered(self, charge: Charge, gauge: Gauge, *, let_in: bool) -> None:
        """Take that the request has ended, and what its answer tells."""
        self.metering.answered(charge, gauge, let_in=let_in)

    def refused(self, charge: Charge, limit: CrmLimit) -> CrmLimit:
        """Take that Pipedrive has refused an admitted request by its limits; return by which."""
        return self.metering.refused(self.lane, charge, limit)

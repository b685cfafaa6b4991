"""Driving one connection: whatever is due, by priority, several records at a time."""

import asyncio
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from domain.errors import CrmError, LeaseLost, SyncError
from domain.model.budget import Lane
from domain.model.values import ConnectionId
from domain.model.work import Lease, Task, Work, WorkKey, lane_of
from domain.ports.crm import Crms, Tokens
from domain.ports.store import Store, Tx
from domain.ports.world import Clock, Journal
from domain.use_cases.agenda import Agenda, agenda, close, fail, put_off, retry
from domain.use_cases.driven import Driven, Runner, Turns
from domain.use_cases.metering import Metering, Sleep
from domain.use_cases.waiting import ended

AT_ONCE = 8
"""How many records of a connection are worked on at the same time."""
IN_BACKGROUND = 6
"""How many of them may be such as can wait."""
SAVED_EVERY = timedelta(seconds=5)
"""How much of the counting of tokens a crash may lose."""
LINGER = timedelta(seconds=2)
"""How long a connection is kept when nothing is due any more."""
SLICE = timedelta(seconds=30)
"""How long a busy connection is driven before others get their turn."""

Running = dict[WorkKey, asyncio.Task[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What stays the same while a connection is driven."""

    lease: Lease
    tokens: Tokens
    turns: Turns
    metering: Metering

    def save(self, tx: Tx) -> None:
        """Remember what is known of the budget."""
        budget = self.metering.saved()
        connection = tx.connections.hold(self.lease.connection_id)
        if connection.budget != budget:
            tx.connections.put(replace(connection, budget=budget))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """Drives a connection while its lease is held. *spread* gives numbers in 0..1."""

    store: Store
    clock: Clock
    crms: Crms
    tokens: Callable[[ConnectionId], Tokens]
    runners: Mapping[Task, Runner]
    spread: Callable[[], float]
    journal: Journal
    sleep: Sleep

    async def run(self, lease: Lease, stop: asyncio.Event) -> None:
        """Do what is due until nothing is for a while, the slice is over, or *stop* is set.

        What has begun is finished. Raises LeaseLost.
        """
        shift = await self._shift(lease)
        running: Running = {}
        began = idle_since = self.clock()
        seen = 0
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set() and self.clock() < began + SLICE:
                today = await self._look(shift, running.keys())
                for work in _startable(today.works, running):
                    driven = self._driven(today, shift, work.key.task)
                    running[work.key] = asyncio.create_task(self._do(driven, shift, work))
                if running:
                    idle_since = self.clock()
                elif self.clock() - idle_since >= LINGER:
                    return
                seen = await self._wait(lease, running, stopped, today.next_due, seen)
        finally:
            stopped.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)
            with suppress(SyncError):
                await self.store.transact(shift.save, lease=lease)

    async def _shift(self, lease: Lease) -> Shift:
        connection = await self.store.transact(lambda tx: tx.connections.get(lease.connection_id))
        return Shift(
            lease=lease,
            tokens=self.tokens(lease.connection_id),
            turns=Turns(asyncio.Lock),
            metering=Metering(connection.budget, self.clock, self.sleep),
        )

    async def _look(self, shift: Shift, busy: Container[WorkKey]) -> Agenda:
        """Return what may start; while Pipedrive asks us to wait, nothing may."""
        now = self.clock()
        closed_until = shift.metering.budget.closed_until

        def look(tx: Tx) -> Agenda:
            connection_id = shift.lease.connection_id
            if now >= shift.metering.saved_at + SAVED_EVERY:
                shift.save(tx)
            if closed_until is not None and closed_until > now + LINGER:
                put_off(tx, connection_id, now, closed_until)
            return agenda(tx, connection_id, now, AT_ONCE * 2, busy)

        today = await self.store.transact(look, lease=shift.lease)
        if closed_until is None or closed_until <= now:
            return today
        return replace(today, works=(), next_due=closed_until)

    def _driven(self, today: Agenda, shift: Shift, task: Task) -> Driven:
        connection = today.connection
        meter = shift.metering.lane(lane_of(task))
        crm = self.crms.open(shift.tokens, connection.markers, meter)
        return Driven(
            connection=connection,
            lease=shift.lease,
            store=self.store,
            crm=crm,
            tokens=shift.tokens,
            turns=shift.turns,
            budget=lambda: shift.metering.budget,
        )

    async def _do(self, driven: Driven, shift: Shift, work: Work) -> None:
        now = self.clock
        try:
            shift.metering.check_share(lane_of(work.key.task))
            again = await self.runners[work.key.task].run(driven, work.key.subject)
        except LeaseLost:
            raise
        except CrmError as error:
            reason, failure = error.reason, error
            self.journal("work_postponed", {"task": work.key.task.name, "reason": reason})
            await driven.transact(
                lambda tx: fail(tx, driven.connection, work, failure, self.spread(), now())
            )
        except Exception as error:  # noqa: BLE001 - one bad record must not stop the others
            name = type(error).__name__
            self.journal("work_failed", {"task": work.key.task.name, "error": name})
            await driven.transact(
                lambda tx: retry(tx, driven.connection_id, work, name, self.spread(), now())
            )
        else:
            await driven.transact(lambda tx: close(tx, driven.connection_id, work, again))

    async def _wait(
        self,
        lease: Lease,
        running: Running,
        stopped: asyncio.Task[Literal[True]],
        next_due: datetime | None,
        seen: int,
    ) -> int:
        """Wait for news of the connection, the end of a work, the next due time, or the stop."""
        pause = LINGER
        if next_due is not None and len(running) < AT_ONCE:
            pause = min(LINGER, max(next_due - self.clock(), timedelta(0)))
        news = asyncio.create_task(self.store.changed(lease.connection_id, seen, pause))
        try:
            waited_for = {news, stopped, *running.values()}
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
        finally:
            seen = await ended(news, seen)
        for key in [key for key, task in running.items() if task.done()]:
            running.pop(key).result()
        return seen


def _startable(works: Sequence[Work], running: Collection[WorkKey]) -> Sequence[Work]:
    """Return which works may begin; what can wait never takes every place."""
    places = AT_ONCE - len(running)
    spare = IN_BACKGROUND - sum(lane_of(one.task) is Lane.BACKGROUND for one in running)
    live = [one for one in works if lane_of(one.key.task) is not Lane.BACKGROUND]
    waiting = [one for one in works if one not in live]
    return [*live, *waiting[: max(spare, 0)]][: max(places, 0)]

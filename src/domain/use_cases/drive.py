"""Driving one connection: whatever is due, by priority, several records at a time."""

import asyncio
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain.errors import CrmError, LeaseLost
from domain.model.values import ConnectionId
from domain.model.work import Lease, Task, Work, WorkKey
from domain.ports.crm import Crms, Tokens
from domain.ports.store import Store, Tx
from domain.ports.world import Clock, Journal
from domain.use_cases.agenda import Agenda, agenda, close, fail, retry
from domain.use_cases.driven import Driven, Runner, Turns
from domain.use_cases.waiting import ended

AT_ONCE = 8
"""How many records of a connection are worked on at the same time."""
LINGER = timedelta(seconds=2)
"""How long a connection is kept when nothing is due any more."""
SLICE = timedelta(seconds=30)
"""How long a busy connection is driven before others get their turn."""

Running = dict[WorkKey, asyncio.Task[None]]


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

    async def run(self, lease: Lease, stop: asyncio.Event) -> None:
        """Do what is due until nothing is for a while, the slice is over, or *stop* is set.

        What has begun is finished. Raises LeaseLost.
        """
        tokens = self.tokens(lease.connection_id)
        running: Running = {}
        turns = Turns(asyncio.Lock)
        began = idle_since = self.clock()
        seen = 0
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set() and self.clock() < began + SLICE:
                today = await self._look(lease, running.keys())
                for work in today.works[: AT_ONCE - len(running)]:
                    driven = self._driven(today, lease, tokens, turns)
                    running[work.key] = asyncio.create_task(self._do(driven, work))
                if running:
                    idle_since = self.clock()
                elif self.clock() - idle_since >= LINGER:
                    return
                seen = await self._wait(lease, running, stopped, today.next_due, seen)
        finally:
            stopped.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def _look(self, lease: Lease, busy: Container[WorkKey]) -> Agenda:
        def look(tx: Tx) -> Agenda:
            return agenda(tx, lease.connection_id, self.clock(), AT_ONCE * 2, busy)

        return await self.store.transact(look, lease=lease)

    def _driven(self, today: Agenda, lease: Lease, tokens: Tokens, turns: Turns) -> Driven:
        connection = today.connection
        crm = self.crms.open(tokens, connection.markers)
        return Driven(connection=connection, lease=lease, store=self.store, crm=crm, turns=turns)

    async def _do(self, driven: Driven, work: Work) -> None:
        now = self.clock
        try:
            again = await self.runners[work.key.task].run(driven, work.key.subject)
        except LeaseLost:
            raise
        except CrmError as error:
            reason, failure = error.reason, error
            self.journal("work_postponed", {"task": work.key.task.name, "reason": reason})
            await driven.transact(
                lambda tx: fail(tx, driven.connection_id, work, failure, self.spread(), now())
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

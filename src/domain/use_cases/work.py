"""The worker: takes connections that have something due, and drives several at once."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from domain.model.values import ConnectionId
from domain.model.work import Lease
from domain.ports.store import Store
from domain.ports.world import Journal
from domain.use_cases.drive import Drive
from domain.use_cases.waiting import ended

SPAN = timedelta(seconds=15)
"""How long a lease lasts without a renewal: so long a crashed worker's connections wait."""
POLL = timedelta(seconds=1)
CONNECTIONS_AT_ONCE = 32

Turns = dict[ConnectionId, asyncio.Task[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Runs until it is told to stop. *holder* names this process in the leases."""

    store: Store
    drive: Drive
    holder: str
    journal: Journal

    async def run(self, stop: asyncio.Event) -> None:
        """Drive connections; a failing store is tried again, nothing else ends this but *stop*."""
        turns: Turns = {}
        seen = 0
        while not stop.is_set():
            try:
                seen = await self._take_turns(turns, stop, seen)
            except Exception as error:  # noqa: BLE001 - the worker outlives the store's failures
                self.journal("worker_failed", {"error": type(error).__name__})
                await asyncio.sleep(POLL.total_seconds())
        await asyncio.gather(*turns.values())

    async def _take_turns(self, turns: Turns, stop: asyncio.Event, seen: int) -> int:
        """Begin one turn, or wait for news; return the commit count that was seen."""
        lease = None
        if len(turns) < CONNECTIONS_AT_ONCE:
            lease = await self.store.lease(self.holder, SPAN)
        if lease is not None:
            before = turns.get(lease.connection_id)
            turns[lease.connection_id] = asyncio.create_task(self._turn(lease, stop, before))
            return seen
        news = asyncio.create_task(self.store.changed(None, seen, POLL))
        stopped = asyncio.create_task(stop.wait())
        waited_for = {news, stopped, *turns.values()}
        await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for connection_id in [one for one, turn in turns.items() if turn.done()]:
            del turns[connection_id]
        return await ended(news, seen)

    async def _turn(
        self, lease: Lease, stop: asyncio.Event, before: asyncio.Task[None] | None
    ) -> None:
        """Drive the connection once our turn *before* is over, whose lease we slept through."""
        beating = asyncio.create_task(self._beat(lease))
        driving = asyncio.create_task(self._drive(lease, stop, before))
        try:
            await asyncio.wait({driving, beating}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (beating, driving):
                task.cancel()
            for outcome in await asyncio.gather(driving, beating, return_exceptions=True):
                if isinstance(outcome, Exception):
                    self.journal("turn_failed", {"error": type(outcome).__name__})
            with suppress(Exception):
                await self.store.release(lease)

    async def _drive(
        self, lease: Lease, stop: asyncio.Event, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            before.cancel()
            await asyncio.gather(before, return_exceptions=True)
        await self.drive.run(lease, stop)

    async def _beat(self, lease: Lease) -> None:
        """Renew the lease in time; ends by LeaseLost, or when the turn is over."""
        while True:
            await asyncio.sleep(SPAN.total_seconds() / 3)
            await self.store.renew(lease, SPAN)

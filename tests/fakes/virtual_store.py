"""The store in memory for a world whose time moves by itself while everybody waits."""

import asyncio
from datetime import timedelta

from domain.model.values import ConnectionId
from domain.ports.world import Phones
from tests.fakes.store import InMemoryStore
from tests.fakes.world import FakeClock

_TURNS = 20
"""Turns of the event loop in which whoever is busy comes to rest."""


class VirtualStore(InMemoryStore):
    """Waits in no time: when nothing happens, *clock* is moved to the end of the waiting."""

    def __init__(self, *, clock: FakeClock, phones: Phones) -> None:
        super().__init__(clock=clock, phones=phones)
        self._time = clock

    async def changed(self, connection_id: ConnectionId | None, seen: int, limit: timedelta) -> int:
        for _ in range(_TURNS):
            news = await super().changed(connection_id, seen, timedelta(0))
            if news != seen:
                return news
            await asyncio.sleep(0)
        self._time.pass_(limit)
        return seen

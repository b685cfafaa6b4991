"""Waking whoever waits for a connection, within this process."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from domain.model.values import ConnectionId

Key = ConnectionId | None
"""A connection, or None for any of them."""


class Wakes:
    """Counts the commits of each connection. To be used on one event loop."""

    def __init__(self) -> None:
        self._counts = Counter[Key]()
        self._floods = 0
        self._bells: dict[Key, asyncio.Event] = {}

    def wake(self, connection_ids: Iterable[ConnectionId]) -> None:
        """Wake those who wait for one of the connections, and those who wait for any."""
        touched: set[Key] = set(connection_ids)
        if not touched:
            return
        for key in (*touched, None):
            self._counts[key] += 1
            self._ring(key)

    def wake_all(self) -> None:
        """Wake everybody: something may have happened anywhere."""
        self._floods += 1
        for key in list(self._bells):
            self._ring(key)

    async def wait(self, key: Key, seen: int, limit: timedelta) -> int:
        """Return the count once it is not *seen*, or after *limit*."""
        if self._count(key) == seen:
            bell = self._bells.setdefault(key, asyncio.Event())
            with suppress(TimeoutError):
                async with asyncio.timeout(limit.total_seconds()):
                    await bell.wait()
        return self._count(key)

    def _ring(self, key: Key) -> None:
        bell = self._bells.pop(key, None)
        if bell is not None:
            bell.set()

    def _count(self, key: Key) -> int:
        return self._floods + self._counts[key]

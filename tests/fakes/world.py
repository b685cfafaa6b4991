"""Time, ids and notes that a test decides about."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved, as ports.world.Clock."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, span: timedelta) -> None:
        self.now += span

    async def sleep(self, span: timedelta) -> None:
        """Let the span pass at once, and others work meanwhile."""
        self.pass_(span)
        await asyncio.sleep(0)


class CountedIds:
    """id-1, id-2 …, as ports.world.Ids."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        return f"id-{next(self._numbers)}"


class Notes:
    """Keeps what the operator is told, as ports.world.Journal."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Mapping[str, str]]] = []

    def __call__(self, event: str, details: Mapping[str, str]) -> None:
        self.kept.append((event, details))

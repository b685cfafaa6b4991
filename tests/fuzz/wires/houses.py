"""The same input at two doors: a house on SQLite, and one on PostgreSQL."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager
from pathlib import Path

from tests.contracts.store.databases import fresh_postgres, fresh_sqlite
from tests.fuzz.target import Check
from tests.fuzz.wires.furnishing import furnish
from tests.fuzz.wires.house import House, house

Visit = Callable[[House, bytes], Awaitable[bool]]
"""Hands one input in; tells whether it was accepted."""


def on_each(visit: Visit) -> Callable[[], AbstractContextManager[Check]]:
    """Return what opens both houses and gives a check that visits them with the same input."""

    @contextmanager
    def opened() -> Iterator[Check]:
        with asyncio.Runner() as runner, tempfile.TemporaryDirectory(dir=_memory()) as folder:
            stack = AsyncExitStack()
            urls = fresh_sqlite(Path(folder)), fresh_postgres()
            houses = [runner.run(_entered(stack, url)) for url in urls]
            try:
                yield lambda data: runner.run(_visited(visit, houses, data))
            finally:
                runner.run(stack.aclose())

    return opened


async def _visited(visit: Visit, houses: Sequence[House], data: bytes) -> bool:
    """Visit the houses at once; tell whether all accepted."""
    outcomes = await asyncio.gather(*(visit(one, data) for one in houses), return_exceptions=True)
    for visited, outcome in zip(houses, outcomes, strict=True):
        if outcome is not False:
            visited.begin_anew()
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return all(outcomes)


def _memory() -> str | None:
    """Return a folder in memory: what is made durable there takes no time."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of random name is made in it
    return str(memory) if memory.exists() else None


async def _entered(stack: AsyncExitStack, url: str) -> House:
    built = await stack.enter_async_context(house(url))
    await furnish(built)
    return built

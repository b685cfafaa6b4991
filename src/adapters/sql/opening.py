"""Opening the store, and bringing its database up to date."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from secrets import token_hex

import sqlalchemy as sa

from adapters.sql import schema
from adapters.sql.committing import Committer
from adapters.sql.engines import THREADS, make_engine
from adapters.sql.faults import translated
from adapters.sql.listening import listen, notify
from adapters.sql.sealing import Sealer
from adapters.sql.secrets import check_keys
from adapters.sql.store import SqlStore
from adapters.sql.wakes import Wakes
from domain.model.values import ConnectionId
from domain.ports.store import Store
from domain.ports.world import Phones

JOBS_AT_ONCE = 64
"""How many transactions SQLite makes durable with one write to the disk."""
_SENDER_BYTES = 8


def migrate(url: str) -> None:
    """Make the database at `sqlite:///<file>` or `postgresql://…`, or bring it up to date.

    Raises SyncError for one that is newer than this code, StoreUnavailable.
    """
    engine = make_engine(url)
    try:
        with translated():
            schema.upgrade(engine)
    finally:
        engine.dispose()


@asynccontextmanager
async def open_store(url: str, *, keys: Sequence[bytes], phones: Phones) -> AsyncIterator[Store]:
    """Open the store for the block; *keys* are 32 bytes each, the first one encrypts.

    Raises SyncError for a database of another version or a missing key, StoreUnavailable.
    """
    sealer = Sealer(keys)
    engine = make_engine(url)
    try:
        with translated():
            await asyncio.to_thread(_check, engine, sealer)
        wakes = Wakes()
        async with _committing(engine, wakes) as committer:
            yield SqlStore(committer, wakes=wakes, sealer=sealer, phones=phones)
    finally:
        engine.dispose()


def _check(engine: sa.Engine, sealer: Sealer) -> None:
    schema.check(engine)
    check_keys(engine, sealer)


@asynccontextmanager
async def _committing(engine: sa.Engine, wakes: Wakes) -> AsyncIterator[Committer]:
    loop = asyncio.get_running_loop()

    def wake(touched: set[ConnectionId]) -> None:
        loop.call_soon_threadsafe(wakes.wake, touched)

    if engine.dialect.name == "sqlite":
        writer = Committer(engine, threads=1, most=JOBS_AT_ONCE, before=_silent, after=wake)
        async with _closing(writer):
            yield writer
        return
    sender = token_hex(_SENDER_BYTES)
    tell = partial(notify, sender)
    pool = Committer(engine, threads=THREADS, most=1, before=tell, after=wake)
    async with _closing(pool), _background(listen(sender, engine.url, wakes)):
        yield pool


def _silent(_connection: sa.Connection, _touched: set[ConnectionId]) -> None:
    """Tell nobody: SQLite has one process."""


@asynccontextmanager
async def _closing(committer: Committer) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await asyncio.to_thread(committer.close)


@asynccontextmanager
async def _background(endless: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(endless)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

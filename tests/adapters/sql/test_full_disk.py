"""A database that takes nothing more: nobody is told that something was stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from adapters.sql.opening import open_store
from domain.errors import StoreUnavailable
from domain.model.values import Kind
from domain.ports.store import Store
from tests.contracts.store.builders import ACME, Digits, a_record, connect
from tests.contracts.store.databases import fresh_postgres, fresh_sqlite

_KEY = bytes(32)
_PAGES_OF_SQLITE = "PRAGMA max_page_count = 1"


@contextmanager
def _full_disk() -> Iterator[None]:
    """Let every file of SQLite that is opened meanwhile stay as large as it is."""

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
        connection.execute(_PAGES_OF_SQLITE)

    sa.event.listen(sa.pool.Pool, "connect", prepare)
    try:
        yield
    finally:
        sa.event.remove(sa.pool.Pool, "connect", prepare)


@contextmanager
def _read_only(url: str) -> Iterator[None]:
    """Let the server be as a standby is: new connections may only read."""
    with psycopg.connect(url, autocommit=True) as server:
        name = server.info.dbname
        server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            yield
        finally:
            server.execute("SET default_transaction_read_only = off")
            server.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')


async def _fill(store: Store) -> None:
    records = [a_record(f"{number:05}", phone="1" * 200) for number in range(2_000)]
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).put(records))


async def test_a_full_database_is_unavailable(tmp_path: Path) -> None:
    url = fresh_sqlite(tmp_path)
    with _full_disk():
        async with open_store(url, keys=[_KEY], phones=Digits()) as store:
            with pytest.raises(StoreUnavailable):
                await _fill(store)
    async with open_store(url, keys=[_KEY], phones=Digits()) as store:
        assert await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).count_living()) == 0
        await _fill(store)


@pytest.mark.postgres
async def test_a_server_that_only_reads_is_unavailable() -> None:
    url = fresh_postgres()
    with _read_only(url):
        async with open_store(url, keys=[_KEY], phones=Digits()) as store:
            with pytest.raises(StoreUnavailable):
                await connect(store)

"""PostgreSQL: hearing of what other processes commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import psycopg
import pytest

from adapters.sql.opening import open_store
from domain.ports.store import Store
from tests.contracts.store.builders import ACME, OTHER, Digits, a_work, settled
from tests.contracts.store.databases import fresh_postgres

KEY = bytes(32)
_LONG = timedelta(minutes=1)
_AT_ONCE = timedelta(0)

pytestmark = pytest.mark.postgres


@asynccontextmanager
async def _two_stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    async with (
        open_store(url, keys=[KEY], phones=Digits()) as ours,
        open_store(url, keys=[KEY], phones=Digits()) as theirs,
    ):
        await ours.changed(None, 0, _LONG)
        yield ours, theirs


async def _mark(store: Store) -> None:
    await store.transact(lambda tx: tx.work(ACME).mark([a_work()]))


async def test_a_commit_elsewhere_wakes_those_who_wait_for_its_connection() -> None:
    async with _two_stores(fresh_postgres()) as (ours, theirs):
        seen, seen_other = await settled(ours), await settled(ours, OTHER)
        waiting = asyncio.create_task(ours.changed(ACME, seen, _LONG))
        await _mark(theirs)

        async with asyncio.timeout(5):
            assert await waiting != seen
        assert await ours.changed(OTHER, seen_other, _AT_ONCE) == seen_other


async def test_a_commit_of_our_own_wakes_once() -> None:
    async with _two_stores(fresh_postgres()) as (ours, theirs):
        seen, seen_there = await settled(ours), await settled(theirs)
        await _mark(ours)

        await theirs.changed(ACME, seen_there, _LONG)
        assert await settled(ours) == seen + 1


async def test_after_a_lost_line_everybody_looks_and_later_commits_are_heard_again() -> None:
    url = fresh_postgres()
    async with _two_stores(url) as (ours, theirs):
        seen = await settled(ours)
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )

        async with asyncio.timeout(10):
            again = await ours.changed(ACME, seen, _LONG)
            again = await ours.changed(ACME, again, _LONG)
            await _mark(theirs)
            await ours.changed(ACME, again, _LONG)


async def test_a_store_goes_on_after_the_server_has_closed_its_connections() -> None:
    url = fresh_postgres()
    async with _two_stores(url) as (ours, _):
        await _mark(ours)
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )

        await _mark(ours)

        (work,) = await ours.transact(lambda tx: tx.work(ACME).due(a_work().due_at, 9))
        assert work.version == 2

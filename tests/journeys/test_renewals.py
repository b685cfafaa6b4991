"""Expired tokens, several processes on one database, and a refresh token that works once."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.sql.opening import open_store
from app.demo.stage import eventually
from domain.model.connection import Grant
from tests.adapters.pipedrive.opened_sandbox import Company, company
from tests.contracts.store.builders import ACME, Digits, connect
from tests.contracts.store.databases import fresh_postgres
from tests.journeys.renewer import KEY, outcomes

pytestmark = pytest.mark.postgres
_TOKEN = "/oauth/token"
_AFTER_A_CLAIM = 31


@asynccontextmanager
async def _expired() -> AsyncIterator[tuple[Company, str]]:
    """Serve a company whose tokens are in a database; yield it and the database's address."""
    url = fresh_postgres()
    async with company(persons=1) as acme:
        async with open_store(url, keys=[KEY], phones=Digits()) as store:
            await connect(store)
            await store.transact(lambda tx: tx.secrets.put_grant(ACME, acme.tokens.grant))
        yield acme, url


async def _stored(url: str) -> Grant | None:
    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        return await store.transact(lambda tx: tx.secrets.grant(ACME))


async def _another(acme: Company, url: str) -> Process:
    arguments = ("-m", "tests.journeys.renewer", url, acme.url)
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE)


async def _said(process: Process) -> Counter[str]:
    told, _ = await process.communicate()
    return Counter(told.decode().splitlines())


async def _refreshes(acme: Company) -> int:
    return acme.sandbox.ledger.oauth("refreshes")


async def _killed_after_the_refresh(acme: Company, url: str) -> None:
    """Let a process refresh, and die before it has heard the answer."""
    await acme.fault(_TOKEN, kind="hang", after_effect=True)
    dying = await _another(acme, url)
    assert await eventually(lambda: _refreshes(acme), bool) == 1
    dying.send_signal(signal.SIGKILL)
    await dying.wait()


async def test_fifty_workers_of_two_processes_refresh_once() -> None:
    async with _expired() as (acme, url):
        await acme.fault(_TOKEN, kind="slow", delay_seconds=2)
        another = await _another(acme, url)
        await eventually(lambda: _refreshes(acme), bool)
        assert await outcomes(url, acme.url) + await _said(another) == {"renewed 1": 50}
        assert acme.sandbox.ledger.oauth("refreshes") == 1
        assert acme.sandbox.ledger.oauth("consumed_tokens_reused") == 0
        stored = await _stored(url)
        assert stored is not None
        assert (stored.generation, stored.claimed_until) == (1, None)


async def test_tokens_that_a_dead_process_took_along_are_asked_for_once_more() -> None:
    """Where each refresh token works once, only a new login can help after that."""
    async with _expired() as (acme, url):
        await _killed_after_the_refresh(acme, url)
        assert await outcomes(url, acme.url, _AFTER_A_CLAIM) == {"lost INVALID_GRANT": 25}
        assert acme.sandbox.ledger.oauth("consumed_tokens_reused") == 1


async def test_where_refresh_tokens_stay_the_next_process_goes_on() -> None:
    async with _expired() as (acme, url):
        await acme.switch(rotate_refresh_tokens=False)
        await _killed_after_the_refresh(acme, url)
        assert await outcomes(url, acme.url, _AFTER_A_CLAIM) == {"renewed 1": 25}
        assert acme.sandbox.ledger.oauth("refreshes") == 2

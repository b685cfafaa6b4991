"""What ports.store.Store.changed promises."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.ports.store import Store, Tx
from tests.contracts.store.builders import (
    ACME,
    NOW,
    OTHER,
    SOON,
    a_change,
    a_connection,
    a_work,
    connect,
    settled,
)

_AT_ONCE = timedelta(0)


def _mark(tx: Tx) -> None:
    tx.work(ACME).mark([a_work()])


async def test_a_commit_between_two_calls_is_not_missed(store: Store) -> None:
    seen = await settled(store)
    await store.transact(_mark)

    news = await store.changed(ACME, seen, _AT_ONCE)

    assert news != seen
    assert await store.changed(ACME, news, _AT_ONCE) == news


async def test_who_waits_is_woken_by_a_commit(store: Store) -> None:
    seen = await settled(store)
    waiting = asyncio.create_task(store.changed(ACME, seen, timedelta(minutes=1)))
    await asyncio.sleep(0)

    await store.transact(_mark)

    async with asyncio.timeout(SOON.total_seconds()):
        assert await waiting != seen


async def test_everybody_who_waits_is_woken(store: Store) -> None:
    seen = await settled(store)
    waiting = [store.changed(ACME, seen, timedelta(minutes=1)) for _ in range(5)]
    woken = asyncio.gather(*waiting)
    await asyncio.sleep(0)

    await store.transact(_mark)

    async with asyncio.timeout(SOON.total_seconds()):
        assert len(set(await woken)) == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda tx: tx.connections.put(a_connection()),
        lambda tx: tx.feed(ACME).append([a_change(1)]),
        lambda tx: tx.work(ACME).mark([a_work()]),
        lambda tx: tx.work(ACME).bring_forward(NOW),
    ],
    ids=["connection", "feed", "mark", "bring_forward"],
)
async def test_whatever_others_act_on_wakes_them(store: Store, write: Callable[[Tx], None]) -> None:
    seen = await settled(store)
    seen_anywhere = await settled(store, None)

    await store.transact(write)

    assert await store.changed(ACME, seen, _AT_ONCE) != seen
    assert await store.changed(None, seen_anywhere, _AT_ONCE) != seen_anywhere


async def test_a_commit_for_another_connection_wakes_only_those_who_wait_for_any(
    store: Store,
) -> None:
    await connect(store, ACME, OTHER)
    seen = await settled(store, OTHER)
    seen_anywhere = await settled(store, None)

    await store.transact(_mark)

    assert await store.changed(OTHER, seen, _AT_ONCE) == seen
    assert await store.changed(None, seen_anywhere, _AT_ONCE) != seen_anywhere


async def test_reading_wakes_nobody(store: Store) -> None:
    await connect(store)
    seen = await settled(store)

    await store.transact(lambda tx: tx.connections.hold(ACME))

    assert await store.changed(ACME, seen, timedelta(milliseconds=50)) == seen


async def test_what_was_undone_wakes_nobody(store: Store) -> None:
    seen = await settled(store)

    def fail(tx: Tx) -> None:
        _mark(tx)
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        await store.transact(fail)

    assert await store.changed(ACME, seen, timedelta(milliseconds=50)) == seen


async def test_a_wait_that_was_called_off_loses_no_commit(store: Store) -> None:
    seen = await settled(store)
    waiting = asyncio.create_task(store.changed(ACME, seen, timedelta(minutes=1)))
    await asyncio.sleep(0)

    await store.transact(_mark)
    waiting.cancel()
    await asyncio.wait({waiting})

    assert await store.changed(ACME, seen, _AT_ONCE) != seen


async def test_a_commit_wakes_though_its_caller_has_gone(store: Store) -> None:
    seen = await settled(store)
    committing = asyncio.create_task(store.transact(_mark))
    waiting = asyncio.create_task(store.changed(ACME, seen, timedelta(seconds=1)))
    await asyncio.sleep(0)
    committing.cancel()
    await asyncio.wait({committing})

    woken = await waiting != seen
    is_stored = bool(await store.transact(lambda tx: tx.work(ACME).due(NOW, 1)))

    assert woken == is_stored

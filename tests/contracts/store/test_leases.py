"""What ports.store.Store promises of leases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from domain.errors import LeaseLost
from domain.model.values import ConnectionId, Kind
from domain.model.work import Lease
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import ACME, OTHER, a_record, a_work, connect

_SPAN = timedelta(minutes=1)
_ENDED = timedelta(0)
_TOMORROW = timedelta(days=1)


async def _due(store: Store, *connection_ids: ConnectionId) -> None:
    await connect(store, *connection_ids)

    def mark_all(tx: Tx) -> None:
        for connection_id in connection_ids:
            tx.work(connection_id).mark([a_work()])

    await store.transact(mark_all)


async def _take(store: Store, holder: str = "us", span: timedelta = _SPAN) -> Lease:
    lease = await store.lease(holder, span)
    assert lease is not None
    return lease


def _write(tx: Tx) -> None:
    tx.records(ACME, Kind.CONTACT).put([a_record("r")])


async def _count(store: Store) -> int:
    return len(await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).list(None, 9)))


async def test_only_a_connection_with_due_work_is_taken(store: Store) -> None:
    await connect(store, ACME, OTHER)
    later = a_work(due_at=datetime.now(UTC) + _TOMORROW)
    await store.transact(lambda tx: tx.work(ACME).mark([later]))

    assert await store.lease("us", _SPAN) is None

    await store.transact(lambda tx: tx.work(OTHER).mark([a_work()]))
    lease = await _take(store)
    assert (lease.connection_id, lease.holder) == (OTHER, "us")


async def test_a_connection_is_held_by_one_at_a_time(store: Store) -> None:
    await _due(store, ACME)
    await _take(store)

    assert await store.lease("others", _SPAN) is None
    assert await store.lease("us", _SPAN) is None


async def test_many_who_take_at_once_get_different_connections(store: Store) -> None:
    connections = [ConnectionId(f"c-{number}") for number in range(10)]
    await _due(store, *connections)

    leases = await asyncio.gather(*(store.lease("us", _SPAN) for _ in range(15)))

    taken = [one.connection_id for one in leases if one is not None]
    while (more := await store.lease("us", _SPAN)) is not None:
        taken.append(more.connection_id)
    assert sorted(taken) == connections


async def test_a_lease_given_back_can_be_taken_at_once(store: Store) -> None:
    await _due(store, ACME)
    first = await _take(store)

    await store.release(first)

    second = await _take(store, "others")
    assert second.fence > first.fence


async def test_a_lease_that_ran_out_can_be_taken_by_others(store: Store) -> None:
    await _due(store, ACME)
    first = await _take(store, span=_ENDED)

    second = await _take(store, "others")

    assert second.fence > first.fence


async def test_a_renewed_lease_lasts(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store, span=_ENDED)

    await store.renew(lease, _SPAN)

    assert await store.lease("others", _SPAN) is None


async def test_connections_take_turns(store: Store) -> None:
    await _due(store, ACME, OTHER)
    taken = list[ConnectionId]()
    for _ in range(4):
        lease = await _take(store)
        taken.append(lease.connection_id)
        await store.release(lease)

    assert taken == [ACME, OTHER, ACME, OTHER]


async def test_who_holds_the_lease_may_write(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store)

    await store.transact(_write, lease=lease)

    assert await _count(store) == 1


async def test_who_holds_a_lease_that_ran_out_may_write_until_others_take_it(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store, span=_ENDED)

    await store.transact(_write, lease=lease)

    assert await _count(store) == 1


async def test_who_was_overtaken_writes_nothing(store: Store) -> None:
    await _due(store, ACME)
    first = await _take(store, span=_ENDED)
    await _take(store)

    with pytest.raises(LeaseLost):
        await store.transact(_write, lease=first)

    assert await _count(store) == 0


async def test_who_was_overtaken_can_neither_renew_nor_give_back(store: Store) -> None:
    await _due(store, ACME)
    first = await _take(store, span=_ENDED)
    await _take(store, "others")

    with pytest.raises(LeaseLost):
        await store.renew(first, _SPAN)
    await store.release(first)

    assert await store.lease("us", _SPAN) is None


async def test_who_gave_the_lease_back_may_not_write(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store)
    await store.release(lease)

    with pytest.raises(LeaseLost):
        await store.transact(_write, lease=lease)


async def test_a_made_up_lease_is_lost(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store)

    for other in (
        replace(lease, fence=lease.fence + 1),
        replace(lease, holder="others"),
        replace(lease, connection_id=OTHER),
    ):
        with pytest.raises(LeaseLost):
            await store.transact(_write, lease=other)


async def test_many_may_write_under_one_lease_while_it_is_renewed(store: Store) -> None:
    await _due(store, ACME)
    lease = await _take(store)

    def write(number: int, tx: Tx) -> None:
        tx.records(ACME, Kind.CONTACT).put([a_record(f"r{number}")])

    await asyncio.gather(
        *(store.transact(partial(write, number), lease=lease) for number in range(8)),
        *(store.renew(lease, _SPAN) for _ in range(3)),
    )

    assert await _count(store) == 8

"""What ports.store.Store.transact promises."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from domain.errors import NotFound
from domain.model.values import ChangeNumber, ConnectionId, Kind, RecordId
from domain.ports.store import Store, Tx
from domain.sync.record import Attempt
from tests.contracts.store.builders import (
    ACME,
    NOW,
    OTHER,
    a_change,
    a_connection,
    a_delivery,
    a_record,
    a_work,
    connect,
    settled,
)

R = RecordId("r")


def _write_everywhere(tx: Tx) -> None:
    tx.connections.put(a_connection())
    tx.secrets.put_webhook_password(ACME, "password", 1)
    tx.records(ACME, Kind.CONTACT).put([a_record("r")])
    tx.feed(ACME).append([a_change(1)])
    tx.work(ACME).mark([a_work()])
    tx.inbox(ACME).append([a_delivery("e1")])
    tx.requests(ACME).put("id", "fingerprint", "", NOW)


def _is_written(tx: Tx) -> list[bool]:
    return [
        tx.connections.of_account(a_connection().account_id) is not None,
        tx.secrets.webhook_password(ACME, 1) is not None,
        tx.records(ACME, Kind.CONTACT).get(R) is not None,
        bool(tx.feed(ACME).after(ChangeNumber(0), 1)),
        bool(tx.work(ACME).due(NOW, 1)),
        tx.inbox(ACME).append([a_delivery("e1")]) == 0,
        tx.requests(ACME).find("id") is not None,
    ]


async def test_a_transaction_returns_what_its_work_returns(store: Store) -> None:
    assert await store.transact(lambda _tx: "result") == "result"


async def test_a_transaction_that_raises_leaves_nothing_behind(store: Store) -> None:
    def fail(tx: Tx) -> None:
        _write_everywhere(tx)
        raise NotFound("contact", "r")

    with pytest.raises(NotFound, match="contact"):
        await store.transact(fail)

    assert await store.transact(_is_written) == [False] * 7


async def test_a_transaction_sees_its_own_writes_and_leaves_all_of_them(store: Store) -> None:
    def write_and_look(tx: Tx) -> list[bool]:
        _write_everywhere(tx)
        return _is_written(tx)

    assert await store.transact(write_and_look) == [True] * 7
    assert await store.transact(_is_written) == [True] * 7


async def test_one_that_fails_among_many_fails_alone(store: Store) -> None:
    await connect(store)

    def work(number: int, tx: Tx) -> int:
        tx.records(ACME, Kind.CONTACT).put([a_record(f"r{number}")])
        if number % 3 == 0:
            raise ValueError(number)
        return number

    outcomes = await asyncio.gather(
        *(store.transact(partial(work, number)) for number in range(30)),
        return_exceptions=True,
    )

    expected = {f"r{number}" for number in range(30) if number % 3}
    stored = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).list(None, 100))
    assert {one.record_id for one in stored} == expected
    assert [one for one in outcomes if isinstance(one, int)] == [n for n in range(30) if n % 3]


async def test_no_change_is_lost_when_many_change_one_record(store: Store) -> None:
    def count(tx: Tx) -> None:
        records = tx.records(ACME, Kind.CONTACT)
        record = records.get(R) or a_record("r")
        records.put([replace(record, attempts=(*record.attempts, Attempt(sent_at=NOW)))])

    await asyncio.gather(*(store.transact(count) for _ in range(30)))

    stored = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(R))
    assert stored is not None
    assert len(stored.attempts) == 30


async def test_no_change_is_lost_when_many_change_one_connection(store: Store) -> None:
    await connect(store)

    def count(tx: Tx) -> None:
        connection = tx.connections.hold(ACME)
        tx.connections.put(replace(connection, message=connection.message + "x"))

    await asyncio.gather(*(store.transact(count) for _ in range(30)))

    stored = await store.transact(lambda tx: tx.connections.get(ACME))
    assert stored.message == "x" * 30


async def test_many_who_put_a_request_at_once_find_the_first_ones_answer(store: Store) -> None:
    def answer(number: int, tx: Tx) -> str:
        found = tx.requests(ACME).find("id")
        if found is None:
            tx.requests(ACME).put("id", "fingerprint", f"answer {number}", NOW)
            return f"answer {number}"
        return found[1]

    answers = await asyncio.gather(
        *(store.transact(partial(answer, number)) for number in range(20))
    )

    assert len(set(answers)) == 1


async def test_many_who_lock_in_opposite_orders_all_get_through(store: Store) -> None:
    await connect(store, ACME, OTHER)

    def count(order: Sequence[ConnectionId], tx: Tx) -> None:
        for connection_id in order:
            connection = tx.connections.hold(connection_id)
            tx.connections.put(replace(connection, message=connection.message + "x"))

    orders = [(ACME, OTHER), (OTHER, ACME)] * 3
    await asyncio.gather(*(store.transact(partial(count, order)) for order in orders))

    stored = await store.transact(lambda tx: tx.connections.list(None, 9))
    assert [one.message for one in stored] == ["x" * 6] * 2


async def test_what_was_called_off_is_stored_whole_or_not_at_all(store: Store) -> None:
    calls = [asyncio.create_task(store.transact(_write_everywhere)) for _ in range(3)]
    await asyncio.sleep(0)
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    await settled(store)

    assert len(set(await store.transact(_is_written))) == 1

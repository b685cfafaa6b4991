"""What ports.store.Feed promises."""

import asyncio
from functools import partial

import pytest

from domain.errors import Conflict, NotFound
from domain.model.change import Change, ChangeType
from domain.model.values import COMPANY, PHONE, ChangeNumber, Kind, RecordId
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import ACME, NOW, OTHER, a_change, connect

_ALL = 100


def _publish(tx: Tx, count: int = 1) -> None:
    feed = tx.feed(ACME)
    first = feed.reserve(count)
    feed.append([a_change(first + place) for place in range(count)])


async def _numbers(store: Store) -> list[int]:
    changes = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(0), _ALL))
    return [one.number for one in changes]


async def test_a_change_comes_back_as_it_was_appended(store: Store) -> None:
    merged = Change(
        number=ChangeNumber(1),
        kind=Kind.CONTACT,
        record_id=RecordId("r"),
        type=ChangeType.MERGED,
        at=NOW,
        fields={PHONE: None, COMPANY: "Näh & Söhne"},
        merged_into=RecordId("s"),
    )
    await store.transact(lambda tx: tx.feed(ACME).append([merged, a_change(2)]))

    stored = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(0), _ALL))
    assert list(stored) == [merged, a_change(2)]


async def test_numbers_begin_at_one_and_go_on_without_gaps(store: Store) -> None:
    await connect(store)

    for count in (1, 3, 2):
        await store.transact(partial(_publish, count=count))

    assert await _numbers(store) == [1, 2, 3, 4, 5, 6]
    connection = await store.transact(lambda tx: tx.connections.get(ACME))
    assert connection.last_change == 6


async def test_a_transaction_that_is_undone_leaves_no_gap(store: Store) -> None:
    await connect(store)
    await store.transact(_publish)

    def fail(tx: Tx) -> None:
        _publish(tx)
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        await store.transact(fail)
    await store.transact(_publish)

    assert await _numbers(store) == [1, 2]


async def test_many_at_once_get_numbers_without_gaps(store: Store) -> None:
    await connect(store)

    await asyncio.gather(*(store.transact(_publish) for _ in range(40)))

    assert await _numbers(store) == list(range(1, 41))


async def test_who_reads_while_others_append_never_sees_a_gap(store: Store) -> None:
    await connect(store)
    writing = asyncio.gather(*(store.transact(_publish) for _ in range(40)))

    seen = list[list[int]]()
    while not writing.done():
        seen.append(await _numbers(store))
        await asyncio.sleep(0)
    await writing

    assert seen
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)


async def test_numbers_are_only_given_for_a_connection_that_is_there(store: Store) -> None:
    await connect(store, OTHER)

    with pytest.raises(NotFound):
        await store.transact(_publish)


async def test_a_number_is_used_once(store: Store) -> None:
    await store.transact(lambda tx: tx.feed(ACME).append([a_change(1)]))

    with pytest.raises(Conflict):
        await store.transact(lambda tx: tx.feed(ACME).append([a_change(1)]))


async def test_changes_are_read_in_pages_above_a_number(store: Store) -> None:
    await connect(store)
    await store.transact(lambda tx: _publish(tx, 12))

    page = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(8), 3))
    end = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(12), 3))

    assert [one.number for one in page] == [9, 10, 11]
    assert list(end) == []


async def test_the_oldest_change_is_known_once_there_is_one(store: Store) -> None:
    before = await store.transact(lambda tx: tx.feed(ACME).oldest())
    await store.transact(lambda tx: tx.feed(ACME).append([a_change(4), a_change(5)]))

    assert before is None
    assert await store.transact(lambda tx: tx.feed(ACME).oldest()) == 4
    assert await store.transact(lambda tx: tx.feed(OTHER).oldest()) is None

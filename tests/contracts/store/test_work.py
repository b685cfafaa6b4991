"""What ports.store.WorkList promises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Store
from tests.contracts.store.builders import ACME, LATER, NOW, OTHER, a_work

_ALL = 100
_FAR = NOW + timedelta(days=9)


async def _mark(store: Store, *works: Work) -> None:
    await store.transact(lambda tx: tx.work(ACME).mark(works))


async def _due(store: Store, now: datetime = _FAR, limit: int = _ALL) -> Sequence[Work]:
    return await store.transact(lambda tx: tx.work(ACME).due(now, limit))


async def _only(store: Store) -> Work:
    (work,) = await _due(store)
    return work


async def test_work_stands_until_it_is_done(store: Store) -> None:
    await _mark(store, a_work("r"))
    work = await _only(store)

    await store.transact(lambda tx: tx.work(ACME).done(work.key, work.version))

    assert (work.key, work.due_at, work.attempts) == (WorkKey(Task.PUSH, "r"), NOW, 0)
    assert list(await _due(store)) == []


async def test_work_is_due_at_its_time_and_not_before(store: Store) -> None:
    await _mark(store, a_work(due_at=LATER))

    assert not await _due(store, LATER - timedelta(microseconds=1))
    assert await _due(store, LATER)


async def test_work_is_due_by_priority_then_by_age(store: Store) -> None:
    await _mark(
        store,
        a_work("b", task=Task.DIGEST, due_at=NOW),
        a_work("a", task=Task.PUSH, due_at=LATER),
        a_work("c", task=Task.PUSH, due_at=NOW),
        a_work("", task=Task.SET_UP, due_at=LATER),
        a_work("b", task=Task.PUSH, due_at=NOW),
    )

    everything = await _due(store)
    first = await _due(store, limit=2)

    keys = [(one.key.task, one.key.subject) for one in everything]
    assert keys == [
        (Task.SET_UP, ""),
        (Task.PUSH, "b"),
        (Task.PUSH, "c"),
        (Task.PUSH, "a"),
        (Task.DIGEST, "b"),
    ]
    assert list(first) == list(everything[:2])


async def test_marking_again_brings_forward_but_never_back(store: Store) -> None:
    await _mark(store, a_work(due_at=LATER))
    await _mark(store, a_work(due_at=NOW))
    assert (await _only(store)).due_at == NOW

    await _mark(store, a_work(due_at=LATER))
    assert (await _only(store)).due_at == NOW


async def test_work_marked_again_while_it_was_done_is_not_lost(store: Store) -> None:
    await _mark(store, a_work())
    read = await _only(store)
    await _mark(store, a_work())

    await store.transact(lambda tx: tx.work(ACME).done(read.key, read.version))

    assert (await _only(store)).version > read.version


async def test_work_is_put_off_with_its_attempts_and_error(store: Store) -> None:
    await _mark(store, a_work())
    read = await _only(store)
    later = replace(read, due_at=LATER, attempts=3, last_error="TIMEOUT")

    await store.transact(lambda tx: tx.work(ACME).put(later))

    assert await _only(store) == later


async def test_work_marked_again_while_it_failed_is_not_put_off(store: Store) -> None:
    await _mark(store, a_work())
    read = await _only(store)
    await _mark(store, a_work())

    await store.transact(lambda tx: tx.work(ACME).put(replace(read, due_at=LATER, attempts=1)))

    assert (await _only(store)).due_at == NOW


async def test_work_is_postponed_although_it_was_marked_again(store: Store) -> None:
    await _mark(store, a_work())
    read = await _only(store)
    await _mark(store, a_work())
    later = replace(read, due_at=LATER, attempts=1, last_error="TIMEOUT")

    await store.transact(lambda tx: tx.work(ACME).postpone(later))

    postponed = await _only(store)
    assert (postponed.due_at, postponed.attempts) == (LATER, 1)
    assert postponed.version > read.version


async def test_work_that_was_done_cannot_be_put_off(store: Store) -> None:
    await _mark(store, a_work())
    read = await _only(store)
    await store.transact(lambda tx: tx.work(ACME).done(read.key, read.version))

    await store.transact(lambda tx: tx.work(ACME).put(replace(read, due_at=LATER)))

    assert not await _due(store)


async def test_everything_can_be_brought_forward_with_its_attempts_forgotten(
    store: Store,
) -> None:
    await _mark(store, a_work("late", due_at=_FAR), a_work("early", due_at=NOW))
    late = (await _due(store))[1]
    await store.transact(lambda tx: tx.work(ACME).put(replace(late, attempts=5)))

    await store.transact(lambda tx: tx.work(ACME).bring_forward(LATER))

    works = {one.key.subject: one for one in await _due(store, LATER)}
    assert {subject: one.due_at for subject, one in works.items()} == {"late": LATER, "early": NOW}
    assert [one.attempts for one in works.values()] == [0, 0]
    assert works["late"].version > late.version


async def test_the_next_due_time_is_the_earliest(store: Store) -> None:
    before = await store.transact(lambda tx: tx.work(ACME).next_due())
    await _mark(store, a_work("a", due_at=LATER), a_work("b", due_at=NOW))

    assert before is None
    assert await store.transact(lambda tx: tx.work(ACME).next_due()) == NOW


async def test_work_belongs_to_its_connection(store: Store) -> None:
    await _mark(store, a_work())
    work = await _only(store)

    await store.transact(lambda tx: tx.work(OTHER).done(work.key, work.version))
    await store.transact(lambda tx: tx.work(OTHER).bring_forward(NOW - timedelta(days=1)))

    assert await store.transact(lambda tx: tx.work(OTHER).next_due()) is None
    assert await _only(store) == work

"""What ports.store.Activities promises."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.activity.activity import Activity, ActivityState, Waiting, fingerprint
from domain.errors import Conflict, SyncError
from domain.model.activity import ActivityId
from domain.model.values import RecordId, RemoteId
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import ACME, OTHER
from tests.contracts.store.full_activity import (
    CALL,
    FULL_ACTIVITY,
    ONE_OF_EACH,
    a_report,
    an_activity,
)

_ALONE = replace(CALL, session="")
_A, _B, _C = (an_activity(a_report(one, _ALONE)) for one in "abc")


async def _put(store: Store, *activities: Activity) -> None:
    await store.transact(lambda tx: tx.activities(ACME).put(activities))


async def _list(
    store: Store, state: ActivityState | None = None, after: str | None = None, limit: int = 100
) -> Sequence[Activity]:
    key = ActivityId(after) if after is not None else None
    return await store.transact(lambda tx: tx.activities(ACME).list(state, key, limit))


def _waiting_for(activity: Activity, record_id: str) -> Activity:
    waiting = Waiting(record_id=RecordId(record_id), reason="R", message="M")
    return replace(activity, waiting=waiting)


async def test_an_activity_comes_back_with_all_it_holds(store: Store) -> None:
    await _put(store, FULL_ACTIVITY, *ONE_OF_EACH[1:])
    for one in (FULL_ACTIVITY, *ONE_OF_EACH[1:]):
        key = one.activity_id
        assert await store.transact(lambda tx, key=key: tx.activities(ACME).get(key)) == one  # type: ignore[misc]  # bound at once


async def test_an_activity_belongs_to_its_connection(store: Store) -> None:
    await _put(store, _A)
    await store.transact(lambda tx: tx.activities(OTHER).put([_waiting_for(_A, "c-1")]))
    assert await store.transact(lambda tx: tx.activities(ACME).get(_A.activity_id)) == _A
    waiting = await store.transact(lambda tx: tx.activities(ACME).waiting_for([RecordId("c-1")]))
    assert waiting == []


async def test_a_call_is_found_by_its_session(store: Store) -> None:
    call = an_activity(a_report("a", CALL))
    await _put(store, call, _B)
    assert await store.transact(lambda tx: tx.activities(ACME).of_session("s-1")) == call
    assert await store.transact(lambda tx: tx.activities(ACME).of_session("s-2")) is None
    assert await store.transact(lambda tx: tx.activities(OTHER).of_session("s-1")) is None


async def test_a_session_has_one_call(store: Store) -> None:
    await _put(store, an_activity(a_report("a", CALL)))
    with pytest.raises((Conflict, SyncError)):
        await _put(store, an_activity(a_report("b", CALL)))


async def test_what_waits_for_a_contact_is_found_by_it(store: Store) -> None:
    await _put(store, _waiting_for(_B, "c-1"), _waiting_for(_A, "c-2"), _C)
    wanted = [RecordId("c-1"), RecordId("c-2"), RecordId("c-3")]
    found = await store.transact(lambda tx: tx.activities(ACME).waiting_for(wanted))
    assert [one.activity_id for one in found] == ["call/a", "call/b"]
    assert await store.transact(lambda tx: tx.activities(ACME).waiting_for([])) == []


async def test_activities_are_listed_page_by_page(store: Store) -> None:
    await _put(store, _C, _A, _B)
    assert await _list(store, limit=2) == [_A, _B]
    assert await _list(store, after=_B.activity_id) == [_C]


async def test_activities_are_listed_by_state(store: Store) -> None:
    logged = replace(_A, remote_id=RemoteId(1), told=fingerprint(_A))
    part = replace(_C, part_of=_A.activity_id, legs=())
    await _put(store, logged, _B, part)
    assert await _list(store, ActivityState.LOGGED) == [logged]
    assert await _list(store, ActivityState.PENDING) == [_B]
    assert await _list(store, ActivityState.PARKED) == []
    assert await _list(store) == [logged, _B]


async def test_of_two_that_report_the_same_call_at_once_nobody_overwrites_the_other(
    store: Store,
) -> None:
    def add_leg(source_id: str) -> None:
        def add(tx: Tx) -> None:
            activities = tx.activities(ACME)
            known = activities.get(_A.activity_id) or replace(_A, legs=())
            leg = a_report(source_id, _ALONE)
            activities.put([replace(known, legs=(*known.legs, leg))])

        adding.append(asyncio.ensure_future(store.transact(add)))

    adding = list[asyncio.Future[None]]()
    for number in range(8):
        add_leg(f"leg {number}")
    await asyncio.gather(*adding)
    found = await store.transact(lambda tx: tx.activities(ACME).get(_A.activity_id))
    assert found is not None
    assert len(found.legs) == 8

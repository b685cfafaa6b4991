"""What ports.store.Inbox promises."""

from dataclasses import replace
from datetime import timedelta

from domain.model.remote import Entity
from domain.model.work import Inbound
from domain.ports.store import Store
from tests.contracts.store.builders import ACME, NOW, OTHER, a_delivery


async def _append(store: Store, *deliveries: Inbound) -> int:
    return await store.transact(lambda tx: tx.inbox(ACME).append(deliveries))


async def _waiting(store: Store, entity: Entity = Entity.CONTACT) -> list[Inbound]:
    return list(await store.transact(lambda tx: tx.inbox(ACME).of_entity(entity, 7)))


async def test_a_delivery_waits_as_it_arrived(store: Store) -> None:
    raw = replace(a_delivery("e1"), body=b"\x00\xff not even text")

    assert await _append(store, raw) == 1
    assert await _waiting(store) == [raw]


async def test_a_repeated_delivery_is_stored_once(store: Store) -> None:
    assert await _append(store, a_delivery("e1"), a_delivery("e2")) == 2

    assert await _append(store, a_delivery("e2"), a_delivery("e3"), a_delivery("e3")) == 1
    assert [one.event_id for one in await _waiting(store)] == ["e1", "e2", "e3"]


async def test_a_digested_delivery_waits_no_more_but_is_still_recognised(store: Store) -> None:
    await _append(store, a_delivery("e1"), a_delivery("e2"))

    await store.transact(lambda tx: tx.inbox(ACME).remove(["e1", "unknown"]))

    assert [one.event_id for one in await _waiting(store)] == ["e2"]
    assert await _append(store, a_delivery("e1")) == 0
    assert [one.event_id for one in await _waiting(store)] == ["e2"]


async def test_deliveries_wait_in_the_order_of_arrival_whatever_the_clock_says(
    store: Store,
) -> None:
    await _append(store, a_delivery("z"), a_delivery("y"))
    await _append(store, a_delivery("x"))
    await _append(store, a_delivery("w", received_at=NOW - timedelta(seconds=1)))

    assert [one.event_id for one in await _waiting(store)] == ["z", "y", "x", "w"]


async def test_deliveries_are_found_by_what_they_are_about(store: Store) -> None:
    await _append(
        store,
        a_delivery("contact"),
        a_delivery("company", entity=Entity.COMPANY),
        a_delivery("other", entity_id=8),
        a_delivery("unusable", entity=None, entity_id=0),
    )

    assert [one.event_id for one in await _waiting(store)] == ["contact"]
    assert [one.event_id for one in await _waiting(store, Entity.COMPANY)] == ["company"]


async def test_two_connections_may_have_deliveries_of_the_same_id(store: Store) -> None:
    await _append(store, a_delivery("e1"))
    other = replace(a_delivery("e1"), connection_id=OTHER)

    assert await store.transact(lambda tx: tx.inbox(OTHER).append([other])) == 1
    await store.transact(lambda tx: tx.inbox(OTHER).remove(["e1"]))
    assert await _waiting(store) == [a_delivery("e1")]

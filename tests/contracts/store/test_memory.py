"""What ports.store.Memory and ports.store.Requests promise."""

import pytest

from domain.errors import Conflict
from domain.model.remote import RemoteCompany
from domain.model.values import PHONE, CompanyId, Kind, RecordId, RemoteId, Side
from domain.ports.store import Store
from domain.sync.record import Lost
from tests.contracts.store.builders import ACME, LATER, NOW, OTHER


async def _know(store: Store, names: dict[int, str]) -> None:
    known = [RemoteCompany(company_id=CompanyId(key), name=name) for key, name in names.items()]
    await store.transact(lambda tx: tx.memory(ACME).put_companies(known))


async def test_companies_are_known_by_id(store: Store) -> None:
    await _know(store, {1: "Näh & Söhne", 2: "株式会社"})
    wanted = [CompanyId(2), CompanyId(3)]

    ours = await store.transact(lambda tx: tx.memory(ACME).companies(wanted))
    theirs = await store.transact(lambda tx: tx.memory(OTHER).companies(wanted))

    assert dict(ours) == {2: "株式会社"}
    assert dict(theirs) == {}


async def test_the_lowest_id_of_exactly_this_name_is_the_company(store: Store) -> None:
    await _know(store, {9: "Acme", 10: "Acme", 1: "acme", 2: "Acme ", 3: "Acmé"})

    assert await store.transact(lambda tx: tx.memory(ACME).company_named("Acme")) == 9
    assert await store.transact(lambda tx: tx.memory(ACME).company_named("none")) is None
    assert await store.transact(lambda tx: tx.memory(OTHER).company_named("Acme")) is None


async def test_a_company_can_be_renamed(store: Store) -> None:
    await _know(store, {1: "Old"})
    await _know(store, {1: "New"})

    assert await store.transact(lambda tx: tx.memory(ACME).company_named("Old")) is None
    assert await store.transact(lambda tx: tx.memory(ACME).company_named("New")) == 1


async def test_ends_tell_deleted_from_merged_from_alive(store: Store) -> None:
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).put_end(RemoteId(1), None, NOW))
    await store.transact(
        lambda tx: tx.records(ACME, Kind.CONTACT).put_end(RemoteId(2), RemoteId(5), NOW)
    )
    wanted = [RemoteId(1), RemoteId(2), RemoteId(3)]

    ended = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).ends(wanted))

    assert dict(ended) == {1: None, 2: 5}
    assert not await store.transact(lambda tx: tx.records(OTHER, Kind.CONTACT).ends(wanted))


async def test_a_later_end_replaces_an_earlier_one(store: Store) -> None:
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).put_end(RemoteId(1), None, NOW))
    await store.transact(
        lambda tx: tx.records(ACME, Kind.CONTACT).put_end(RemoteId(1), RemoteId(2), LATER)
    )

    ended = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).ends([RemoteId(1)]))

    assert dict(ended) == {1: 2}


async def test_the_same_edit_can_lose_twice(store: Store) -> None:
    lost = Lost(
        record_id=RecordId("r"),
        field=PHONE,
        value="1",
        side=Side.VIXIEES,
        own_time=NOW,
        reason="OLDER",
    )

    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).log_conflicts([lost, lost], NOW))
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).log_conflicts([lost], NOW))


async def test_an_answered_request_is_found_again(store: Store) -> None:
    await store.transact(lambda tx: tx.requests(ACME).put("id", "fingerprint", "answer ü", NOW))

    found = await store.transact(lambda tx: tx.requests(ACME).find("id"))

    assert found == ("fingerprint", "answer ü")
    assert await store.transact(lambda tx: tx.requests(ACME).find("other")) is None
    assert await store.transact(lambda tx: tx.requests(OTHER).find("id")) is None


async def test_a_request_is_answered_once(store: Store) -> None:
    await store.transact(lambda tx: tx.requests(ACME).put("id", "first", "", NOW))

    with pytest.raises(Conflict):
        await store.transact(lambda tx: tx.requests(ACME).put("id", "second", "", NOW))

    assert await store.transact(lambda tx: tx.requests(ACME).find("id")) == ("first", "")

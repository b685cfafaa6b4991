"""What ports.store.Records promises."""

from dataclasses import replace

import pytest

from domain.errors import Conflict
from domain.model.values import CompanyId, Kind, RecordId, RemoteId, Side
from domain.ports.store import Store, Tx
from domain.sync.record import Record
from tests.contracts.store.builders import ACME, NOW, OTHER, a_record, put_contacts
from tests.contracts.store.full_record import FULL

_ALL = 100


async def test_a_record_comes_back_with_all_it_holds(store: Store) -> None:
    await put_contacts(store, FULL, a_record("bare"))

    assert (
        await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(FULL.record_id)) == FULL
    )
    bare = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId("bare")))
    assert bare == a_record("bare")


async def test_a_record_belongs_to_its_connection(store: Store) -> None:
    await put_contacts(store, a_record("r", remote_id=1, phone="+1"))

    other = await store.transact(lambda tx: tx.records(OTHER, Kind.CONTACT).get(RecordId("r")))
    linked = await store.transact(
        lambda tx: tx.records(OTHER, Kind.CONTACT).of_remote([RemoteId(1)])
    )
    same_phone = await store.transact(lambda tx: tx.records(OTHER, Kind.CONTACT).of_phone("+1"))
    await store.transact(
        lambda tx: tx.records(OTHER, Kind.CONTACT).put([a_record("r", remote_id=1)])
    )

    assert (other, dict(linked), list(same_phone)) == (None, {}, [])
    ours = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId("r")))
    assert ours == a_record("r", remote_id=1, phone="+1")


async def test_putting_a_record_that_was_read_replaces_it(store: Store) -> None:
    await put_contacts(store, a_record("r"))

    def change(tx: Tx) -> None:
        record = tx.records(ACME, Kind.CONTACT).get(RecordId("r"))
        assert record is not None
        tx.records(ACME, Kind.CONTACT).put([replace(record, carry="changed")])

    await store.transact(change)

    stored = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId("r")))
    assert stored == replace(a_record("r"), carry="changed")


async def test_a_record_can_be_put_twice_in_the_transaction_that_missed_it(store: Store) -> None:
    def meet(tx: Tx) -> Record | None:
        records = tx.records(ACME, Kind.CONTACT)
        assert records.get(RecordId("r")) is None
        records.put([a_record("r")])
        records.put([a_record("r", remote_id=5)])
        return records.get(RecordId("r"))

    assert await store.transact(meet) == a_record("r", remote_id=5)


async def test_the_linked_ids_of_a_range_come_in_order(store: Store) -> None:
    await put_contacts(store, a_record("a", remote_id=9), a_record("b", remote_id=2), a_record("c"))
    await put_contacts(store, a_record("d", remote_id=4))

    in_range = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).linked_ids(2, 9))
    to_the_end = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).linked_ids(0, None))

    assert list(in_range) == [4, 9]
    assert list(to_the_end) == [2, 4, 9]
    assert not await store.transact(lambda tx: tx.records(OTHER, Kind.CONTACT).linked_ids(0, None))


async def test_remote_ids_find_the_records_linked_to_them(store: Store) -> None:
    await put_contacts(store, a_record("a", remote_id=1), a_record("b", remote_id=2), a_record("c"))

    wanted = [RemoteId(2), RemoteId(3)]
    found = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_remote(wanted))
    nothing = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_remote([]))

    assert dict(found) == {2: a_record("b", remote_id=2)}
    assert dict(nothing) == {}


async def test_a_remote_contact_is_linked_to_one_record(store: Store) -> None:
    await put_contacts(store, a_record("a", remote_id=1))

    with pytest.raises(Conflict):
        await put_contacts(store, a_record("b", remote_id=1))

    assert (
        await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId("b"))) is None
    )


async def test_a_link_can_pass_from_one_record_to_another(store: Store) -> None:
    await put_contacts(store, a_record("a", remote_id=1), a_record("b", remote_id=2))

    await put_contacts(store, a_record("a", remote_id=2), a_record("b", remote_id=1))
    await put_contacts(store, a_record("c", remote_id=2), a_record("a"))

    wanted = [RemoteId(1), RemoteId(2)]
    found = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_remote(wanted))
    assert {key: one.record_id for key, one in found.items()} == {1: "b", 2: "c"}


async def test_a_phone_finds_living_records_however_it_is_written(store: Store) -> None:
    deleted = replace(a_record("deleted", phone="49 30 1"), deleted_by=Side.VIXIEES)
    alias = replace(a_record("alias", phone="49 30 1"), alias_of=RecordId("a"))
    await put_contacts(
        store,
        a_record("a", phone="49 30 1"),
        a_record("b", phone="(4930) 1"),
        a_record("c", phone="49 30 2"),
        a_record("d", phone="none"),
        deleted,
        alias,
    )

    found = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_phone("+49301"))

    assert [one.record_id for one in found] == ["a", "b"]


async def test_a_phone_that_has_changed_finds_the_record_no_more(store: Store) -> None:
    await put_contacts(store, a_record("a", phone="1"))
    await put_contacts(store, a_record("a", phone="2"))

    assert not await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_phone("+1"))


async def test_a_company_finds_its_linked_records(store: Store) -> None:
    company = CompanyId(9)
    linked = replace(a_record("linked", remote_id=1), company_id=company)
    unlinked = replace(a_record("unlinked"), company_id=company)
    await put_contacts(store, linked, unlinked, a_record("elsewhere", remote_id=2))

    found = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_company(company))

    assert list(found) == [linked]


async def test_records_are_listed_page_by_page_in_the_order_of_their_ids(store: Store) -> None:
    ids = ["b", "B", "a", "ä", "_", "漢", "😀", "10", "9"]
    await put_contacts(store, *(a_record(one) for one in ids))

    first = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).list(None, 5))
    second = await store.transact(
        lambda tx: tx.records(ACME, Kind.CONTACT).list(first[-1].record_id, 5)
    )

    assert [one.record_id for one in (*first, *second)] == sorted(ids)


async def test_neither_deleted_records_nor_aliases_are_listed(store: Store) -> None:
    deleted = replace(a_record("a"), deleted_by=Side.PIPEDRIVE, deleted_at=NOW)
    alias = replace(a_record("b"), alias_of=RecordId("c"))
    await put_contacts(store, deleted, alias, a_record("c"))

    listed = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).list(None, _ALL))

    assert list(listed) == [a_record("c")]


async def test_a_page_of_the_import_is_put_at_once(store: Store) -> None:
    page = [a_record(f"r{number:03}", remote_id=number, phone="1") for number in range(500)]
    await put_contacts(store, *page)

    wanted = [RemoteId(number) for number in range(500)]
    found = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).of_remote(wanted))

    assert sorted(found.values(), key=lambda one: one.record_id) == page

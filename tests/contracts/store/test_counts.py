"""What ports.store.Records promises to count."""

from dataclasses import replace

from domain.model.remote import RemoteCompany
from domain.model.values import COMPANY, CompanyId, Kind, RecordId, RemoteId, Side
from domain.ports.store import Store, Tx
from domain.sync.record import Blanked, FieldState, Record
from tests.contracts.store.builders import ACME, LATER, NOW, OTHER, a_record, a_truth, put_contacts


async def test_records_are_counted_by_who_deleted_them_and_when(store: Store) -> None:
    ends = ((Side.PIPEDRIVE, NOW), (Side.PIPEDRIVE, LATER), (Side.VIXIEES, LATER))
    deleted = [
        replace(a_record(f"gone {number}"), deleted_by=side, deleted_at=at)
        for number, (side, at) in enumerate(ends)
    ]
    alias = replace(a_record("alias"), alias_of=RecordId("one"))
    await put_contacts(store, a_record("one"), a_record("two"), alias, *deleted)

    def count(tx: Tx) -> tuple[int, ...]:
        records = tx.records(ACME, Kind.CONTACT)
        return (
            records.count_living(),
            records.count_deleted(Side.PIPEDRIVE, NOW),
            records.count_deleted(Side.PIPEDRIVE, LATER),
            records.count_deleted(Side.VIXIEES, NOW),
            tx.records(OTHER, Kind.CONTACT).count_living(),
        )

    assert await store.transact(count) == (2, 2, 1, 1, 0)


async def test_companies_are_counted_that_are_not_known_yet(store: Store) -> None:
    def naming(record_id: str, company: str | None, remote_id: int | None = None) -> Record:
        record = a_record(record_id, remote_id=remote_id)
        return replace(record, fields={COMPANY: FieldState(truth=a_truth(company))})

    gone = replace(naming("gone", "Gone"), deleted_by=Side.VIXIEES, deleted_at=NOW)
    linked = naming("linked", "Linked", remote_id=1)
    wanting = [naming(str(number), name) for number, name in enumerate(("New", "New", "Newer"))]
    await put_contacts(
        store, *wanting, naming("none", None), naming("known", "Known"), linked, gone
    )
    known = [RemoteCompany(company_id=CompanyId(1), name="Known")]
    await store.transact(lambda tx: tx.memory(ACME).put_companies(known))
    elsewhere = [RemoteCompany(company_id=CompanyId(1), name="New")]
    await store.transact(lambda tx: tx.memory(OTHER).put_companies(elsewhere))

    def count(tx: Tx) -> tuple[int, ...]:
        return (
            tx.records(ACME, Kind.CONTACT).count_wanted_companies(),
            tx.records(ACME, Kind.DEAL).count_wanted_companies(),
            tx.records(OTHER, Kind.CONTACT).count_wanted_companies(),
        )

    assert await store.transact(count) == (2, 0, 0)
    await put_contacts(store, replace(wanting[2], remote_id=RemoteId(2)))
    assert await store.transact(count) == (1, 0, 0)


async def test_records_are_counted_by_who_emptied_a_field_and_when(store: Store) -> None:
    blanks = ((Side.PIPEDRIVE, NOW), (Side.PIPEDRIVE, LATER), (Side.VIXIEES, LATER))
    blanked = [
        replace(a_record(f"blank {number}"), blanked=Blanked(side, at))
        for number, (side, at) in enumerate(blanks)
    ]
    gone = replace(blanked[0], record_id=RecordId("gone"), deleted_by=Side.VIXIEES, deleted_at=NOW)
    await put_contacts(store, a_record("one"), gone, *blanked)

    def count(tx: Tx) -> tuple[int, ...]:
        records = tx.records(ACME, Kind.CONTACT)
        return (
            records.count_blanked(Side.PIPEDRIVE, NOW),
            records.count_blanked(Side.PIPEDRIVE, LATER),
            records.count_blanked(Side.VIXIEES, NOW),
            tx.records(ACME, Kind.DEAL).count_blanked(Side.VIXIEES, NOW),
        )

    assert await store.transact(count) == (2, 1, 1, 0)

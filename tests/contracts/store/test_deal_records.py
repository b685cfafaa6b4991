"""What ports.records.Records promises of deals, which differ from contacts in the kind alone."""

from dataclasses import replace

from domain.model.values import CONTACT, STAGE, Kind, RecordId, RemoteId, Side
from domain.ports.store import Store, Tx
from domain.sync.record import FieldState, Record
from tests.contracts.store.builders import ACME, NOW, a_record, a_truth


def _a_deal(record_id: str, stage: str, contact: str) -> Record:
    fields = {
        STAGE: FieldState(truth=a_truth(stage)),
        CONTACT: FieldState(truth=a_truth(contact)),
    }
    return replace(a_record(record_id), kind=Kind.DEAL, fields=fields)


async def _put(store: Store, *deals: Record) -> None:
    await store.transact(lambda tx: tx.records(ACME, Kind.DEAL).put(deals))


def _ids(*records: Record) -> list[str]:
    return [one.record_id for one in records]


async def test_a_contact_and_a_deal_may_share_id_and_remote_id(store: Store) -> None:
    contact = a_record("one", remote_id=1)
    deal = replace(a_record("one", remote_id=1), kind=Kind.DEAL)

    def put(tx: Tx) -> None:
        tx.records(ACME, Kind.CONTACT).put([contact])
        tx.records(ACME, Kind.DEAL).put([deal])
        tx.records(ACME, Kind.DEAL).put_end(RemoteId(2), None, NOW)

    def seen(tx: Tx) -> list[object]:
        kinds = [tx.records(ACME, kind) for kind in (Kind.CONTACT, Kind.DEAL)]
        return [
            [one.get(RecordId("one")) for one in kinds],
            [one.count_living() for one in kinds],
            [dict(one.ends([RemoteId(2)])) for one in kinds],
        ]

    await store.transact(put)
    assert await store.transact(seen) == [[contact, deal], [1, 1], [{}, {2: None}]]


async def test_deals_are_found_by_their_contacts(store: Store) -> None:
    await _put(store, _a_deal("a", "6", "1"), _a_deal("b", "6", "vixiees:ana"))
    await _put(
        store, _a_deal("c", "6", "2"), replace(_a_deal("d", "6", "1"), deleted_by=Side.VIXIEES)
    )

    def found(tx: Tx) -> list[list[str]]:
        deals = tx.records(ACME, Kind.DEAL)
        return [_ids(*deals.of_contacts(names)) for names in (["1", "vixiees:ana"], [])]

    assert await store.transact(found) == [["a", "b"], []]


async def test_the_deals_of_a_stage_come_page_by_page(store: Store) -> None:
    await _put(store, *(_a_deal(one, "6", "1") for one in "dbca"), _a_deal("e", "7", "1"))

    def pages(tx: Tx) -> list[list[str]]:
        deals = tx.records(ACME, Kind.DEAL)
        first = deals.of_stage("6", None, 3)
        return [_ids(*first), _ids(*deals.of_stage("6", first[-1].record_id, 3))]

    assert await store.transact(pages) == [["a", "b", "c"], ["d"]]

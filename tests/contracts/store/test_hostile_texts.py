"""Texts that are meant for a database are texts."""

from dataclasses import replace

import pytest

from domain.model.values import FIRST_NAME, Kind, RecordId
from domain.ports.store import Store, Tx
from domain.sync.record import FieldState
from tests.contracts.store.builders import ACME, OTHER, a_record, a_truth

_HOSTILE = (
    "Robert'); DROP TABLE records;--",
    '" OR "1"="1',
    "' UNION SELECT body FROM secrets --",
    "%' OR connection_id LIKE '%",
    "\\'; SELECT pg_sleep(10); --",
    ":connection_id %(body)s ${jndi:ldap://x} {0}",
)

each_text = pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))


@each_text
async def test_hostile_texts_are_stored_as_they_are(store: Store, text: str) -> None:
    fields = {FIRST_NAME: FieldState(truth=a_truth(text))}
    record = replace(a_record(text, remote_id=1), fields=fields)

    def keep(tx: Tx) -> None:
        tx.records(OTHER, Kind.CONTACT).put([a_record("other")])
        tx.records(ACME, Kind.CONTACT).put([record])

    await store.transact(keep)
    read = await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId(text)))
    others = await store.transact(lambda tx: tx.records(OTHER, Kind.CONTACT).count_living())
    assert (read, others) == (record, 1)


@each_text
async def test_hostile_ids_find_nothing_else(store: Store, text: str) -> None:
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).put([a_record("one")]))

    def look(tx: Tx) -> list[object]:
        records, erasure = tx.records(ACME, Kind.CONTACT), tx.erasure(ACME)
        erasure.forget_record(Kind.CONTACT, RecordId(text))
        erasure.forget_activities(RecordId(text))
        return [
            records.get(RecordId(text)),
            list(records.of_phone(text)),
            erasure.aliases_of(Kind.CONTACT, RecordId(text)),
            records.count_living(),
        ]

    assert await store.transact(look) == [None, [], [], 1]

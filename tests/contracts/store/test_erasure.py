"""What ports.store.Erasure promises."""

from dataclasses import replace

from domain.model.change import Change, ChangeType
from domain.model.remote import Entity, RemoteCompany
from domain.model.values import PHONE, ChangeNumber, CompanyId, Kind, RecordId, RemoteId, Side
from domain.model.work import Inbound, Task, Work, WorkKey
from domain.ports.store import Store, Tx
from domain.sync.record import Lost
from tests.contracts.store.builders import ACME, NOW, OTHER, a_record, connect
from tests.contracts.store.full_activity import CALL, a_report, an_activity

_CALL = replace(CALL, session="")
_ONE, _TWO = RecordId("one"), RecordId("one%")


def _change(number: int, record_id: RecordId) -> Change:
    return Change(
        number=ChangeNumber(number),
        kind=Kind.CONTACT,
        record_id=record_id,
        type=ChangeType.UPSERTED,
        at=NOW,
        fields={PHONE: f"of {record_id}"},
    )


def _inbound(event_id: str, entity_id: int) -> Inbound:
    return Inbound(
        connection_id=ACME,
        event_id=event_id,
        entity=Entity.CONTACT,
        entity_id=entity_id,
        received_at=NOW,
        body=b"{}",
    )


def _lost(record_id: RecordId) -> Lost:
    return Lost(
        record_id=record_id, field=PHONE, value="1", side=Side.VIXIEES, own_time=NOW, reason="OLDER"
    )


async def test_aliases_are_found_by_their_survivor(store: Store) -> None:
    alias = replace(a_record("alias"), alias_of=_ONE)
    other = replace(a_record("other"), alias_of=_TWO)
    await store.transact(
        lambda tx: tx.records(ACME, Kind.CONTACT).put([a_record("one"), alias, other])
    )
    assert await store.transact(lambda tx: tx.erasure(ACME).aliases_of(Kind.CONTACT, _ONE)) == [
        alias
    ]
    assert await store.transact(lambda tx: tx.erasure(OTHER).aliases_of(Kind.CONTACT, _ONE)) == []


async def test_a_records_changes_keep_their_numbers_and_lose_their_values(store: Store) -> None:
    await connect(store)

    def fill(tx: Tx) -> None:
        tx.feed(ACME).reserve(3)
        tx.feed(ACME).append([_change(1, _ONE), _change(2, _TWO), _change(3, _ONE)])
        tx.records(ACME, Kind.CONTACT).log_conflicts([_lost(_ONE), _lost(_TWO)], NOW)

    await store.transact(fill)
    await store.transact(lambda tx: tx.erasure(ACME).forget_record(Kind.CONTACT, _ONE))
    changes = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(0), 10))
    assert [(one.number, dict(one.fields)) for one in changes] == [
        (1, {}),
        (2, {PHONE: "of one%"}),
        (3, {}),
    ]


async def test_activities_with_a_contact_are_forgotten(store: Store) -> None:
    told = [
        an_activity(replace(a_report(str(number), _CALL), contact_ids=(contact_id,)))
        for number, contact_id in enumerate((_ONE, _TWO, _ONE))
    ]
    await store.transact(lambda tx: tx.activities(ACME).put(told))
    await store.transact(lambda tx: tx.erasure(ACME).forget_activities(_ONE))
    left = await store.transact(lambda tx: tx.activities(ACME).list(None, None, 10))
    assert left == [told[1]]


async def test_forgotten_deliveries_are_known_when_they_are_repeated(store: Store) -> None:
    deliveries = [_inbound("a", 1), _inbound("b", 2)]
    await store.transact(lambda tx: tx.inbox(ACME).append(deliveries))
    await store.transact(lambda tx: tx.erasure(ACME).forget_deliveries(Entity.CONTACT, 1))
    waiting = [
        await store.transact(lambda tx, key=key: tx.inbox(ACME).of_entity(Entity.CONTACT, key))  # type: ignore[misc]  # bound at once
        for key in (1, 2)
    ]
    assert [len(one) for one in waiting] == [0, 1]
    assert await store.transact(lambda tx: tx.inbox(ACME).append(deliveries)) == 0


async def test_what_could_not_be_understood_is_forgotten_and_known_when_repeated(
    store: Store,
) -> None:
    unusable = replace(_inbound("u", 0), entity=None)
    usable = _inbound("a", 1)
    await store.transact(lambda tx: tx.inbox(ACME).append([unusable, usable]))
    await store.transact(lambda tx: tx.erasure(ACME).forget_unusable())
    waiting = await store.transact(lambda tx: tx.inbox(ACME).of_entity(Entity.CONTACT, 1))
    assert list(waiting) == [usable]
    assert await store.transact(lambda tx: tx.inbox(ACME).append([unusable, usable])) == 0


async def test_a_connection_forgets_all_but_itself_and_others_nothing(store: Store) -> None:
    await connect(store, ACME, OTHER)

    def fill(tx: Tx) -> None:
        for one in (ACME, OTHER):
            tx.records(one, Kind.CONTACT).put([a_record("one", remote_id=1)])
            tx.memory(one).put_companies([RemoteCompany(company_id=CompanyId(1), name="Acme")])
            tx.records(one, Kind.CONTACT).put_end(RemoteId(2), None, NOW)
            tx.secrets.put_webhook_password(one, "password", 1)
            tx.work(one).mark([Work(key=WorkKey(Task.PUSH, "one"), due_at=NOW)])

    def seen(tx: Tx) -> list[object]:
        return [
            bool(found)
            for one in (ACME, OTHER)
            for found in (
                tx.records(one, Kind.CONTACT).get(_ONE),
                tx.memory(one).companies([CompanyId(1)]),
                tx.records(one, Kind.CONTACT).ends([RemoteId(2)]),
                tx.secrets.webhook_password(one, 1),
                tx.work(one).count(Task.PUSH),
                tx.connections.get(one),
            )
        ]

    await store.transact(fill)
    await store.transact(lambda tx: tx.erasure(ACME).forget_connection())
    assert await store.transact(seen) == [False] * 5 + [True] * 7

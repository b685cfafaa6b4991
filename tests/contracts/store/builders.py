"""Values to store."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from domain.model.change import Change, ChangeType
from domain.model.connection import Connection, ConnectionState
from domain.model.remote import Entity
from domain.model.values import (
    PHONE,
    AccountId,
    ChangeNumber,
    ConnectionId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Side,
    Value,
)
from domain.model.work import Inbound, Task, Work, WorkKey
from domain.ports.store import Store, Tx
from domain.sync.record import FieldState, Record, Truth
from domain.sync.stamp import stamp_of

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SOON = timedelta(seconds=5)
ACME = ConnectionId("c-acme")
OTHER = ConnectionId("c-other")


_COUNTRIES = {"ES": "34", "FR": "33"}


class Digits:
    """As ports.world.Phones: two texts of the same digits are the same phone.

    Where a region is told, those without a plus are digits of its country.
    """

    def knows_region(self, region: str) -> bool:
        return region in _COUNTRIES

    def key(self, phone: Value, region: str = "") -> str | None:
        digits = "".join(one for one in phone or "" if one.isdigit())
        country = "" if (phone or "").startswith("+") else _COUNTRIES.get(region, "")
        return f"+{country}{digits}" if digits else None

    def index_key(self, phone: Value) -> str | None:
        return self.key(phone)

    def lookup_keys(self, phone: Value, region: str = "") -> Sequence[str]:
        key = self.key(phone, region)
        return [key] if key is not None else []


def a_connection(connection_id: ConnectionId = ACME) -> Connection:
    return Connection(
        connection_id=connection_id,
        account_id=AccountId(connection_id.removeprefix("c-")),
        state=ConnectionState.CONNECTING,
        since=NOW,
    )


async def connect(store: Store, *connection_ids: ConnectionId) -> None:
    """Store connections, ACME if none is named."""

    def put_all(tx: Tx) -> None:
        for connection_id in connection_ids or (ACME,):
            tx.connections.put(a_connection(connection_id))

    await store.transact(put_all)


async def settled(store: Store, connection_id: ConnectionId | None = ACME) -> int:
    """Return the count once nothing moves it any more."""
    seen, news = -1, 0
    while seen != news:
        seen, news = news, await store.changed(connection_id, news, timedelta(milliseconds=100))
    return seen


def a_truth(value: Value) -> Truth:
    stamp = stamp_of(Side.VIXIEES, NOW)
    return Truth(value=value, stamp=stamp, since=stamp, side=Side.VIXIEES, own_time=NOW)


def a_record(record_id: str, *, remote_id: int | None = None, phone: str | None = None) -> Record:
    fields: Mapping[FieldName, FieldState] = {}
    if phone is not None:
        fields = {PHONE: FieldState(truth=a_truth(phone))}
    return Record(
        record_id=RecordId(record_id),
        fields=fields,
        remote_id=None if remote_id is None else RemoteId(remote_id),
    )


def a_change(number: int, *, fields: Mapping[FieldName, Value] | None = None) -> Change:
    return Change(
        number=ChangeNumber(number),
        kind=Kind.CONTACT,
        record_id=RecordId(f"r{number}"),
        type=ChangeType.UPSERTED,
        at=NOW,
        fields=fields or {},
    )


def a_work(subject: str = "", *, task: Task = Task.PUSH, due_at: datetime = NOW) -> Work:
    return Work(key=WorkKey(task, subject), due_at=due_at)


def a_delivery(
    event_id: str,
    *,
    entity: Entity | None = Entity.CONTACT,
    entity_id: int = 7,
    received_at: datetime = NOW,
) -> Inbound:
    return Inbound(
        connection_id=ACME,
        event_id=event_id,
        entity=entity,
        entity_id=entity_id,
        received_at=received_at,
        body=event_id.encode(),
    )


async def put_contacts(store: Store, *records: Record) -> None:
    await store.transact(lambda tx: tx.records(ACME, Kind.CONTACT).put(records))

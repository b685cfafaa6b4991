"""What ports.history.History promises."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from domain.model.connection import Login
from domain.model.values import PHONE, ChangeNumber, ConnectionId, Kind, RecordId, RemoteId, Side
from domain.ports.store import Store, Tx
from domain.sync.record import Lost
from tests.contracts.store.builders import ACME, NOW, OTHER, a_change, a_delivery, connect

_DAY = timedelta(days=1)
_OLD = NOW - 10 * _DAY
_MANY = 100


async def _forget(store: Store, what: str, limit: int = _MANY) -> int:
    """Forget what is older than a day; return how many these were."""

    def forget(tx: Tx) -> int:
        method = getattr(tx.history(ACME), f"forget_{what}")
        return int(method(NOW - _DAY, limit))

    return await store.transact(forget)


async def test_old_deliveries_that_wait_for_nothing_are_forgotten(store: Store) -> None:
    old = [a_delivery(name, received_at=_OLD) for name in ("digested", "waiting", "elsewhere")]
    unusable = a_delivery("unusable", entity=None, entity_id=0, received_at=_OLD)
    new = [a_delivery("new"), a_delivery("new unusable", entity=None, entity_id=0)]

    def fill(tx: Tx) -> None:
        tx.inbox(ACME).append([*old[:2], unusable, *new])
        tx.inbox(ACME).remove(["digested", "new"])
        tx.inbox(OTHER).append([replace(old[2], connection_id=OTHER)])
        tx.inbox(OTHER).remove(["elsewhere"])

    await store.transact(fill)
    assert await _forget(store, "deliveries") == 2
    assert await _forget(store, "deliveries") == 0

    def known(tx: Tx) -> list[str]:
        """Return those that are not new when they come again."""
        again = [*old[:2], unusable, *new]
        return [one.event_id for one in again if tx.inbox(ACME).append([one]) == 0]

    assert await store.transact(known) == ["waiting", "new", "new unusable"]
    elsewhere = [replace(old[2], connection_id=OTHER)]
    assert await store.transact(lambda tx: tx.inbox(OTHER).append(elsewhere)) == 0


async def test_old_requests_are_forgotten(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for connection_id in (ACME, OTHER):
            tx.requests(connection_id).put("old", "fingerprint", "", _OLD)
            tx.requests(connection_id).put("new", "fingerprint", "", NOW)

    def known(tx: Tx) -> list[bool]:
        asked = [(one, name) for one in (ACME, OTHER) for name in ("old", "new")]
        return [tx.requests(one).find(name) is not None for one, name in asked]

    await store.transact(fill)
    assert await _forget(store, "requests") == 1
    assert await store.transact(known) == [False, True, True, True]


async def test_old_ends_are_forgotten_of_every_kind(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for connection_id in (ACME, OTHER):
            for kind in (Kind.CONTACT, Kind.DEAL):
                records = tx.records(connection_id, kind)
                records.put_end(RemoteId(1), None, _OLD)
                records.put_end(RemoteId(2), RemoteId(3), NOW)

    def known(tx: Tx, connection_id: ConnectionId) -> list[dict[RemoteId, RemoteId | None]]:
        ids = [RemoteId(1), RemoteId(2)]
        kinds = (Kind.CONTACT, Kind.DEAL)
        return [dict(tx.records(connection_id, one).ends(ids)) for one in kinds]

    await store.transact(fill)
    assert await _forget(store, "ends") == 2
    assert await store.transact(partial(known, connection_id=ACME)) == [{2: 3}] * 2
    assert await store.transact(partial(known, connection_id=OTHER)) == [{1: None, 2: 3}] * 2


async def test_old_conflicts_are_forgotten(store: Store) -> None:
    lost = Lost(
        record_id=RecordId("one"),
        field=PHONE,
        value="1",
        side=Side.VIXIEES,
        own_time=NOW,
        reason="OLDER",
    )

    def fill(tx: Tx) -> None:
        tx.records(ACME, Kind.CONTACT).log_conflicts([lost, replace(lost, value="2")], _OLD)
        tx.records(ACME, Kind.CONTACT).log_conflicts([lost], NOW)
        tx.records(OTHER, Kind.CONTACT).log_conflicts([lost], _OLD)

    await store.transact(fill)
    assert await _forget(store, "conflicts") == 2
    assert await _forget(store, "conflicts") == 0


async def test_expired_logins_are_forgotten(store: Store) -> None:
    old = Login(state="old", connection_id=ACME, expires_at=_OLD)
    others = [
        Login(state="new", connection_id=ACME, expires_at=NOW),
        Login(state="of another", connection_id=OTHER, expires_at=_OLD),
    ]

    def fill(tx: Tx) -> None:
        for one in (old, *others):
            tx.secrets.put_login(one)

    def taken(tx: Tx) -> list[Login | None]:
        return [tx.secrets.take_login(one.state) for one in (old, *others)]

    await store.transact(fill)
    assert await _forget(store, "logins") == 1
    assert await store.transact(taken) == [None, *others]


async def test_no_more_are_forgotten_than_was_said(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for number in range(5):
            tx.requests(ACME).put(f"r{number}", "fingerprint", "", _OLD)
            tx.records(ACME, Kind.DEAL).put_end(RemoteId(number), None, _OLD)

    await store.transact(fill)
    for what in ("requests", "ends"):
        assert [await _forget(store, what, limit=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_changes_are_forgotten_up_to_a_number(store: Store) -> None:
    await connect(store, ACME, OTHER)

    def fill(tx: Tx) -> None:
        for one in (ACME, OTHER):
            tx.feed(one).reserve(4)
            tx.feed(one).append([a_change(number) for number in range(1, 5)])

    await store.transact(fill)
    await store.transact(lambda tx: tx.history(ACME).forget_changes(ChangeNumber(3)))
    assert await store.transact(lambda tx: tx.feed(ACME).oldest()) == 4
    assert await store.transact(lambda tx: tx.feed(OTHER).oldest()) == 1
    await store.transact(lambda tx: tx.history(ACME).forget_changes(ChangeNumber(4)))
    assert await store.transact(lambda tx: tx.feed(ACME).oldest()) is None
    assert await store.transact(lambda tx: tx.feed(ACME).reserve(1)) == 5

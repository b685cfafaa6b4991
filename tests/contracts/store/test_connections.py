"""What ports.store.Connections promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Conflict, NotFound
from domain.model.budget import Budget
from domain.model.connection import (
    Connection,
    ConnectionState,
    ImportPhase,
    ImportProgress,
    Pace,
)
from domain.model.remote import Identity
from domain.model.upkeep import Findings, Report, Upkeep, Walk, Webhooks
from domain.model.values import AccountId, ChangeNumber, ConnectionId, RemoteId
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import ACME, LATER, NOW, OTHER, a_connection, connect

IDENTITY = Identity(
    user_id="42",
    company_id="7",
    company_name="Näh & Söhne 株式会社",
    company_domain="naeh",
    is_admin=True,
)
FULL = replace(
    a_connection(),
    state=ConnectionState.PAUSED,
    reason="REQUEST_LIMIT",
    message="Goes on tomorrow.",
    resume_at=LATER,
    identity=IDENTITY,
    marker_field="0a1b",
    webhook_path="unguessable",
    progress=ImportProgress(
        phase=ImportPhase.CONTACTS,
        cursor="abc",
        companies=3,
        contacts=500,
        started_at=NOW,
        pace=Pace(highest_id=9, pages=1, entries=500, seconds=0.25, page_at=NOW),
        forecast_at=LATER,
    ),
    upkeep=Upkeep(
        sweep=Walk(began_at=NOW),
        swept=Report(began_at=NOW, finished_at=LATER, findings=Findings(compared=3)),
        audit=Walk(began_at=NOW, place=1, cursor="c", last_id=4, absent=(RemoteId(2),)),
    ),
    webhooks=Webhooks(secret=3, secret_made_at=NOW, silent_since=LATER, reason="WEBHOOK_LIMIT"),
    budget=Budget(
        ends_at=LATER,
        used=5,
        limit=10,
        is_told=True,
        seconds_behind=1.5,
        burst_limit=80,
        closed_until=NOW,
    ),
    setbacks=2,
    erases=True,
    last_change=ChangeNumber(9),
    acknowledged=ChangeNumber(4),
)


async def test_a_connection_comes_back_as_it_was_put(store: Store) -> None:
    await store.transact(lambda tx: tx.connections.put(FULL))

    assert await store.transact(lambda tx: tx.connections.get(ACME)) == FULL
    assert await store.transact(lambda tx: tx.connections.hold(ACME)) == FULL


async def test_putting_a_connection_again_replaces_it(store: Store) -> None:
    await store.transact(lambda tx: tx.connections.put(FULL))
    changed = replace(FULL, state=ConnectionState.ACTIVE, reason="", message="", resume_at=None)

    await store.transact(lambda tx: tx.connections.put(changed))

    assert await store.transact(lambda tx: tx.connections.get(ACME)) == changed


async def test_an_unknown_connection_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.transact(lambda tx: tx.connections.get(ACME))
    with pytest.raises(NotFound):
        await store.transact(lambda tx: tx.connections.hold(ACME))


async def test_an_old_copy_of_a_connection_never_lowers_its_numbers(store: Store) -> None:
    await store.transact(lambda tx: tx.connections.put(FULL))
    old = replace(FULL, last_change=ChangeNumber(2), acknowledged=ChangeNumber(1), reason="OLD")

    await store.transact(lambda tx: tx.connections.put(old))

    stored = await store.transact(lambda tx: tx.connections.get(ACME))
    assert stored == replace(FULL, reason="OLD")


async def test_an_account_finds_its_connection(store: Store) -> None:
    await connect(store, ACME, OTHER)

    found = await store.transact(lambda tx: tx.connections.of_account(AccountId("acme")))
    missing = await store.transact(lambda tx: tx.connections.of_account(AccountId("none")))

    assert found == a_connection(ACME)
    assert missing is None


async def test_an_account_has_one_connection(store: Store) -> None:
    await connect(store)
    second = replace(a_connection(OTHER), account_id=AccountId("acme"))

    with pytest.raises(Conflict):
        await store.transact(lambda tx: tx.connections.put(second))

    assert await store.transact(lambda tx: tx.connections.list(None, 9)) == [a_connection()]


async def test_a_webhook_path_finds_its_connection_and_an_empty_one_finds_none(
    store: Store,
) -> None:
    await connect(store, OTHER)
    await store.transact(lambda tx: tx.connections.put(FULL))

    def of_paths(tx: Tx) -> list[Connection | None]:
        return [tx.connections.of_webhook_path(one) for one in ("unguessable", "guessed", "")]

    assert await store.transact(of_paths) == [FULL, None, None]


async def test_a_company_finds_all_its_connections(store: Store) -> None:
    await store.transact(lambda tx: tx.connections.put(FULL))
    twin = replace(a_connection(OTHER), identity=IDENTITY)
    await store.transact(lambda tx: tx.connections.put(twin))

    found = await store.transact(lambda tx: tx.connections.of_company("7"))
    none = await store.transact(lambda tx: tx.connections.of_company("8"))

    assert list(found) == [FULL, twin]
    assert list(none) == []


async def test_connections_are_listed_page_by_page_in_the_order_of_accounts(store: Store) -> None:
    names = ["b", "Z", "a", "ä", "_"]
    await connect(store, *(ConnectionId(f"c-{name}") for name in names))

    first = await store.transact(lambda tx: tx.connections.list(None, 3))
    second = await store.transact(lambda tx: tx.connections.list(first[-1].account_id, 3))

    assert [one.account_id for one in (*first, *second)] == sorted(names)


async def test_instants_come_back_to_the_microsecond(store: Store) -> None:
    exact = replace(a_connection(), since=NOW + timedelta(microseconds=1))
    await store.transact(lambda tx: tx.connections.put(exact))

    stored = await store.transact(lambda tx: tx.connections.get(ACME))

    assert stored.since == exact.since
    assert stored.since.utcoffset() == timedelta(0)

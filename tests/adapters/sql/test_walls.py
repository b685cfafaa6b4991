"""On PostgreSQL a transaction sees the rows of one connection, whatever it asks for."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from adapters.sql.engines import make_engine
from adapters.sql.opening import open_store
from adapters.sql.session import EVERYBODY, show
from adapters.sql.tables import connections, leases, logins, metadata, records
from domain.model.values import ConnectionId, Kind
from domain.ports.store import Tx
from tests.contracts.store.builders import ACME, OTHER, Digits, a_record, connect
from tests.contracts.store.databases import fresh_postgres

pytestmark = pytest.mark.postgres

_KEY = bytes(32)
_OPEN = {connections.name, leases.name, logins.name}
"""What is looked up before it is known whose it is."""


async def _filled() -> str:
    """Return the address of a database where two connections have a record each."""
    url = fresh_postgres()
    async with open_store(url, keys=[_KEY], phones=Digits()) as store:
        await connect(store, ACME, OTHER)

        def fill(tx: Tx) -> None:
            for one in (ACME, OTHER):
                tx.records(one, Kind.CONTACT).put([a_record("r", remote_id=1)])

        await store.transact(fill)
    return url


def _seen(url: str, scope: ConnectionId | None) -> Sequence[str]:
    """Return whose records a look without any condition shows."""
    engine = make_engine(url)
    with engine.begin() as database:
        if scope is not None:
            show(database, scope)
        found = database.scalars(sa.select(records.c.connection_id).order_by("connection_id")).all()
    engine.dispose()
    return found


async def test_every_table_of_accounts_has_its_wall() -> None:
    engine = make_engine(fresh_postgres())
    with engine.connect() as database:
        walled = database.scalars(
            sa.text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        ).all()
    engine.dispose()
    assert set(walled) == set(metadata.tables) - _OPEN


async def test_a_look_without_a_condition_shows_ones_own_rows_alone() -> None:
    url = await _filled()
    assert _seen(url, ACME) == [ACME]
    assert _seen(url, ConnectionId("c-nobody")) == []
    assert _seen(url, None) == []
    assert _seen(url, EVERYBODY) == [ACME, OTHER]


async def test_the_rows_of_others_can_neither_be_changed_nor_made() -> None:
    engine = make_engine(await _filled())
    with engine.begin() as database:
        show(database, ACME)
        assert database.execute(sa.delete(records)).rowcount == 1
        assert database.execute(sa.update(records).values(body="{}")).rowcount == 0
    foreign = sa.insert(records).values(
        connection_id=OTHER, kind="contact", record_id="x", is_gone=False, body="{}"
    )
    with engine.connect() as database:
        show(database, ACME)
        with pytest.raises(sa.exc.ProgrammingError):
            database.execute(foreign)
    engine.dispose()


async def test_what_one_transaction_sees_the_next_one_does_not() -> None:
    engine = make_engine(await _filled())
    with engine.connect() as database:
        with database.begin():
            show(database, ACME)
            assert database.scalars(sa.select(records.c.connection_id)).all() == [ACME]
        with database.begin():
            assert database.scalars(sa.select(records.c.connection_id)).all() == []
    engine.dispose()


async def test_one_transaction_may_be_about_two_connections_in_turn() -> None:
    url = await _filled()
    async with open_store(url, keys=[_KEY], phones=Digits()) as store:

        def count(tx: Tx) -> list[int]:
            ours, theirs = (tx.records(one, Kind.CONTACT) for one in (ACME, OTHER))
            return [one.count_living() for one in (ours, theirs, ours)]

        assert await store.transact(count) == [1, 1, 1]

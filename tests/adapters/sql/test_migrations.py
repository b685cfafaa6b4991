"""Bringing a database up to date."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from adapters.sql.engines import make_engine
from adapters.sql.opening import migrate, open_store
from adapters.sql.tables import metadata
from domain.errors import StoreUnavailable, SyncError
from tests.contracts.store.builders import ACME, Digits, connect
from tests.contracts.store.databases import fresh_postgres

KEY = bytes(32)
_MIGRATE = "import sys; from adapters.sql.opening import migrate; migrate(sys.argv[1])"


def _set_version(url: str, version: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def test_a_migrated_database_has_the_tables_that_the_code_names(empty_url: str) -> None:
    migrate(empty_url)

    engine = make_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


@pytest.mark.postgres
def test_postgres_sorts_every_text_by_its_code_points() -> None:
    engine = make_engine(fresh_postgres())
    with engine.connect() as connection:
        collations = connection.scalars(
            sa.text(
                "SELECT DISTINCT collation_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND data_type = 'text'"
            )
        ).all()
    engine.dispose()

    assert collations == ["C"]


async def test_migrating_again_changes_nothing(url: str) -> None:
    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        await connect(store)

    migrate(url)

    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        assert (await store.transact(lambda tx: tx.connections.get(ACME))).connection_id == ACME


def test_several_processes_can_migrate_at_once(empty_url: str) -> None:
    command = [sys.executable, "-c", _MIGRATE, empty_url]
    processes = [
        subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - our own command
        for _ in range(3)
    ]

    failures = [process.communicate()[1].decode() for process in processes]

    assert failures == [""] * 3


async def test_a_database_that_was_never_migrated_is_refused(empty_url: str) -> None:
    with pytest.raises(SyncError, match="vixiees-pipedrive migrate") as caught:
        async with open_store(empty_url, keys=[KEY], phones=Digits()):
            pytest.fail("it has opened")

    assert caught.value.reason == "DATABASE_OUTDATED"


async def test_a_newer_database_is_neither_opened_nor_migrated(empty_url: str) -> None:
    migrate(empty_url)
    _set_version(empty_url, "9999")

    with pytest.raises(SyncError, match="migrate") as opened:
        async with open_store(empty_url, keys=[KEY], phones=Digits()):
            pytest.fail("it has opened")
    with pytest.raises(SyncError) as migrated:
        migrate(empty_url)

    assert opened.value.reason == migrated.value.reason == "DATABASE_NEWER"


async def test_a_server_that_is_not_there_is_said_to_be_unavailable(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/nothing?host={tmp_path}"

    with pytest.raises(StoreUnavailable):
        migrate(url)
    with pytest.raises(StoreUnavailable):
        async with open_store(url, keys=[KEY], phones=Digits()):
            pytest.fail("it has opened")

"""Looking something up reads what an index finds, not the whole connection."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.phones.phones import LibPhones
from adapters.sql.opening import open_store
from domain.model.remote import Entity
from domain.model.values import CompanyId, Kind, RecordId, RemoteId
from domain.ports.store import Tx
from tests.contracts.store.builders import ACME
from tests.contracts.store.databases import fresh_sqlite

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_LOOKUPS: dict[str, Callable[[Tx], object]] = {
    "records by id": lambda tx: tx.records(ACME, Kind.CONTACT).get(RecordId("one")),
    "records by remote id": lambda tx: tx.records(ACME, Kind.CONTACT).of_remote(
        [RemoteId(1), RemoteId(2)]
    ),
    "records by phone": lambda tx: tx.records(ACME, Kind.CONTACT).of_phone("+34612345678"),
    "records by company": lambda tx: tx.records(ACME, Kind.CONTACT).of_company(CompanyId(1)),
    "deals by contact": lambda tx: tx.records(ACME, Kind.DEAL).of_contacts(["5", "6"]),
    "deals by stage": lambda tx: tx.records(ACME, Kind.DEAL).of_stage("17", RecordId("one"), 10),
    "records in pages": lambda tx: tx.records(ACME, Kind.CONTACT).list(RecordId("one"), 10),
    "changes": lambda tx: tx.feed(ACME).after(1, 10),  # type: ignore[arg-type]  # a number
    "companies by id": lambda tx: tx.memory(ACME).companies([CompanyId(1), CompanyId(2)]),
    "companies by name": lambda tx: tx.memory(ACME).company_named("Acme"),
    "ends": lambda tx: tx.records(ACME, Kind.CONTACT).ends([RemoteId(1)]),
    "works": lambda tx: tx.work(ACME).due(_NOW, 10),
    "events": lambda tx: tx.inbox(ACME).of_entity(Entity.CONTACT, 1),
    "requests": lambda tx: tx.requests(ACME).find("one"),
    "webhook paths": lambda tx: tx.connections.of_webhook_path("secret"),
    "accounts": lambda tx: tx.connections.of_account("acme"),  # type: ignore[arg-type]  # an id
}


@pytest.mark.parametrize("lookup", _LOOKUPS.values(), ids=_LOOKUPS.keys())
async def test_a_lookup_names_more_than_its_connection(
    lookup: Callable[[Tx], object], tmp_path: Path
) -> None:
    url = fresh_sqlite(tmp_path)
    statements = list[tuple[str, tuple[object, ...]]]()

    def note(*called: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        statements.append((called[2], called[3]))

    async with open_store(url, keys=[b"k" * 32], phones=LibPhones()) as store:
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            await store.transact(lookup)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
    plans = [plan for text, values in statements for plan in _plans(url, text, values)]
    assert [plan for plan in plans if "SCAN" in plan or "(connection_id=?)" in plan] == []
    assert any("SEARCH" in plan for plan in plans)


def _plans(url: str, statement: str, values: tuple[object, ...]) -> list[str]:
    if not statement.startswith("SELECT") or "FROM" not in statement:
        return []
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[3]) for row in rows]

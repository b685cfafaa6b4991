"""The stores that keep the contract."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.sql.opening import open_store
from domain.ports.store import Store
from tests.contracts.store.builders import Digits
from tests.contracts.store.databases import fresh_postgres, fresh_sqlite
from tests.fakes.store import InMemoryStore

KEY = bytes(32)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    match request.param:
        case "memory":
            yield InMemoryStore(clock=lambda: datetime.now(UTC), phones=Digits())
        case "sqlite":
            async with open_store(fresh_sqlite(tmp_path), keys=[KEY], phones=Digits()) as opened:
                yield opened
        case _:
            async with open_store(fresh_postgres(), keys=[KEY], phones=Digits()) as opened:
                yield opened

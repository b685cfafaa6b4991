from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contracts.store.databases import fresh_postgres, fresh_sqlite
from tests.journeys.town import Town, town


@pytest.fixture
async def acme(tmp_path: Path) -> AsyncIterator[Town]:
    """Build a town of 60 persons, its service on SQLite."""
    async with town(fresh_sqlite(tmp_path), tmp_path) as built:
        yield built


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def acme_on_each(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """Build a town of 60 persons on each database."""
    url = fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgres()
    async with town(url, tmp_path) as built:
        yield built

"""The databases that the SQL store runs on."""

from pathlib import Path

import pytest

from tests.contracts.store.databases import (
    empty_postgres,
    fresh_postgres,
    fresh_sqlite,
)

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/service.db"
    return empty_postgres()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database that is up to date."""
    return fresh_sqlite(tmp_path) if request.param == "sqlite" else fresh_postgres()

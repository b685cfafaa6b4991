"""All rows of a database: how many there are, and how to have them again as they were."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import sqlalchemy as sa

from adapters.sql.engines import make_engine
from adapters.sql.session import EVERYBODY, show
from adapters.sql.tables import metadata

_TABLES = metadata.sorted_tables
_COUNTS = sa.select(
    *(sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in _TABLES)
)


class Rows:
    """The rows that *keep* saw, to be put back."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)
        self._kept: Mapping[sa.Table, Sequence[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def keep(self) -> None:
        """Remember the rows as they are now."""
        with self._engine.begin() as connection:
            show(connection, EVERYBODY)
            self._kept = {
                table: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in _TABLES
            }

    def check_same(self) -> None:
        """No row has come or gone."""
        with self._engine.begin() as connection:
            show(connection, EVERYBODY)
            counts = dict(zip(_TABLES, connection.execute(_COUNTS).one(), strict=True))
        changed = [one.name for one in _TABLES if counts[one] != len(self._kept[one])]
        assert not changed, f"rows of {changed} have come or gone"

    def put_back(self) -> None:
        """Make the rows what they were."""
        with self._engine.begin() as connection:
            show(connection, EVERYBODY)
            for table, rows in self._kept.items():
                connection.execute(sa.delete(table))
                if rows:
                    connection.execute(sa.insert(table), rows)

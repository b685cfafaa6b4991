"""One database for all processes: SQLite in memory, which survives their deaths."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Self

import sqlalchemy as sa

from adapters.sql import schema
from adapters.sql.tables import metadata
from domain.model.values import ConnectionId
from tests.simulation.machine.process import PROCESS

Wake = Callable[[Iterable[ConnectionId]], None]


class _Cursor(sqlite3.Cursor):
    """Lets a process die before any statement."""

    def execute(self, statement: str, values: Any = (), /) -> Self:  # noqa: ANN401 - as sqlite3 has it
        _pass_point()
        return super().execute(statement, values)

    def executemany(self, statement: str, rows: Any, /) -> Self:  # noqa: ANN401 - same
        _pass_point()
        return super().executemany(statement, rows)


class _Undying(sqlite3.Connection):
    """The one connection. SQLAlchemy closes it when a process dies in the middle of a statement."""

    def cursor(self, factory: Any = None) -> Any:  # noqa: ANN401 - as sqlite3 has it
        return super().cursor(factory or _Cursor)

    def close(self) -> None:
        """Stay open."""


class Database:
    """A database that can be put back to an image of it.

    *wakes* are told of each commit; *writes* counts those that changed something.
    """

    def __init__(self, engine: sa.Engine, only: sqlite3.Connection) -> None:
        self._engine, self._only = engine, only
        self._connection: sa.Connection | None = None
        self.wakes: list[Wake] = []
        self.writes = 0

    def image(self) -> bytes:
        """Return everything it holds."""
        return self._only.serialize()

    def restore(self, image: bytes) -> None:
        """Hold what the image holds, and nothing else."""
        self._only.deserialize(image)

    @contextmanager
    def transaction(self, before_commit: Callable[[], None]) -> Iterator[sa.Connection]:
        """Begin, and commit at the end of the block; undo everything when it raises.

        SQLAlchemy's part of it stays open from one transaction to the next: it is told nothing.
        """
        connection = self._connection or self._engine.connect()
        self._connection = connection
        try:
            self._do("BEGIN IMMEDIATE")
            before = self._only.total_changes
            yield connection
            before_commit()
            self._do("COMMIT")
            self.writes += self._only.total_changes != before
        except BaseException:
            connection.invalidate()
            connection.close()
            self._connection = None
            if self._only.in_transaction:
                self._do("ROLLBACK")
            raise

    def committed(self, touched: Iterable[ConnectionId]) -> None:
        """Tell everybody that a transaction is durable."""
        found = sorted(touched)
        for wake in self.wakes:
            wake(found)

    def ask(self, question: sa.Executable, **values: object) -> list[sa.Row[tuple[Any, ...]]]:
        """Look at it from outside, in no process's name."""
        token = PROCESS.set(None)
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(question, values))
        finally:
            PROCESS.reset(token)

    def glance(self, question: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of a raw question; faster than to ask."""
        cursor = sqlite3.Cursor(self._only)
        found: tuple[Any, ...] | None = cursor.execute(question, values).fetchone()
        return found

    def glances(self, question: str) -> list[tuple[Any, ...]]:
        """Return all rows of a raw question."""
        return sqlite3.Cursor(self._only).execute(question).fetchall()

    def everything(self) -> str:
        """Return all that every table holds, as Python writes it."""
        rows = (self.glances(f"SELECT * FROM {name}") for name in metadata.tables)  # noqa: S608 - names of ours
        return repr([row for found in rows for row in found])

    def _do(self, statement: str) -> None:
        sqlite3.Cursor(self._only).execute(statement)


@cache
def database() -> Database:
    """Return the one database of this machine's process: what it has compiled stays useful."""
    only = sqlite3.connect(":memory:", isolation_level=None, factory=_Undying)
    engine = sa.create_engine(
        "sqlite://", poolclass=sa.StaticPool, creator=lambda: only, hide_parameters=True
    )
    schema.upgrade(engine)
    return Database(engine, only)


def _pass_point() -> None:
    process = PROCESS.get()
    if process is not None:
        process.pass_point("statement")

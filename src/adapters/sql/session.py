"""One transaction on either database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from domain.model.activity import ActivityId
from domain.model.values import ConnectionId, Kind, RecordId

Row = Mapping[str, object]
Insert = postgresql.Insert | sqlite.Insert
InsertNew = ReturningInsert[*tuple[Any, ...]]

EVERYBODY = ConnectionId("*")
"""The scope of what has to see the rows of all connections."""
_SETTING = "vixiees.connection_id"
_CLOCK = sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))


def utc_now() -> datetime:
    """Return the process's present instant."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Shown:
    """Whose rows the transaction sees at present."""

    scope: ConnectionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A database connection inside a transaction, which sees the rows of one *scope* alone.

    SQLite has no clock but the process's: *clock*. *touched* are the connections to wake for.
    *missed* and *missed_activities* were looked for and not there: nothing can lock those, so that
    storing them may clash with somebody else who did.
    """

    database: sa.Connection
    clock: Callable[[], datetime] = utc_now
    scope: ConnectionId | None = None
    shown: _Shown = field(default_factory=_Shown)
    touched: set[ConnectionId] = field(default_factory=set)
    missed: set[tuple[ConnectionId, Kind, RecordId]] = field(default_factory=set)
    missed_activities: set[tuple[ConnectionId, ActivityId]] = field(default_factory=set)

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self.database.dialect.name

    @property
    def connection(self) -> sa.Connection:
        """Return the database connection, which by now sees the rows of the scope."""
        if self.scope is not None and self.shown.scope != self.scope:
            show(self.database, self.scope)
            self.shown.scope = self.scope
        return self.database

    def of(self, scope: ConnectionId) -> "Session":
        """Return the same transaction as far as it is about this connection."""
        return replace(self, scope=scope)

    def now(self) -> datetime:
        """Return the database's present instant."""
        if self.dialect == "sqlite":
            return self.clock()
        return self.connection.execute(_CLOCK).scalar_one().astimezone(UTC)

    def upsert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert the rows, replacing those that have the same primary key."""
        if rows:
            self.connection.execute(_upsert(self.dialect, table), rows)

    def insert_new(self, statement: InsertNew, rows: Sequence[Row]) -> int:
        """Insert the rows whose primary key is not there yet; return how many these were."""
        inserted = [self.connection.execute(statement, row).first() for row in rows]
        return sum(one is not None for one in inserted)


def show(database: sa.Connection, scope: ConnectionId) -> None:
    """Let the transaction see the rows of the scope; SQLite shows all to everybody.

    https://www.postgresql.org/docs/current/ddl-rowsecurity.html: without this it sees none.
    """
    if database.dialect.name == "postgresql":
        database.execute(sa.select(sa.func.set_config(_SETTING, scope, True)))  # noqa: FBT003 - its signature


def insert_into(dialect: str, table: sa.Table) -> Insert:
    """Return an insert that can say what is to happen on a conflict."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


# Making a statement takes longer than executing it: those that are used most are kept.
@cache
def _upsert(dialect: str, table: sa.Table) -> Insert:
    insert = insert_into(dialect, table)
    replaced = {one.name: insert.excluded[one.name] for one in table.c if not one.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=replaced)


@cache
def insert_new_into(dialect: str, table: sa.Table) -> InsertNew:
    """Return an insert that returns the primary key, or nothing where that was there already."""
    key = list(table.primary_key)
    insert = insert_into(dialect, table).on_conflict_do_nothing(index_elements=key)
    return insert.returning(*key)

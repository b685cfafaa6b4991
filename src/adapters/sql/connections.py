"""The connections in SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Insert, Session, insert_into, insert_new_into
from adapters.sql.tables import connections, leases
from domain.errors import NotFound
from domain.model.connection import Connection
from domain.model.values import AccountId, ChangeNumber, ConnectionId

_COLUMNS = sa.select(
    connections.c.body, connections.c.last_change, connections.c.acknowledged
).order_by(connections.c.account_id)
_GET = _COLUMNS.where(connections.c.connection_id == sa.bindparam("key"))
_HOLD = _GET.with_for_update()
_OF_ACCOUNT = _COLUMNS.where(connections.c.account_id == sa.bindparam("key"))
_OF_WEBHOOK_PATH = _COLUMNS.where(connections.c.webhook_path == sa.bindparam("key"))
_OF_COMPANY = _COLUMNS.where(connections.c.company_id == sa.bindparam("key"))
_COUNTERS = ("last_change", "acknowledged")
_KEPT = 512
"""How many connections as they were read last are kept; as many as a worker drives, and more."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class SqlConnections:
    """Keeps the counters in columns of their own, because they only ever grow."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, connection_id: ConnectionId) -> Connection:
        return self._one(connection_id, _GET)

    def hold(self, connection_id: ConnectionId) -> Connection:
        return self._one(connection_id, _HOLD)

    def of_account(self, account_id: AccountId) -> Connection | None:
        return next(iter(self._all(_OF_ACCOUNT, account_id)), None)

    def of_webhook_path(self, webhook_path: str) -> Connection | None:
        if not webhook_path:
            return None
        return next(iter(self._all(_OF_WEBHOOK_PATH, webhook_path)), None)

    def of_company(self, company_id: str) -> Sequence[Connection]:
        return self._all(_OF_COMPANY, company_id)

    def list(self, after: AccountId | None, limit: int) -> Sequence[Connection]:
        page = _COLUMNS if after is None else _COLUMNS.where(connections.c.account_id > after)
        return self._all(page.limit(limit))

    def put(self, connection: Connection) -> None:
        self._session.connection.execute(_put(self._session.dialect), _row(connection))
        free = insert_new_into(self._session.dialect, leases)
        self._session.insert_new(free, [_free_lease(connection.connection_id)])
        self._session.touched.add(connection.connection_id)

    def _one(self, connection_id: ConnectionId, statement: sa.Select[str, int, int]) -> Connection:
        found = self._all(statement, connection_id)
        if not found:
            raise NotFound("connection", connection_id)
        return found[0]

    def _all(self, statement: sa.Select[str, int, int], key: str = "") -> Sequence[Connection]:
        rows = self._session.connection.execute(statement, {"key": key})
        return [_read(*row) for row in rows]


# Nothing is read as often, and it is the same nearly every time.
@lru_cache(_KEPT)
def _read(body: str, last_change: int, acknowledged: int) -> Connection:
    return replace(
        from_json(Connection, body),
        last_change=ChangeNumber(last_change),
        acknowledged=ChangeNumber(acknowledged),
    )


@cache
def _put(dialect: str) -> Insert:
    insert = insert_into(dialect, connections)
    changed: dict[str, object] = {one.name: insert.excluded[one.name] for one in connections.c}
    changed.update({name: _larger(name, insert.excluded[name]) for name in _COUNTERS})
    return insert.on_conflict_do_update(index_elements=["connection_id"], set_=changed)


def _row(connection: Connection) -> dict[str, object]:
    return {
        "connection_id": connection.connection_id,
        "account_id": connection.account_id,
        "webhook_path": connection.webhook_path,
        "company_id": connection.identity.company_id if connection.identity else None,
        "last_change": connection.last_change,
        "acknowledged": connection.acknowledged,
        "body": to_json(connection),
    }


def _larger(name: str, new: sa.ColumnElement[object]) -> sa.Case[object]:
    present = connections.c[name]
    return sa.case((present > new, present), else_=new)


def _free_lease(connection_id: ConnectionId) -> dict[str, object]:
    return {
        "connection_id": connection_id,
        "holder": "",
        "fence": 0,
        "expires_at": _LONG_AGO,
        "taken_at": _LONG_AGO,
    }

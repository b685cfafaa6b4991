"""Forgetting what is old, in SQL."""

from datetime import datetime

import sqlalchemy as sa

from adapters.sql.session import Session
from adapters.sql.tables import changes, conflicts, ends, inbox, logins, requests
from domain.model.values import ChangeNumber, ConnectionId

_WAITS_FOR_NOTHING = sa.or_(inbox.c.digested_at.is_not(None), inbox.c.entity.is_(None))


class SqlHistory:
    """Deletes by primary keys that were chosen first: neither database can limit a DELETE."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def forget_deliveries(self, before: datetime, limit: int) -> int:
        return self._forget(inbox, inbox.c.received_at, before, limit, _WAITS_FOR_NOTHING)

    def forget_requests(self, before: datetime, limit: int) -> int:
        return self._forget(requests, requests.c.at, before, limit)

    def forget_ends(self, before: datetime, limit: int) -> int:
        return self._forget(ends, ends.c.at, before, limit)

    def forget_conflicts(self, before: datetime, limit: int) -> int:
        return self._forget(conflicts, conflicts.c.at, before, limit)

    def forget_logins(self, before: datetime, limit: int) -> int:
        return self._forget(logins, logins.c.expires_at, before, limit)

    def forget_changes(self, until: ChangeNumber) -> None:
        self._session.connection.execute(
            sa.delete(changes).where(
                changes.c.connection_id == self._connection_id, changes.c.number <= until
            )
        )

    def _forget(
        self,
        table: sa.Table,
        time: sa.Column[datetime],
        before: datetime,
        limit: int,
        condition: sa.ColumnElement[bool] | None = None,
    ) -> int:
        key = sa.tuple_(*table.primary_key)
        old = (
            sa.select(*table.primary_key)
            .where(table.c.connection_id == self._connection_id, time < before)
            .limit(limit)
        )
        if condition is not None:
            old = old.where(condition)
        return self._session.connection.execute(sa.delete(table).where(key.in_(old))).rowcount

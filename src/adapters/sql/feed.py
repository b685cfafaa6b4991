"""The change feed of one connection in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import changes, connections
from domain.errors import NotFound
from domain.model.change import Change
from domain.model.values import ChangeNumber, ConnectionId

_AFTER = (
    sa.select(changes.c.body)
    .where(
        changes.c.connection_id == sa.bindparam("connection_id"),
        changes.c.number > sa.bindparam("number"),
    )
    .order_by(changes.c.number)
    .limit(sa.bindparam("most"))
)


class SqlFeed:
    """Numbers come from the connection's row, which stays locked until they are committed."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def append(self, changes_: Sequence[Change]) -> None:
        rows = [
            {
                "connection_id": self._connection_id,
                "number": change.number,
                "body": to_json(change),
            }
            for change in changes_
        ]
        if rows:
            self._session.connection.execute(sa.insert(changes), rows)
            self._session.touched.add(self._connection_id)

    def reserve(self, count: int) -> ChangeNumber:
        raised = (
            sa.update(connections)
            .where(connections.c.connection_id == self._connection_id)
            .values(last_change=connections.c.last_change + count)
            .returning(connections.c.last_change)
        )
        last = self._session.connection.scalar(raised)
        if last is None:
            raise NotFound("connection", self._connection_id)
        return ChangeNumber(last - count + 1)

    def after(self, number: ChangeNumber, limit: int) -> Sequence[Change]:
        asked = {"connection_id": self._connection_id, "number": number, "most": limit}
        bodies = self._session.connection.scalars(_AFTER, asked)
        return [from_json(Change, body) for body in bodies]

    def oldest(self) -> ChangeNumber | None:
        statement = sa.select(sa.func.min(changes.c.number)).where(
            changes.c.connection_id == self._connection_id
        )
        lowest: ChangeNumber | None = self._session.connection.scalar(statement)
        return lowest

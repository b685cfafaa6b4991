"""The deliveries of one connection in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from adapters.sql.session import Session
from adapters.sql.tables import inbox
from domain.model.remote import Entity
from domain.model.values import ConnectionId
from domain.model.work import Inbound

_IS_OF = sa.and_(
    inbox.c.connection_id == sa.bindparam("its_connection_id"),
    inbox.c.entity == sa.bindparam("its_entity"),
    inbox.c.entity_id == sa.bindparam("its_entity_id"),
)
_WAITING = (
    sa.select(inbox)
    .where(_IS_OF, inbox.c.digested_at.is_(None))
    .order_by(inbox.c.place, inbox.c.received_at)
)


class SqlInbox:
    """A digested delivery loses its body but stays, so that its repetition is recognised."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def append(self, deliveries: Sequence[Inbound]) -> int:
        return self._session.insert_new(inbox, [self._row(one) for one in deliveries])

    def of_entity(self, entity: Entity, entity_id: int) -> Sequence[Inbound]:
        asked = {
            "its_connection_id": self._connection_id,
            "its_entity": entity,
            "its_entity_id": entity_id,
        }
        return [_inbound(row) for row in self._session.connection.execute(_WAITING, asked)]

    def remove(self, event_ids: Sequence[str]) -> None:
        statement = (
            sa.update(inbox)
            .where(inbox.c.connection_id == self._connection_id, inbox.c.event_id.in_(event_ids))
            .values(digested_at=self._session.now(), body=b"")
        )
        self._session.connection.execute(statement)

    def _row(self, delivery: Inbound) -> dict[str, object]:
        return {
            "connection_id": self._connection_id,
            "event_id": delivery.event_id,
            "entity": delivery.entity,
            "entity_id": delivery.entity_id,
            "received_at": delivery.received_at,
            "place": self._next_place(delivery),
            "body": delivery.body,
        }

    def _next_place(self, delivery: Inbound) -> sa.ScalarSelect[int]:
        """Count the entity's deliveries: several can arrive at one instant."""
        next_ = sa.func.coalesce(sa.func.max(inbox.c.place), 0) + 1
        is_of = self._is_of(delivery.entity, delivery.entity_id)
        return sa.select(next_).where(is_of).scalar_subquery()

    def _is_of(self, entity: Entity | None, entity_id: int) -> sa.ColumnElement[bool]:
        return sa.and_(
            inbox.c.connection_id == self._connection_id,
            inbox.c.entity == entity,
            inbox.c.entity_id == entity_id,
        )


def _inbound(row: sa.Row[*tuple[object, ...]]) -> Inbound:
    return Inbound(
        connection_id=row.connection_id,
        event_id=row.event_id,
        entity=Entity(row.entity),
        entity_id=row.entity_id,
        received_at=row.received_at,
        body=row.body,
    )

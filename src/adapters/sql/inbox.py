"""The deliveries of one connection in SQL."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from adapters.sql.session import InsertNew, Session, insert_new_into
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
_NEXT_PLACE = (
    sa.select(sa.func.coalesce(sa.func.max(inbox.c.place), 0) + 1).where(_IS_OF).scalar_subquery()
)
"""Counts the entity's deliveries: several can arrive at one instant."""
_DIGESTED = (
    sa.update(inbox)
    .where(
        inbox.c.connection_id == sa.bindparam("its_connection_id"),
        inbox.c.event_id.in_(sa.bindparam("its_event_ids", expanding=True)),
    )
    .values(digested_at=sa.bindparam("now"), body=b"")
)


class SqlInbox:
    """A digested delivery loses its body but stays, so that its repetition is recognised."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def append(self, deliveries: Sequence[Inbound]) -> int:
        statement = _append(self._session.dialect)
        return self._session.insert_new(statement, [self._row(one) for one in deliveries])

    def of_entity(self, entity: Entity, entity_id: int) -> Sequence[Inbound]:
        asked = self._named(entity, entity_id)
        return [_inbound(row) for row in self._session.connection.execute(_WAITING, asked)]

    def remove(self, event_ids: Sequence[str]) -> None:
        named = {
            "its_connection_id": self._connection_id,
            "its_event_ids": list(event_ids),
            "now": self._session.now(),
        }
        self._session.connection.execute(_DIGESTED, named)

    def _row(self, delivery: Inbound) -> dict[str, object]:
        return {
            "connection_id": self._connection_id,
            "event_id": delivery.event_id,
            "entity": delivery.entity,
            "entity_id": delivery.entity_id,
            "received_at": delivery.received_at,
            "body": delivery.body,
        } | self._named(delivery.entity, delivery.entity_id)

    def _named(self, entity: Entity | None, entity_id: int) -> dict[str, object]:
        return {
            "its_connection_id": self._connection_id,
            "its_entity": entity,
            "its_entity_id": entity_id,
        }


@cache
def _append(dialect: str) -> InsertNew:
    return insert_new_into(dialect, inbox).values(place=_NEXT_PLACE)


def _inbound(row: sa.Row[*tuple[object, ...]]) -> Inbound:
    return Inbound(
        connection_id=row.connection_id,
        event_id=row.event_id,
        entity=Entity(row.entity),
        entity_id=row.entity_id,
        received_at=row.received_at,
        body=row.body,
    )

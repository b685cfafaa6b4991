"""Forgetting for good, in SQL."""

from dataclasses import replace

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import (
    activities,
    changes,
    conflicts,
    connections,
    inbox,
    leases,
    metadata,
    records,
)
from domain.activity.activity import Activity, names_contact
from domain.model.change import Change
from domain.model.remote import Entity
from domain.model.values import ConnectionId, Kind, RecordId
from domain.sync.record import Record

_STAYS = (connections, leases)


class SqlErasure:
    """Looks through the whole connection: nothing is indexed for what is asked so seldom."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def aliases_of(self, kind: Kind, record_id: RecordId) -> list[Record]:
        found = self._session.connection.scalars(
            sa.select(records.c.body).where(
                records.c.connection_id == self._connection_id,
                records.c.kind == kind,
                records.c.is_gone.is_(other=True),
                records.c.body.contains("alias_of"),
            )
        )
        gone = [from_json(Record, body) for body in found]
        return [one for one in gone if one.alias_of == record_id]

    def forget_record(self, kind: Kind, record_id: RecordId) -> None:
        run = self._session.connection.execute
        run(
            sa.delete(conflicts).where(
                conflicts.c.connection_id == self._connection_id,
                conflicts.c.kind == kind,
                conflicts.c.record_id == record_id,
            )
        )
        told = sa.select(changes.c.number, changes.c.body).where(
            changes.c.connection_id == self._connection_id,
            changes.c.body.contains(record_id, autoescape=True),
        )
        for row in run(told).all():
            change = from_json(Change, row.body)
            if (change.kind, change.record_id) == (kind, record_id):
                run(
                    sa.update(changes)
                    .where(
                        changes.c.connection_id == self._connection_id,
                        changes.c.number == row.number,
                    )
                    .values(body=to_json(replace(change, fields={})))
                )

    def forget_activities(self, contact_id: RecordId) -> None:
        run = self._session.connection.execute
        told = sa.select(activities.c.activity_id, activities.c.body).where(
            activities.c.connection_id == self._connection_id,
            activities.c.body.contains(contact_id, autoescape=True),
        )
        for row in run(told).all():
            if names_contact(from_json(Activity, row.body), contact_id):
                run(
                    sa.delete(activities).where(
                        activities.c.connection_id == self._connection_id,
                        activities.c.activity_id == row.activity_id,
                    )
                )

    def forget_deliveries(self, entity: Entity, entity_id: int) -> None:
        self._empty(inbox.c.entity == entity, inbox.c.entity_id == entity_id)

    def forget_unusable(self) -> None:
        self._empty(inbox.c.entity.is_(None))

    def forget_connection(self) -> None:
        for table in metadata.sorted_tables:
            if table not in _STAYS:
                mine = table.c.connection_id == self._connection_id
                self._session.connection.execute(sa.delete(table).where(mine))

    def _empty(self, *which: sa.ColumnElement[bool]) -> None:
        emptied = (
            sa.update(inbox)
            .where(inbox.c.connection_id == self._connection_id, *which)
            .values(digested_at=self._session.now(), body=b"")
        )
        self._session.connection.execute(emptied)

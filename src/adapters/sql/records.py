"""The records of one connection in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import records
from domain.model.values import PHONE, CompanyId, ConnectionId, RecordId, RemoteId, Side
from domain.ports.world import Phones
from domain.sync.record import Record

# SQLite takes an index that gives the order before one that finds the rows, and would read the
# whole connection; an expression has no such index.
_LOCK_ORDER = records.c.record_id.concat("")


class SqlRecords:
    """Locks in the order of record_id, so that two transactions seldom wait for each other."""

    def __init__(self, session: Session, connection_id: ConnectionId, phones: Phones) -> None:
        self._session = session
        self._connection_id = connection_id
        self._phones = phones

    def get(self, record_id: RecordId) -> Record | None:
        found = self._all(records.c.record_id == record_id)
        if not found:
            self._session.missed.add((self._connection_id, record_id))
        return next(iter(found), None)

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        found = self._all(records.c.remote_id.in_(remote_ids)) if remote_ids else ()
        return {one.remote_id: one for one in found if one.remote_id is not None}

    def of_phone(self, phone_key: str) -> Sequence[Record]:
        return self._all(records.c.phone_key == phone_key)

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        return self._all(records.c.company_id == company_id)

    def list(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        is_next = sa.true() if after is None else records.c.record_id > after
        statement = self._where(records.c.is_gone.is_(other=False), is_next)
        return self._read(statement.order_by(records.c.record_id).limit(limit))

    def count_living(self) -> int:
        return self._count(records.c.is_gone.is_(other=False))

    def count_deleted(self, side: Side, since: datetime) -> int:
        return self._count(records.c.deleted_by == side, records.c.deleted_at >= since)

    def put(self, records_: Sequence[Record]) -> None:
        if len(records_) > 1:
            self._release_links(records_)
        missed = self._session.missed
        key = self._connection_id
        new = [one for one in records_ if (key, one.record_id) in missed]
        known = [one for one in records_ if (key, one.record_id) not in missed]
        self._session.upsert(records, [self._row(one) for one in known])
        if new:
            self._session.connection.execute(sa.insert(records), [self._row(one) for one in new])
        missed.difference_update((key, one.record_id) for one in new)

    def _release_links(self, records_: Sequence[Record]) -> None:
        """Free the links that pass from one of the records to another."""
        linked = [one.remote_id for one in records_ if one.remote_id is not None]
        freed = (
            sa.update(records)
            .where(
                records.c.connection_id == self._connection_id,
                records.c.remote_id.in_(linked),
                records.c.record_id.in_([one.record_id for one in records_]),
            )
            .values(remote_id=None)
        )
        self._session.connection.execute(freed)

    def _count(self, *conditions: sa.ColumnElement[bool]) -> int:
        statement = sa.select(sa.func.count()).where(
            records.c.connection_id == self._connection_id, *conditions
        )
        return self._session.connection.scalar(statement) or 0

    def _all(self, condition: sa.ColumnElement[bool]) -> Sequence[Record]:
        return self._read(self._where(condition).order_by(_LOCK_ORDER))

    def _where(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[str]:
        return sa.select(records.c.body).where(
            records.c.connection_id == self._connection_id, *conditions
        )

    def _read(self, statement: sa.Select[str]) -> Sequence[Record]:
        bodies = self._session.connection.scalars(statement.with_for_update())
        return [from_json(Record, body) for body in bodies]

    def _row(self, record: Record) -> dict[str, object]:
        is_linked = record.remote_id is not None
        return {
            "connection_id": self._connection_id,
            "record_id": record.record_id,
            "remote_id": record.remote_id,
            "company_id": record.company_id if is_linked else None,
            "phone_key": self._phone_key(record),
            "is_gone": record.deleted_by is not None or record.alias_of is not None,
            "deleted_by": record.deleted_by,
            "deleted_at": record.deleted_at,
            "body": to_json(record),
        }

    def _phone_key(self, record: Record) -> str | None:
        state = record.fields.get(PHONE)
        if record.deleted_by is not None or record.alias_of is not None or state is None:
            return None
        return self._phones.index_key(state.truth.value) if state.truth else None

"""The records of one kind of one connection in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import companies, conflicts, ends, records
from domain.model.values import (
    COMPANY,
    CONTACT,
    PHONE,
    STAGE,
    CompanyId,
    ConnectionId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Side,
    Value,
)
from domain.ports.world import Phones
from domain.sync.record import Lost, Record

_ENTRY_BYTES = 8
# SQLite takes an index that gives the order before one that finds the rows, and would read the
# whole connection; an expression has no such index.
_LOCK_ORDER = records.c.record_id.concat("")
_OURS = sa.and_(
    records.c.connection_id == sa.bindparam("connection_id"), records.c.kind == sa.bindparam("kind")
)
_SELECT = sa.select(records.c.body).where(_OURS).with_for_update()
_ALL = _SELECT.order_by(_LOCK_ORDER)
_GET = _ALL.where(records.c.record_id == sa.bindparam("key"))
_OF_REMOTE = _ALL.where(records.c.remote_id.in_(sa.bindparam("keys", expanding=True)))
_OF_PHONE = _ALL.where(records.c.phone_key == sa.bindparam("key"))
_OF_COMPANY = _ALL.where(records.c.company_id == sa.bindparam("key"))
_OF_CONTACTS = _ALL.where(records.c.contact.in_(sa.bindparam("keys", expanding=True)))
_COUNT = sa.select(sa.func.count()).where(_OURS)
_LIVING = records.c.is_gone.is_(other=False)
_COUNT_LIVING = _COUNT.where(_LIVING)
_COUNT_DELETED = _COUNT.where(
    records.c.deleted_by == sa.bindparam("side"), records.c.deleted_at >= sa.bindparam("since")
)
_COUNT_BLANKED = _COUNT.where(
    _LIVING,
    records.c.blanked_by == sa.bindparam("side"),
    records.c.blanked_at >= sa.bindparam("since"),
)
_COUNT_WANTED = sa.select(sa.func.count(records.c.wanted_company.distinct())).where(
    _OURS,
    _LIVING,
    ~sa.exists().where(
        companies.c.connection_id == records.c.connection_id,
        companies.c.name == records.c.wanted_company,
    ),
)
_ENDS = sa.select(ends.c.remote_id, ends.c.merged_into).where(
    ends.c.connection_id == sa.bindparam("connection_id"),
    ends.c.kind == sa.bindparam("kind"),
    ends.c.remote_id.in_(sa.bindparam("keys", expanding=True)),
)


class SqlRecords:
    """Locks in the order of record_id, so that two transactions seldom wait for each other."""

    def __init__(
        self, session: Session, connection_id: ConnectionId, kind: Kind, phones: Phones
    ) -> None:
        self._session = session
        self._connection_id = connection_id
        self._kind = kind
        self._phones = phones
        self._own = {"connection_id": connection_id, "kind": kind}

    def get(self, record_id: RecordId) -> Record | None:
        found = self._read(_GET, key=record_id)
        if not found:
            self._session.missed.add(self._key(record_id))
        return next(iter(found), None)

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        found = self._read(_OF_REMOTE, keys=list(remote_ids)) if remote_ids else ()
        return {one.remote_id: one for one in found if one.remote_id is not None}

    def linked_ids(self, after: int, until: int | None) -> Sequence[RemoteId]:
        highest = sa.true() if until is None else records.c.remote_id <= until
        statement = (
            sa.select(records.c.remote_id)
            .where(_OURS, records.c.remote_id > after, highest)
            .order_by(records.c.remote_id)
        )
        return self._session.connection.scalars(statement, self._own).all()

    def of_phone(self, phone_key: str) -> Sequence[Record]:
        return self._read(_OF_PHONE, key=phone_key)

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        return self._read(_OF_COMPANY, key=company_id)

    def of_contacts(self, contacts: Sequence[str]) -> Sequence[Record]:
        return self._read(_OF_CONTACTS, keys=list(contacts)) if contacts else ()

    def of_stage(self, stage: str, after: RecordId | None, limit: int) -> Sequence[Record]:
        statement = _ALL.where(records.c.stage == stage, _is_after(after))
        return self._read(statement.limit(limit))

    def list(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        statement = _SELECT.where(_LIVING, _is_after(after)).order_by(records.c.record_id)
        return self._read(statement.limit(limit))

    def count_living(self) -> int:
        return self._count(_COUNT_LIVING)

    def count_deleted(self, side: Side, since: datetime) -> int:
        return self._count(_COUNT_DELETED, side=side, since=since)

    def count_blanked(self, side: Side, since: datetime) -> int:
        return self._count(_COUNT_BLANKED, side=side, since=since)

    def count_wanted_companies(self) -> int:
        return self._count(_COUNT_WANTED)

    def put(self, records_: Sequence[Record]) -> None:
        if len(records_) > 1:
            self._release_links(records_)
        missed = self._session.missed
        new = [one for one in records_ if self._key(one.record_id) in missed]
        known = [one for one in records_ if self._key(one.record_id) not in missed]
        self._session.upsert(records, [self._row(one) for one in known])
        if new:
            self._session.connection.execute(sa.insert(records), [self._row(one) for one in new])
        missed.difference_update(self._key(one.record_id) for one in new)

    def ends(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, RemoteId | None]:
        asked = {**self._own, "keys": list(remote_ids)}
        rows = self._session.connection.execute(_ENDS, asked)
        return {row.remote_id: row.merged_into for row in rows}

    def put_end(self, remote_id: RemoteId, merged_into: RemoteId | None, at: datetime) -> None:
        row = {**self._own, "remote_id": remote_id, "merged_into": merged_into, "at": at}
        self._session.upsert(ends, [row])

    def log_conflicts(self, lost: Sequence[Lost], at: datetime) -> None:
        rows = [
            {
                **self._own,
                "record_id": one.record_id,
                "at": at,
                "entry": token_hex(_ENTRY_BYTES),
                "body": to_json(one),
            }
            for one in lost
        ]
        if rows:
            self._session.connection.execute(sa.insert(conflicts), rows)

    def _key(self, record_id: RecordId) -> tuple[ConnectionId, Kind, RecordId]:
        return self._connection_id, self._kind, record_id

    def _release_links(self, records_: Sequence[Record]) -> None:
        """Free the links that pass from one of the records to another."""
        linked = [one.remote_id for one in records_ if one.remote_id is not None]
        freed = (
            sa.update(records)
            .where(
                records.c.connection_id == self._connection_id,
                records.c.kind == self._kind,
                records.c.remote_id.in_(linked),
                records.c.record_id.in_([one.record_id for one in records_]),
            )
            .values(remote_id=None)
        )
        self._session.connection.execute(freed)

    def _count(self, statement: sa.Select[int], **asked: object) -> int:
        return self._session.connection.scalar(statement, self._own | asked) or 0

    def _read(self, statement: sa.Select[str], **asked: object) -> Sequence[Record]:
        bodies = self._session.connection.scalars(statement, self._own | asked)
        return [from_json(Record, body) for body in bodies]

    def _row(self, record: Record) -> dict[str, object]:
        is_linked = record.remote_id is not None
        return {
            **self._own,
            "record_id": record.record_id,
            "remote_id": record.remote_id,
            "company_id": record.company_id if is_linked else None,
            "phone_key": self._phones.index_key(_truth(record, PHONE)),
            "contact": _truth(record, CONTACT),
            "stage": _truth(record, STAGE),
            "wanted_company": None if is_linked else _truth(record, COMPANY),
            "is_gone": record.deleted_by is not None or record.alias_of is not None,
            "deleted_by": record.deleted_by,
            "deleted_at": record.deleted_at,
            "blanked_by": record.blanked.side if record.blanked is not None else None,
            "blanked_at": record.blanked.at if record.blanked is not None else None,
            "body": to_json(record),
        }


def _is_after(after: RecordId | None) -> sa.ColumnElement[bool]:
    return sa.true() if after is None else records.c.record_id > after


def _truth(record: Record, name: FieldName) -> Value:
    """Return the truth by which a record is found; one that is gone is found by none."""
    state = record.fields.get(name)
    is_gone = record.deleted_by is not None or record.alias_of is not None
    return (
        state.truth.value if state is not None and state.truth is not None and not is_gone else None
    )

"""The smaller things that one connection remembers, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

import sqlalchemy as sa

from adapters.sql.codec import to_json
from adapters.sql.session import Session
from adapters.sql.tables import companies, conflicts, ends
from domain.model.remote import RemoteCompany
from domain.model.values import CompanyId, ConnectionId, RemoteId
from domain.sync.record import Lost

_ENTRY_BYTES = 8


class SqlMemory:
    """Companies' names, ended contacts, lost edits."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def companies(self, company_ids: Sequence[CompanyId]) -> Mapping[CompanyId, str]:
        statement = sa.select(companies.c.company_id, companies.c.name).where(
            companies.c.connection_id == self._connection_id,
            companies.c.company_id.in_(company_ids),
        )
        return {row.company_id: row.name for row in self._session.connection.execute(statement)}

    def company_named(self, name: str) -> CompanyId | None:
        # Not min(company_id) alone: SQLite would look for it in the whole connection.
        statement = sa.select(sa.func.min(companies.c.company_id + 0)).where(
            companies.c.connection_id == self._connection_id, companies.c.name == name
        )
        lowest: CompanyId | None = self._session.connection.scalar(statement)
        return lowest

    def put_companies(self, known: Sequence[RemoteCompany]) -> None:
        rows = [
            {"connection_id": self._connection_id, "company_id": one.company_id, "name": one.name}
            for one in sorted(known, key=lambda one: one.company_id)
        ]
        self._session.upsert(companies, rows)

    def ends(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, RemoteId | None]:
        statement = sa.select(ends.c.remote_id, ends.c.merged_into).where(
            ends.c.connection_id == self._connection_id, ends.c.remote_id.in_(remote_ids)
        )
        rows = self._session.connection.execute(statement)
        return {row.remote_id: row.merged_into for row in rows}

    def put_end(self, remote_id: RemoteId, merged_into: RemoteId | None, at: datetime) -> None:
        row = {
            "connection_id": self._connection_id,
            "remote_id": remote_id,
            "merged_into": merged_into,
            "at": at,
        }
        self._session.upsert(ends, [row])

    def log_conflicts(self, lost: Sequence[Lost], at: datetime) -> None:
        rows = [
            {
                "connection_id": self._connection_id,
                "record_id": one.record_id,
                "at": at,
                "entry": token_hex(_ENTRY_BYTES),
                "body": to_json(one),
            }
            for one in lost
        ]
        if rows:
            self._session.connection.execute(sa.insert(conflicts), rows)

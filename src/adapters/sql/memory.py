"""What one connection remembers of companies, in SQL."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from adapters.sql.session import Session
from adapters.sql.tables import companies
from domain.model.remote import RemoteCompany
from domain.model.values import CompanyId, ConnectionId

_NAMES = sa.select(companies.c.company_id, companies.c.name).where(
    companies.c.connection_id == sa.bindparam("connection_id"),
    companies.c.company_id.in_(sa.bindparam("company_ids", expanding=True)),
)


class SqlMemory:
    """Companies' names."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def companies(self, company_ids: Sequence[CompanyId]) -> Mapping[CompanyId, str]:
        if not company_ids:
            return {}
        asked = {"connection_id": self._connection_id, "company_ids": list(company_ids)}
        rows = self._session.connection.execute(_NAMES, asked)
        return {row.company_id: row.name for row in rows}

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

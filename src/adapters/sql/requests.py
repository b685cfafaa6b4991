"""The answered requests of one connection in SQL."""

from datetime import datetime

import sqlalchemy as sa

from adapters.sql.session import Session
from adapters.sql.tables import requests
from domain.model.values import ConnectionId


class SqlRequests:
    """A request that two callers answer at once clashes: the second looks again and finds it."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def find(self, request_id: str) -> tuple[str, str] | None:
        statement = sa.select(requests.c.fingerprint, requests.c.answer).where(
            requests.c.connection_id == self._connection_id, requests.c.request_id == request_id
        )
        row = self._session.connection.execute(statement).one_or_none()
        return None if row is None else (row.fingerprint, row.answer)

    def put(self, request_id: str, fingerprint: str, answer: str, at: datetime) -> None:
        row = {
            "connection_id": self._connection_id,
            "request_id": request_id,
            "fingerprint": fingerprint,
            "answer": answer,
            "at": at,
        }
        self._session.connection.execute(sa.insert(requests), row)

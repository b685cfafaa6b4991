"""The due list of one connection in SQL."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa

from adapters.sql.session import Insert, Session, insert_into
from adapters.sql.tables import works
from domain.model.values import ConnectionId
from domain.model.work import Task, Work, WorkKey


class SqlWorkList:
    """One row a key; its version tells whether it was marked again in the meantime."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def mark(self, marked: Sequence[Work]) -> None:
        if not marked:
            return
        rows = [self._row(work) for work in sorted(marked, key=lambda one: one.key)]
        self._session.connection.execute(_mark(self._session.dialect), rows)
        self._session.touched.add(self._connection_id)

    def due(self, now: datetime, limit: int) -> Sequence[Work]:
        statement = (
            sa.select(works)
            .where(works.c.connection_id == self._connection_id, works.c.due_at <= now)
            .order_by(works.c.task, works.c.due_at, works.c.subject)
            .limit(limit)
        )
        return [_work(row) for row in self._session.connection.execute(statement)]

    def next_due(self) -> datetime | None:
        statement = sa.select(sa.func.min(works.c.due_at)).where(
            works.c.connection_id == self._connection_id
        )
        earliest: datetime | None = self._session.connection.scalar(statement)
        return earliest

    def put(self, work: Work) -> None:
        self._replace(work, self._stands(work.key, work.version))

    def postpone(self, work: Work) -> None:
        self._replace(work, self._is(work.key))

    def count(self, task: Task) -> int:
        statement = sa.select(sa.func.count()).where(
            works.c.connection_id == self._connection_id, works.c.task == task
        )
        return self._session.connection.scalar(statement) or 0

    def bring_forward(self, now: datetime) -> None:
        statement = (
            sa.update(works)
            .where(works.c.connection_id == self._connection_id)
            .values(
                due_at=_earlier(sa.bindparam("now", now, works.c.due_at.type)),
                attempts=0,
                version=works.c.version + 1,
            )
        )
        self._session.connection.execute(statement)
        self._session.touched.add(self._connection_id)

    def done(self, key: WorkKey, version: int) -> None:
        self._session.connection.execute(sa.delete(works).where(self._stands(key, version)))

    def _replace(self, work: Work, condition: sa.ColumnElement[bool]) -> None:
        statement = (
            sa.update(works)
            .where(condition)
            .values(due_at=work.due_at, attempts=work.attempts, last_error=work.last_error)
        )
        self._session.connection.execute(statement)

    def _stands(self, key: WorkKey, version: int) -> sa.ColumnElement[bool]:
        return sa.and_(self._is(key), works.c.version == version)

    def _is(self, key: WorkKey) -> sa.ColumnElement[bool]:
        return sa.and_(
            works.c.connection_id == self._connection_id,
            works.c.task == key.task,
            works.c.subject == key.subject,
        )

    def _row(self, work: Work) -> dict[str, object]:
        return {
            "connection_id": self._connection_id,
            "task": work.key.task,
            "subject": work.key.subject,
            "due_at": work.due_at,
            "attempts": work.attempts,
            "version": 1,
            "last_error": work.last_error,
        }


@cache
def _mark(dialect: str) -> Insert:
    insert = insert_into(dialect, works)
    return insert.on_conflict_do_update(
        index_elements=list(works.primary_key),
        set_={"due_at": _earlier(insert.excluded.due_at), "version": works.c.version + 1},
    )


def _earlier(due_at: sa.ColumnElement[datetime]) -> sa.Case[datetime]:
    return sa.case((works.c.due_at < due_at, works.c.due_at), else_=due_at)


def _work(row: sa.Row[*tuple[object, ...]]) -> Work:
    return Work(
        key=WorkKey(Task(row.task), row.subject),
        due_at=row.due_at,
        attempts=row.attempts,
        version=row.version,
        last_error=row.last_error,
    )

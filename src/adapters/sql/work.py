"""The due list of one connection in SQL."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa

from adapters.sql.session import Insert, Session, insert_into
from adapters.sql.tables import works
from domain.model.values import ConnectionId
from domain.model.work import Task, Work, WorkKey

_OURS = works.c.connection_id == sa.bindparam("its_connection_id")
_DUE = (
    sa.select(works)
    .where(_OURS, works.c.due_at <= sa.bindparam("now"))
    .order_by(works.c.task, works.c.due_at, works.c.subject)
    .limit(sa.bindparam("most"))
)
_NEXT_DUE = sa.select(sa.func.min(works.c.due_at)).where(_OURS)
_IS = sa.and_(
    _OURS, works.c.task == sa.bindparam("its_task"), works.c.subject == sa.bindparam("its_subject")
)
_STANDS = sa.and_(_IS, works.c.version == sa.bindparam("its_version"))
_DONE = sa.delete(works).where(_STANDS)
_LATER = sa.update(works).values(
    due_at=sa.bindparam("later"), attempts=sa.bindparam("tries"), last_error=sa.bindparam("error")
)
_POSTPONED = _LATER.where(_IS)
_PUT = _LATER.where(_STANDS)


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
        asked = {"its_connection_id": self._connection_id, "now": now, "most": limit}
        return [_work(row) for row in self._session.connection.execute(_DUE, asked)]

    def next_due(self) -> datetime | None:
        asked = {"its_connection_id": self._connection_id}
        earliest: datetime | None = self._session.connection.scalar(_NEXT_DUE, asked)
        return earliest

    def put(self, work: Work) -> None:
        named = self._named(work.key) | {"its_version": work.version}
        self._session.connection.execute(_PUT, named | _later(work))

    def postpone(self, work: Work) -> None:
        self._session.connection.execute(_POSTPONED, self._named(work.key) | _later(work))

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
        self._session.connection.execute(_DONE, self._named(key) | {"its_version": version})

    def _named(self, key: WorkKey) -> dict[str, object]:
        return {
            "its_connection_id": self._connection_id,
            "its_task": key.task,
            "its_subject": key.subject,
        }

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


def _later(work: Work) -> dict[str, object]:
    return {"later": work.due_at, "tries": work.attempts, "error": work.last_error}


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

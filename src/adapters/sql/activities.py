"""The activities of one connection in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import activities
from domain.activity.activity import Activity, ActivityState, state_of
from domain.model.activity import ActivityId
from domain.model.values import ConnectionId, RecordId

_SELECT = (
    sa.select(activities.c.body)
    .where(activities.c.connection_id == sa.bindparam("connection_id"))
    .with_for_update()
)
_GET = _SELECT.where(activities.c.activity_id == sa.bindparam("key"))
_OF_SESSION = _SELECT.where(activities.c.session == sa.bindparam("key"))
_WAITING_FOR = _SELECT.where(
    activities.c.waits_for.in_(sa.bindparam("keys", expanding=True))
).order_by(activities.c.activity_id)


class SqlActivities:
    """Legs that are part of another activity have neither state nor session."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def get(self, activity_id: ActivityId) -> Activity | None:
        found = self._read(_GET, key=activity_id)
        if not found:
            self._session.missed_activities.add((self._connection_id, activity_id))
        return next(iter(found), None)

    def of_session(self, session: str) -> Activity | None:
        return next(iter(self._read(_OF_SESSION, key=session)), None)

    def waiting_for(self, record_ids: Sequence[RecordId]) -> Sequence[Activity]:
        if not record_ids:
            return []
        return self._read(_WAITING_FOR, keys=list(record_ids))

    def list(
        self, state: ActivityState | None, after: ActivityId | None, limit: int
    ) -> Sequence[Activity]:
        states = [state] if state is not None else list(ActivityState)
        is_next = sa.true() if after is None else activities.c.activity_id > after
        statement = _SELECT.where(activities.c.state.in_(states), is_next)
        return self._read(statement.order_by(activities.c.activity_id).limit(limit))

    def put(self, activities_: Sequence[Activity]) -> None:
        missed = self._session.missed_activities
        key = self._connection_id
        new = [one for one in activities_ if (key, one.activity_id) in missed]
        known = [one for one in activities_ if (key, one.activity_id) not in missed]
        self._session.upsert(activities, [self._row(one) for one in known])
        if new:
            rows = [self._row(one) for one in new]
            self._session.connection.execute(sa.insert(activities), rows)
        missed.difference_update((key, one.activity_id) for one in new)

    def _read(self, statement: sa.Select[str], **asked: object) -> Sequence[Activity]:
        asked = {"connection_id": self._connection_id, **asked}
        bodies = self._session.connection.scalars(statement, asked)
        return [from_json(Activity, body) for body in bodies]

    def _row(self, activity: Activity) -> dict[str, object]:
        return {
            "connection_id": self._connection_id,
            "activity_id": activity.activity_id,
            "state": state_of(activity) if activity.part_of is None else None,
            "session": activity.session,
            "waits_for": activity.waiting.record_id if activity.waiting is not None else None,
            "body": to_json(activity),
        }

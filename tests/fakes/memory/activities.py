"""Activities in memory."""

from collections import Counter
from collections.abc import Sequence

from domain.activity.activity import Activity, ActivityState, state_of
from domain.errors import Conflict
from domain.model.activity import ActivityId
from domain.model.values import RecordId
from tests.fakes.memory.state import Drawer


class MemoryActivities:
    def __init__(self, drawer: Drawer) -> None:
        self._activities = drawer.activities

    def get(self, activity_id: ActivityId) -> Activity | None:
        return self._activities.get(activity_id)

    def of_session(self, session: str) -> Activity | None:
        return next((one for one in self._all() if one.session == session), None)

    def waiting_for(self, record_ids: Sequence[RecordId]) -> Sequence[Activity]:
        return [one for one in self._all() if one.waiting and one.waiting.record_id in record_ids]

    def list(
        self, state: ActivityState | None, after: ActivityId | None, limit: int
    ) -> Sequence[Activity]:
        whole = [one for one in self._all() if one.part_of is None]
        shown = [one for one in whole if state is None or state_of(one) is state]
        return [one for one in shown if after is None or one.activity_id > after][:limit]

    def put(self, activities: Sequence[Activity]) -> None:
        self._activities.update({one.activity_id: one for one in activities})
        sessions = Counter(one.session for one in self._all() if one.session is not None)
        if any(count > 1 for count in sessions.values()):
            raise Conflict("CLASH", "Another activity has this session.")

    def _all(self) -> Sequence[Activity]:
        return [self._activities[one] for one in sorted(self._activities)]

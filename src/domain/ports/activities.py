"""The activities of one connection."""

from collections.abc import Sequence
from typing import Protocol

from domain.activity.activity import Activity, ActivityState
from domain.model.activity import ActivityId
from domain.model.values import RecordId


class Activities(Protocol):
    """The activities of one connection. Reading one locks it until the transaction ends."""

    def get(self, activity_id: ActivityId) -> Activity | None:
        """Return the activity, if there is one."""

    def of_session(self, session: str) -> Activity | None:
        """Return the call that the reports of this session are about."""

    def waiting_for(self, record_ids: Sequence[RecordId]) -> Sequence[Activity]:
        """Return what waits for these contacts or deals, in the order of activity_id."""

    def list(
        self, state: ActivityState | None, after: ActivityId | None, limit: int
    ) -> Sequence[Activity]:
        """Return up to *limit* activities, all states if None, in the order of activity_id.

        Legs that are part of another activity are left out.
        """

    def put(self, activities: Sequence[Activity]) -> None:
        """Insert or replace the activities; each session has at most one."""

"""Forgetting what is old, in memory."""

from datetime import datetime

from domain.model.values import ChangeNumber, ConnectionId
from tests.fakes.memory.state import Draft


class MemoryHistory:
    def __init__(self, draft: Draft, connection_id: ConnectionId) -> None:
        self._draft = draft
        self._drawer = draft.drawer(connection_id)
        self._connection_id = connection_id

    def forget_deliveries(self, before: datetime, limit: int) -> int:
        inbox, digested = self._drawer.inbox, self._drawer.digested
        old = [
            one.event_id
            for one in inbox.values()
            if one.received_at < before and (one.event_id in digested or one.entity is None)
        ]
        for event_id in old[:limit]:
            del inbox[event_id]
            digested.pop(event_id, None)
        return len(old[:limit])

    def forget_requests(self, before: datetime, limit: int) -> int:
        requests = self._drawer.requests
        old = [key for key, (_, _, at) in requests.items() if at < before][:limit]
        for key in old:
            del requests[key]
        return len(old)

    def forget_ends(self, before: datetime, limit: int) -> int:
        ends = self._drawer.ends
        old = [key for key, (_, at) in ends.items() if at < before][:limit]
        for key in old:
            del ends[key]
        return len(old)

    def forget_conflicts(self, before: datetime, limit: int) -> int:
        conflicts = self._drawer.conflicts
        old = [key for key, (_, _, at) in conflicts.items() if at < before][:limit]
        for key in old:
            del conflicts[key]
        return len(old)

    def forget_logins(self, before: datetime, limit: int) -> int:
        logins = self._draft.logins
        ours = [one for one in logins.values() if one.connection_id == self._connection_id]
        old = [one.state for one in ours if one.expires_at < before][:limit]
        for state in old:
            del logins[state]
        return len(old)

    def forget_changes(self, until: ChangeNumber) -> None:
        changes = self._drawer.changes
        for number in [one for one in changes if one <= until]:
            del changes[number]

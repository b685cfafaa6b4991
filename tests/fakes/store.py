"""A store in memory: what the port promises, within one event loop, until the process ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.sql.wakes import Wakes
from domain.errors import LeaseLost
from domain.model.connection import Connection, Login
from domain.model.values import ConnectionId, Kind, RecordId
from domain.model.work import Lease, Work
from domain.ports.store import Tx
from domain.ports.world import Clock, Phones
from domain.sync.record import Lost, Record
from tests.fakes.memory.activities import MemoryActivities
from tests.fakes.memory.catalog import MemoryCatalog
from tests.fakes.memory.connections import MemoryConnections, MemoryFeed, MemorySecrets
from tests.fakes.memory.erasure import MemoryErasure
from tests.fakes.memory.history import MemoryHistory
from tests.fakes.memory.records import MemoryMemory, MemoryRecords, MemoryRequests
from tests.fakes.memory.state import Draft, Drawer, Held, State
from tests.fakes.memory.work import MemoryInbox, MemoryWorkList

Result = TypeVar("Result")


class MemoryTx:
    """One transaction on a draft of the state."""

    def __init__(self, draft: Draft, phones: Phones) -> None:
        self._draft = draft
        self._phones = phones
        self.connections = MemoryConnections(draft)
        self.secrets = MemorySecrets(draft)

    def records(self, connection_id: ConnectionId, kind: Kind) -> MemoryRecords:
        return MemoryRecords(self._draft.drawer(connection_id), kind, self._phones)

    def feed(self, connection_id: ConnectionId) -> MemoryFeed:
        return MemoryFeed(self._draft, connection_id)

    def work(self, connection_id: ConnectionId) -> MemoryWorkList:
        return MemoryWorkList(self._draft, connection_id)

    def inbox(self, connection_id: ConnectionId) -> MemoryInbox:
        return MemoryInbox(self._draft, connection_id)

    def memory(self, connection_id: ConnectionId) -> MemoryMemory:
        return MemoryMemory(self._draft.drawer(connection_id))

    def requests(self, connection_id: ConnectionId) -> MemoryRequests:
        return MemoryRequests(self._draft.drawer(connection_id))

    def erasure(self, connection_id: ConnectionId) -> MemoryErasure:
        return MemoryErasure(self._draft.drawer(connection_id))

    def history(self, connection_id: ConnectionId) -> MemoryHistory:
        return MemoryHistory(self._draft, connection_id)

    def catalog(self, connection_id: ConnectionId) -> MemoryCatalog:
        return MemoryCatalog(self._draft.drawer(connection_id))

    def activities(self, connection_id: ConnectionId) -> MemoryActivities:
        return MemoryActivities(self._draft.drawer(connection_id))


class InMemoryStore:
    """Keeps to domain.ports.store.Store. Leases expire by *clock*.

    The methods at the end show a test what is in it.
    """

    def __init__(self, *, clock: Clock, phones: Phones) -> None:
        self._clock = clock
        self._phones = phones
        self._state = State()
        self._wakes = Wakes()

    async def transact(self, work: Callable[[Tx], Result], *, lease: Lease | None = None) -> Result:
        if lease is not None:
            self._state.held(lease)
        draft = Draft(self._state)
        result = work(MemoryTx(draft, self._phones))
        draft.commit()
        self._wakes.wake(draft.touched)
        return result

    async def changed(self, connection_id: ConnectionId | None, seen: int, limit: timedelta) -> int:
        return await self._wakes.wait(connection_id, seen, limit)

    async def lease(self, holder: str, span: timedelta) -> Lease | None:
        now = self._clock()
        free = [one for one in self._state.connections if self._is_free(one, now)]
        if not free:
            return None
        chosen = min(free, key=lambda one: (self._held(one).taken_at, one))
        fence = self._held(chosen).fence + 1
        self._state.leases[chosen] = Held(
            holder=holder, fence=fence, until=now + span, taken_at=now
        )
        return Lease(connection_id=chosen, holder=holder, fence=fence)

    async def renew(self, lease: Lease, span: timedelta) -> None:
        held = self._state.held(lease)
        self._state.leases[lease.connection_id] = replace(held, until=self._clock() + span)

    async def release(self, lease: Lease) -> None:
        try:
            held = self._state.held(lease)
        except LeaseLost:
            return
        self._state.leases[lease.connection_id] = replace(held, holder="")

    def connections(self) -> list[Connection]:
        """Return every connection, for a test's assertions."""
        return list(self._state.connections.values())

    def all_records(
        self, connection_id: ConnectionId, kind: Kind = Kind.CONTACT
    ) -> dict[RecordId, Record]:
        """Return every record of the kind, deleted ones too, for a test's assertions."""
        known = self._drawer(connection_id).records
        return {record_id: one for (own, record_id), one in known.items() if own is kind}

    def works(self, connection_id: ConnectionId) -> list[Work]:
        """Return the whole due list, for a test's assertions."""
        return sorted(self._drawer(connection_id).works.values(), key=lambda one: one.key)

    def conflicts(self, connection_id: ConnectionId) -> list[Lost]:
        """Return the conflict log, for a test's assertions."""
        return [lost for _, lost, _ in self._drawer(connection_id).conflicts.values()]

    def logins(self, connection_id: ConnectionId) -> list[Login]:
        """Return the logins under way, for a test's assertions."""
        return [one for one in self._state.logins.values() if one.connection_id == connection_id]

    def draft_of(self, connection_id: ConnectionId) -> Drawer:
        """Return the drawer itself, for what another process does."""
        return self._state.drawers[connection_id]

    def take_over(self, connection_id: ConnectionId, span: timedelta) -> None:
        """Let another process hold the connection, whoever holds it now."""
        now, fence = self._clock(), self._held(connection_id).fence + 1
        self._state.leases[connection_id] = Held(
            holder="another", fence=fence, until=now + span, taken_at=now
        )

    def _drawer(self, connection_id: ConnectionId) -> Drawer:
        return self._state.drawers.get(connection_id, Drawer())

    def _held(self, connection_id: ConnectionId) -> Held:
        return self._state.leases.get(connection_id, Held())

    def _is_free(self, connection_id: ConnectionId, now: datetime) -> bool:
        held = self._held(connection_id)
        is_due = any(one.due_at <= now for one in self._drawer(connection_id).works.values())
        return is_due and (not held.holder or held.until <= now)

"""The real SQL store on the simulated database, without threads."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeVar

from adapters.sql.sealing import Sealer
from adapters.sql.session import Session
from adapters.sql.store import SqlStore
from adapters.sql.wakes import Wakes
from domain.model.values import ConnectionId
from domain.model.work import Lease
from domain.ports.world import Clock, Phones
from tests.simulation.machine.process import Process
from tests.simulation.service.database import Database

Result = TypeVar("Result")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = bytes(range(32))
_BOOKMARK = timedelta(seconds=15)
_LONGEST_SLEEP = timedelta(minutes=10)
_NEXT = """
SELECT min(max(works.due_at, leases.expires_at)) FROM works JOIN leases USING (connection_id)
"""
_FREE = """
SELECT 1 FROM works JOIN leases USING (connection_id)
WHERE works.due_at <= ? AND leases.expires_at <= ? LIMIT 1
"""


class InlineCommits:
    """Runs each transaction in one step, as adapters.sql.store.Commits.

    Before and after it others may take theirs: *trouble* is asked both times and may raise.
    """

    def __init__(
        self, database: Database, process: Process, clock: Clock, trouble: Callable[[str], None]
    ) -> None:
        self._database = database
        self._process = process
        self._clock = clock
        self._trouble = trouble

    async def run(self, work: Callable[[Session], Result]) -> Result:
        await asyncio.sleep(0)
        self._trouble("before")
        touched = set[ConnectionId]()
        with self._database.transaction(self._before_commit) as connection:
            result = work(Session(database=connection, clock=self._clock, touched=touched))
        self._database.committed(touched)
        self._process.pass_point("committed")
        self._trouble("after")
        await asyncio.sleep(0)
        return result

    def _before_commit(self) -> None:
        self._process.pass_point("commit")


class SimStore(SqlStore):
    """The store of one process. It does not poll in vain: nothing happens while nothing is due."""

    def __init__(
        self, database: Database, clock: Clock, phones: Phones, commits: InlineCommits
    ) -> None:
        self._database, self._clock = database, clock
        self.wakes = Wakes()
        super().__init__(commits, wakes=self.wakes, sealer=_sealer(), phones=phones)

    async def lease(self, holder: str, span: timedelta) -> Lease | None:
        if self._database.glance(_FREE, *[micros(self._clock())] * 2) is None:
            await asyncio.sleep(0)
            return None
        return await super().lease(holder, span)

    async def changed(self, connection_id: ConnectionId | None, seen: int, limit: timedelta) -> int:
        if connection_id is None:
            limit = max(limit, self._idle())
        elif limit >= _BOOKMARK:
            limit = _LONGEST_SLEEP
        return await super().changed(connection_id, seen, limit)

    def _idle(self) -> timedelta:
        """Return how long no connection with due work will be free."""
        found = self._database.glance(_NEXT)
        if found is None or found[0] is None:
            return _LONGEST_SLEEP
        return min(timedelta(microseconds=found[0] - micros(self._clock())), _LONGEST_SLEEP)


def micros(instant: datetime) -> int:
    """Return the instant as the tables hold it."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


@cache
def _sealer() -> Sealer:
    return Sealer([_KEY])

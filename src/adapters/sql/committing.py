"""Jobs on threads, each in one transaction; those that wait together can be committed together."""

import asyncio
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from random import SystemRandom
from threading import Lock, Thread
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from adapters.sql.faults import is_clash
from adapters.sql.jobs import Job
from adapters.sql.session import Session
from domain.errors import StoreUnavailable
from domain.model.values import ConnectionId

Result = TypeVar("Result")
Tell = Callable[[sa.Connection, set[ConnectionId]], None]
Jobs = Sequence[Job[object]]

_PAUSES = (0.005, 0.02, 0.05, 0.1, 0.2)
_spread = SystemRandom().uniform


class Committer:
    """Runs jobs on *threads* threads, up to *most* of them in one transaction.

    *before* is called with the connections that a transaction has touched while it is still open,
    *after* once it is durable, before any job's caller is answered; both on the thread.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        threads: int,
        most: int,
        before: Tell,
        after: Callable[[set[ConnectionId]], None],
    ) -> None:
        self._engine = engine
        self._most = most
        self._before = before
        self._after = after
        self._waiting = SimpleQueue[Job[object] | None]()
        self._one_at_a_time = Lock()
        self._is_closed = False
        self._threads = [Thread(target=self._serve, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    async def run(self, work: Callable[[Session], Result]) -> Result:
        """Return what the work returns, once that is durable; it is undone when it raises.

        The work may run again after a clash. Raises what it raises, or what SQLAlchemy does.
        """
        if self._is_closed:
            raise StoreUnavailable
        job = Job(work)
        self._waiting.put(job)
        return await asyncio.wrap_future(job.outcome)

    def close(self) -> None:
        """Finish what was asked for; blocks."""
        self._is_closed = True
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [job for job in self._gather(first) if job.begin()]
            if len(group) > 1 and self._is_committed(group):
                continue
            for job in group:
                self._insist(job)

    def _gather(self, first: Job[object]) -> Jobs:
        """Return the first job and those that wait behind it."""
        group = [first]
        while len(group) < self._most:
            try:
                job = self._waiting.get_nowait()
            except Empty:
                break
            if job is None:
                self._waiting.put(None)
                break
            group.append(job)
        return group

    def _is_committed(self, group: Jobs) -> bool:
        """Commit the jobs together; if one of them spoils that, each has to go alone."""
        try:
            self._commit(group)
        except BaseException:  # noqa: BLE001 - it comes again when the job goes alone
            return False
        self._answer(group)
        return True

    def _insist(self, job: Job[object]) -> None:
        """Commit the job. Those that clashed with others come again, one after the other."""
        clash = self._clash(job)
        if clash is None:
            return
        with self._one_at_a_time:
            for pause in _PAUSES:
                time.sleep(_spread(0, pause))
                clash = self._clash(job)
                if clash is None:
                    return
        job.fail(clash)

    def _clash(self, job: Job[object]) -> DBAPIError | None:
        """Commit the job; return what it clashed with, None if its caller is answered."""
        try:
            self._commit([job])
        except DBAPIError as error:
            if is_clash(error):
                return error
            job.fail(error)
        except BaseException as error:  # noqa: BLE001 - whatever it is, somebody waits for it
            job.fail(error)
        else:
            self._answer([job])
        return None

    def _commit(self, group: Jobs) -> None:
        with self._engine.begin() as connection:
            for job in group:
                job.run(connection, alone=len(group) == 1)
            self._before(connection, _touched(group))

    def _answer(self, group: Jobs) -> None:
        self._after(_touched(group))
        for job in group:
            job.settle()


def _touched(group: Jobs) -> set[ConnectionId]:
    return set[ConnectionId]().union(*(job.touched for job in group))

"""The store in SQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from adapters.sql import leases
from adapters.sql.faults import translated
from adapters.sql.sealing import Sealer
from adapters.sql.session import Session
from adapters.sql.transaction import SqlTx
from adapters.sql.wakes import Wakes
from domain.model.values import ConnectionId
from domain.model.work import Lease
from domain.ports.store import Tx
from domain.ports.world import Phones

Result = TypeVar("Result")


class Commits(Protocol):
    """Runs works, each in a transaction."""

    async def run(self, work: Callable[[Session], Result]) -> Result:
        """Return what the work returns, once that is durable; it is undone when it raises."""


class SqlStore:
    """As ports.store.Store, on either database. Raises StoreUnavailable when it does not answer."""

    def __init__(self, committer: Commits, *, wakes: Wakes, sealer: Sealer, phones: Phones) -> None:
        self._committer = committer
        self._wakes = wakes
        self._sealer = sealer
        self._phones = phones

    async def transact(self, work: Callable[[Tx], Result], *, lease: Lease | None = None) -> Result:
        def job(session: Session) -> Result:
            if lease is not None:
                leases.check(session, lease)
            return work(SqlTx(session, self._sealer, self._phones))

        return await self._run(job)

    async def changed(self, connection_id: ConnectionId | None, seen: int, limit: timedelta) -> int:
        return await self._wakes.wait(connection_id, seen, limit)

    async def lease(self, holder: str, span: timedelta) -> Lease | None:
        return await self._run(lambda session: leases.take(session, holder, span))

    async def renew(self, lease: Lease, span: timedelta) -> None:
        await self._run(lambda session: leases.renew(session, lease, span))

    async def release(self, lease: Lease) -> None:
        await self._run(lambda session: leases.release(session, lease))

    async def _run(self, job: Callable[[Session], Result]) -> Result:
        with translated():
            return await self._committer.run(job)

"""The start of a process: nobody knows how long nothing was listening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.model.connection import Connection, ConnectionState
from domain.model.values import AccountId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Store, Tx
from domain.ports.world import Clock

RECENT = timedelta(minutes=15)
"""Subscriptions that were looked at so lately are left alone: processes may start in a row."""
_BY_THE_CLOCK = (Task.SWEEP, Task.AUDIT, Task.KEEP_ALIVE)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeUp:
    """Has the subscriptions of every connection at work looked at.

    What comes by the clock, and asks Pipedrive for nothing before its time, is put on the due list
    in case that it is not there.
    """

    store: Store
    clock: Clock

    async def run(self) -> None:
        """Mark what is due."""
        after: AccountId | None = None
        while True:
            page = await self.store.transact(lambda tx, after=after: self._wake(tx, after))  # type: ignore[misc]  # bound at once
            if len(page) < _AT_ONCE:
                return
            after = page[-1].account_id

    def _wake(self, tx: Tx, after: AccountId | None) -> Sequence[Connection]:
        now = self.clock()
        page = tx.connections.list(after, _AT_ONCE)
        for one in page:
            if one.state is not ConnectionState.ACTIVE:
                continue
            works = [Work(key=WorkKey(task), due_at=now + RECENT) for task in _BY_THE_CLOCK]
            if _is_long_ago(one.webhooks.checked_at, now):
                works.append(Work(key=WorkKey(Task.WEBHOOKS), due_at=now))
            tx.work(one.connection_id).mark(works)
        return page


def _is_long_ago(checked_at: datetime | None, now: datetime) -> bool:
    return checked_at is None or now >= checked_at + RECENT

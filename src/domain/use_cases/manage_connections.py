"""Connections as administrators and other services see them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.model.budget import Budget
from domain.model.connection import (
    ENDED,
    NO_CHANGE,
    Connection,
    ConnectionState,
    DeletionPolicy,
    Login,
)
from domain.model.values import AccountId, ConnectionId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Store, Tx
from domain.ports.world import Clock, Ids
from domain.sync.standing import approved
from domain.use_cases.accounts import connection_of, held_connection_of
from domain.use_cases.paging import key_before, token_after

LOGIN_LIMIT = timedelta(minutes=15)
_WATCH_PAUSE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageConnections:
    """Starts, shows and ends connections; what takes Pipedrive's part is done by the worker."""

    store: Store
    clock: Clock
    ids: Ids
    public_url: str

    async def start(self, account_id: AccountId) -> tuple[Connection, str]:
        """Return the connection, made if it is the first time, and where to log in.

        An account that is connected stays so; logging in again renews its authorization.
        """
        state = self.ids()
        connection = await self.store.transact(lambda tx: self._start(tx, account_id, state))
        return connection, f"{self.public_url}/oauth/start?state={state}"

    async def get(self, account_id: AccountId) -> Connection:
        """Return the account's connection. Raises NotFound."""
        return await self.store.transact(lambda tx: connection_of(tx, account_id))

    async def list(self, page_size: int, page_token: str) -> tuple[Sequence[Connection], str]:
        """Return a page in the order of accounts, and the next one's token, empty at the end."""
        key = key_before(page_token)
        after = AccountId(key) if key is not None else None
        page = await self.store.transact(lambda tx: tx.connections.list(after, page_size))
        return page, token_after(page[-1].account_id) if len(page) == page_size else ""

    async def watch(self, account_id: AccountId) -> AsyncIterator[Connection]:
        """Yield the connection as it is, then each time it has changed, for ever."""
        shown: Connection | None = None
        seen = 0
        while True:
            connection = await self.get(account_id)
            if shown is None or _visible(connection) != _visible(shown):
                shown = connection
                yield connection
            seen = await self.store.changed(connection.connection_id, seen, _WATCH_PAUSE)

    async def resume(self, account_id: AccountId) -> Connection:
        """Let a paused connection try at once to go on, whatever it waits for. Raises NotFound.

        A mass deletion is approved by it. A connection that is not paused stays as it is.
        """
        return await self.store.transact(lambda tx: self._resume(tx, account_id))

    async def set_deletions(self, account_id: AccountId, policy: DeletionPolicy) -> Connection:
        """Decide what deletions mean from now on; what was deleted before stays as it is."""

        def put(tx: Tx) -> Connection:
            connection = replace(held_connection_of(tx, account_id), deletions=policy)
            tx.connections.put(connection)
            return connection

        return await self.store.transact(put)

    async def disconnect(self, account_id: AccountId, *, erase: bool = False) -> Connection:
        """End the connection; webhooks and tokens are given back soon.

        Records are kept for the next time, or, with *erase*, forgotten for good.
        """
        return await self.store.transact(lambda tx: self._disconnect(tx, account_id, erase=erase))

    def _start(self, tx: Tx, account_id: AccountId, state: str) -> Connection:
        now = self.clock()
        connection = tx.connections.of_account(account_id)
        if connection is None:
            connection = Connection(
                connection_id=ConnectionId(self.ids()),
                account_id=account_id,
                state=ConnectionState.CONNECTING,
                since=now,
            )
            tx.connections.put(connection)
        tx.work(connection.connection_id).mark([Work(key=WorkKey(Task.FORGET_OLD), due_at=now)])
        tx.secrets.put_login(
            Login(
                state=state,
                connection_id=connection.connection_id,
                expires_at=now + LOGIN_LIMIT,
            )
        )
        return connection

    def _resume(self, tx: Tx, account_id: AccountId) -> Connection:
        connection = held_connection_of(tx, account_id)
        now = self.clock()
        after = approved(connection, now)
        if after != connection:
            tx.connections.put(after)
            tx.work(connection.connection_id).bring_forward(now)
        return after

    def _disconnect(self, tx: Tx, account_id: AccountId, *, erase: bool) -> Connection:
        connection = held_connection_of(tx, account_id)
        if connection.state in ENDED and not erase:
            return connection
        now = self.clock()
        ended = replace(
            connection,
            state=ConnectionState.DISCONNECTED,
            since=now,
            reason="",
            message="",
            resume_at=None,
            erases=erase,
        )
        tx.connections.put(ended)
        work = Work(key=WorkKey(Task.DISCONNECT), due_at=now)
        tx.work(connection.connection_id).mark([work])
        return ended


def _visible(connection: Connection) -> Connection:
    """Leave out what every change of the feed and every request moves."""
    return replace(connection, last_change=NO_CHANGE, acknowledged=NO_CHANGE, budget=Budget())

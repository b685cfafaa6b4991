"""Following the change feed: ordered, without gaps, resumable from any number that is kept."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import InvalidInput, OutOfRange, Violation
from domain.model.change import Change
from domain.model.connection import Connection
from domain.model.values import AccountId, ChangeNumber, ConnectionId
from domain.model.views import Bookmark
from domain.ports.store import Store, Tx
from domain.ports.world import Clock
from domain.use_cases.accounts import connection_of, held_connection_of

_CHANGES_AT_ONCE = 500
BOOKMARK_EVERY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowChanges:
    """Hands out what Vixiees has to apply, and takes what it has applied."""

    store: Store
    clock: Clock

    async def watch(
        self, account_id: AccountId, after: ChangeNumber
    ) -> AsyncIterator[Change | Bookmark]:
        """Yield every change above *after*, a bookmark when there is none for now, for ever.

        Raises NotFound, InvalidInput for a number of the future, OutOfRange for one too old, also
        when it has become so on the way.
        """
        connection = await self.store.transact(lambda tx: _start(tx, account_id, after))
        connection_id, number = connection.connection_id, after
        bookmarked: datetime | None = None
        seen = 0
        while True:
            changes = await self._after(connection_id, number)
            if changes:
                _check_kept(number, changes[0].number)
            for change in changes:
                yield change
            number = changes[-1].number if changes else number
            if len(changes) == _CHANGES_AT_ONCE:
                continue
            now = self.clock()
            if changes or bookmarked is None or now - bookmarked >= BOOKMARK_EVERY:
                yield Bookmark(number=number)
                bookmarked = now
            seen = await self.store.changed(connection_id, seen, BOOKMARK_EVERY)

    async def acknowledge(self, account_id: AccountId, number: ChangeNumber) -> None:
        """Take that every change up to *number* is applied; a lower one than before says nothing.

        Raises NotFound, InvalidInput for a number that was never given.
        """
        await self.store.transact(lambda tx: _acknowledge(tx, account_id, number))

    async def _after(self, connection_id: ConnectionId, number: ChangeNumber) -> Sequence[Change]:
        return await self.store.transact(
            lambda tx: tx.feed(connection_id).after(number, _CHANGES_AT_ONCE)
        )


def _start(tx: Tx, account_id: AccountId, after: ChangeNumber) -> Connection:
    connection = connection_of(tx, account_id)
    _check_given("after", after, connection)
    oldest = tx.feed(connection.connection_id).oldest()
    _check_kept(after, oldest if oldest is not None else connection.last_change + 1)
    return connection


def _check_kept(after: ChangeNumber, oldest: int) -> None:
    """Make sure that the change that follows is kept, or to come. Raises OutOfRange."""
    if after + 1 < oldest:
        raise OutOfRange(
            "CURSOR_TOO_OLD",
            f"Changes after {after} are no longer kept; list the contacts and the deals, "
            f"then watch from {oldest - 1}.",
            oldest=str(oldest - 1),
        )


def _acknowledge(tx: Tx, account_id: AccountId, number: ChangeNumber) -> None:
    connection = held_connection_of(tx, account_id)
    _check_given("number", number, connection)
    if number > connection.acknowledged:
        tx.connections.put(replace(connection, acknowledged=number))


def _check_given(field: str, number: ChangeNumber, connection: Connection) -> None:
    if number > connection.last_change:
        raise InvalidInput(
            Violation(
                field=field,
                reason="NUMBER_NEVER_GIVEN",
                message=f"no change has this number yet; the last one is {connection.last_change}.",
            )
        )

"""Giving back what a connection had at Pipedrive."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from domain.errors import CrmError, CrmUnavailable
from domain.model.connection import ENDED, Connection, Grant
from domain.ports.crm import OAuth
from domain.ports.store import Tx
from domain.ports.world import Journal
from domain.use_cases.driven import Driven


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """Deletes our webhooks and revokes our tokens, as far as Pipedrive still lets us."""

    oauth: OAuth
    public_url: str
    journal: Journal

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Give everything back, then forget the tokens. Raises CrmUnavailable to try again."""
        if await driven.transact(lambda tx: _left_over(tx, driven)) is not None:
            await self._tried(self._unsubscribe(driven))
        # That may have renewed the tokens.
        grant = await driven.transact(lambda tx: _left_over(tx, driven))
        if grant is not None:
            await self._tried(self.oauth.revoke(grant))
            await driven.transact(lambda tx: _forget(tx, driven, grant))
        await driven.transact(lambda tx: _erase(tx, driven))
        return None

    async def _unsubscribe(self, driven: Driven) -> None:
        for subscription in await driven.crm.subscriptions():
            if subscription.url.startswith(f"{self.public_url}/webhooks/"):
                await driven.crm.unsubscribe(subscription.subscription_id)

    async def _tried(self, request: Awaitable[None]) -> None:
        """Go on where Pipedrive refuses: it lets nobody in any more, or has forgotten us."""
        try:
            await request
        except CrmUnavailable:
            raise
        except CrmError as error:
            self.journal("disconnect_refused", {"reason": error.reason})


def _left_over(tx: Tx, driven: Driven) -> Grant | None:
    """Return the tokens of a connection that has ended; none if it was taken up again."""
    connection = tx.connections.hold(driven.connection_id)
    return tx.secrets.grant(driven.connection_id) if connection.state in ENDED else None


def _erase(tx: Tx, driven: Driven) -> None:
    """Forget everything if that was asked for, unless the account has connected again meanwhile.

    The numbers of the change feed go on: Vixiees remembers how far it had read.
    """
    connection = tx.connections.hold(driven.connection_id)
    if not connection.erases or connection.state not in ENDED:
        return
    tx.erasure(driven.connection_id).forget_connection()
    tx.connections.put(
        Connection(
            connection_id=connection.connection_id,
            account_id=connection.account_id,
            state=connection.state,
            since=connection.since,
            last_change=connection.last_change,
            acknowledged=connection.acknowledged,
            deletions=connection.deletions,
        )
    )


def _forget(tx: Tx, driven: Driven, used: Grant) -> None:
    """Forget the tokens, unless an administrator has connected again meanwhile."""
    stored = tx.secrets.grant(driven.connection_id)
    if stored is not None and stored.generation == used.generation:
        tx.secrets.put_grant(driven.connection_id, None)

"""Keeping a connection's tokens fresh: one renewal at a time, remembered before it is used."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from domain.errors import GrantLost
from domain.model.connection import Grant
from domain.model.values import ConnectionId
from domain.ports.crm import OAuth
from domain.ports.store import Store, Tx
from domain.ports.world import Clock

EARLY = timedelta(minutes=1)
"""How long before their end tokens are renewed."""


@dataclass(slots=True, kw_only=True)
class RenewedTokens:
    """The tokens of one connection, as ports.crm.Tokens.

    Only the process that holds the connection's lease renews them, so one lock is enough.
    """

    connection_id: ConnectionId
    store: Store
    oauth: OAuth
    clock: Clock
    _renewing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _newest: Grant | None = None

    async def current(self) -> Grant:
        """Return the newest tokens. Raises GrantLost when there are none."""
        grant = self._newest or await self._stored()
        if grant.expires_at - self.clock() > EARLY:
            self._newest = grant
            return grant
        return await self.renewed(grant)

    async def renewed(self, refused: Grant) -> Grant:
        """Return tokens newer than these. Raises GrantLost, CrmUnavailable."""
        async with self._renewing:
            grant = await self._stored()
            if grant.generation <= refused.generation:
                grant = await self._renew(grant)
            self._newest = grant
            return grant

    async def _renew(self, grant: Grant) -> Grant:
        try:
            newer = await self.oauth.refresh(grant)
        except GrantLost:
            again = await self._stored()
            if again.generation > grant.generation:
                return again
            raise
        return await self.store.transact(lambda tx: self._remember(tx, grant, newer))

    def _remember(self, tx: Tx, used: Grant, newer: Grant) -> Grant:
        stored = tx.secrets.grant(self.connection_id)
        if stored is None or stored.generation > used.generation:
            return stored or newer
        tx.secrets.put_grant(self.connection_id, newer)
        return newer

    async def _stored(self) -> Grant:
        grant = await self.store.transact(lambda tx: tx.secrets.grant(self.connection_id))
        if grant is None:
            raise GrantLost("NOT_AUTHORIZED", "No administrator has authorized this connection.")
        return grant

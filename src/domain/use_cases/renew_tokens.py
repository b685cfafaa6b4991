"""Keeping a connection's tokens fresh: one renewal at a time, remembered before it is used."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.errors import CrmError, GrantLost
from domain.model.connection import Grant
from domain.model.values import ConnectionId
from domain.ports.crm import OAuth
from domain.ports.store import Store, Tx
from domain.ports.world import Clock

EARLY = timedelta(seconds=30)
"""How long before their end tokens are renewed: half of the shortest life that is believed."""
CLAIM = timedelta(seconds=30)
"""How long a renewal keeps others from trying: longer than OAuth.refresh may take."""
_LOOK_AGAIN = timedelta(seconds=1)


@dataclass(slots=True, kw_only=True)
class RenewedTokens:
    """The tokens of one connection, as ports.crm.Tokens.

    Pipedrive may take a refresh token once only, so whoever renews says so in the store first. A
    process that has lost its lease without knowing keeps to that as well; one that has died does
    not hold others up for longer than a claim lasts.
    """

    connection_id: ConnectionId
    store: Store
    oauth: OAuth
    clock: Clock
    _renewing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _newest: Grant | None = None
    _lost: int | None = None

    async def current(self) -> Grant:
        """Return the newest tokens. Raises GrantLost when there are none."""
        grant = self._newest or await self._stored()
        if grant.expires_at - self.clock() > EARLY:
            self._newest = grant
            return grant
        return await self.renewed(grant)

    async def renewed(self, refused: Grant) -> Grant:
        """Return tokens newer than these. Raises GrantLost, CrmUnavailable."""
        seen = 0
        async with self._renewing:
            while (claimed := await self._claimed(refused)) is None:
                seen = await self.store.changed(self.connection_id, seen, _LOOK_AGAIN)
            is_newer = claimed.generation > refused.generation
            self._newest = claimed if is_newer else await self._renew(claimed)
            return self._newest

    async def _claimed(self, refused: Grant) -> Grant | None:
        """Return newer tokens, or these once it is for us to renew them; None: somebody does."""
        return await self.store.transact(lambda tx: self._claim(tx, refused))

    def _claim(self, tx: Tx, refused: Grant) -> Grant | None:
        tx.connections.hold(self.connection_id)
        grant, now = _known(tx, self.connection_id), self.clock()
        if grant.generation > refused.generation:
            return grant
        if grant.generation == self._lost:
            raise GrantLost("INVALID_GRANT", "Pipedrive has just refused these tokens.")
        if grant.claimed_until is not None and now < grant.claimed_until:
            return None
        claimed = replace(grant, claimed_until=now + CLAIM)
        tx.secrets.put_grant(self.connection_id, claimed)
        return claimed

    async def _renew(self, claimed: Grant) -> Grant:
        try:
            newer = await self.oauth.refresh(claimed)
        except CrmError as error:
            stored = await self.store.transact(lambda tx: self._let_go(tx, claimed))
            if stored.generation > claimed.generation:
                return stored
            if isinstance(error, GrantLost):
                self._lost = claimed.generation
            raise
        return await self.store.transact(lambda tx: self._remember(tx, claimed, newer))

    def _remember(self, tx: Tx, claimed: Grant, newer: Grant) -> Grant:
        tx.connections.hold(self.connection_id)
        stored = tx.secrets.grant(self.connection_id)
        if stored is None or stored.generation > claimed.generation:
            return stored or newer
        unclaimed = replace(newer, claimed_until=None)
        tx.secrets.put_grant(self.connection_id, unclaimed)
        return unclaimed

    def _let_go(self, tx: Tx, claimed: Grant) -> Grant:
        """Let others try; return the tokens as they are now."""
        tx.connections.hold(self.connection_id)
        stored = _known(tx, self.connection_id)
        if stored.claimed_until == claimed.claimed_until:
            stored = replace(stored, claimed_until=None)
            tx.secrets.put_grant(self.connection_id, stored)
        return stored

    async def _stored(self) -> Grant:
        return await self.store.transact(lambda tx: _known(tx, self.connection_id))


def _known(tx: Tx, connection_id: ConnectionId) -> Grant:
    grant = tx.secrets.grant(connection_id)
    if grant is None:
        raise GrantLost("NOT_AUTHORIZED", "No administrator has authorized this connection.")
    return grant

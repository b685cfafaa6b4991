"""Keeping an idle authorization alive: Pipedrive forgets a refresh token after 60 idle days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.ports.world import Clock
from domain.use_cases.driven import Driven

EVERY = timedelta(days=1)
IDLE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAlive:
    """Renews tokens that nobody has needed for a week, also while the connection is paused."""

    clock: Clock

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Look at the age of the tokens; return when to look again. Raises GrantLost."""
        grant = await driven.transact(lambda tx: tx.secrets.grant(driven.connection_id))
        now = self.clock()
        if grant is not None and now >= grant.expires_at + IDLE:
            await driven.tokens.renewed(grant)
        return now + EVERY

"""One cautious request: a token to learn whether a paused connection may go on.

One that is at work asks it too, where a work fails so stubbornly that all of them may.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from domain.errors import CrmGone, CrmRefused
from domain.model.values import Kind, RemoteId
from domain.ports.store import Tx
from domain.ports.world import Clock
from domain.sync.standing import resumed
from domain.use_cases.driven import Driven

_ANYBODY = RemoteId(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Asks for a contact that may not even exist: any answer but a limit or a 402 will do."""

    clock: Clock

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Let the connection go on, with everything that waited. Raises CrmError to wait longer."""
        with suppress(CrmGone, CrmRefused):
            await driven.crm.records(Kind.CONTACT).one(_ANYBODY)
        await driven.transact(lambda tx: self._resume(tx, driven))
        return None

    def _resume(self, tx: Tx, driven: Driven) -> None:
        now, connection = self.clock(), tx.connections.hold(driven.connection_id)
        after = resumed(connection, now)
        if after != connection:
            tx.connections.put(after)
            tx.work(driven.connection_id).bring_forward(now)

"""Forgetting what is too old to matter, so that nothing grows for ever."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from domain.model.change import Change
from domain.model.connection import NO_CHANGE, Connection
from domain.ports.history import History
from domain.ports.store import Tx
from domain.ports.world import Clock
from domain.use_cases.driven import Driven

EVERY = timedelta(days=1)
CHANGES_LAST = timedelta(days=30)
"""How long acknowledged changes are kept for a consumer that starts again."""
UNKNOWN_CHANGES_LAST = timedelta(days=180)
"""How long those are kept that nobody has acknowledged; after that they can only be listed."""
_AT_ONCE = 500

Forget = Callable[[History, datetime], int]
_LASTS: Mapping[timedelta, tuple[Forget, ...]] = {
    timedelta(days=1): (lambda past, before: past.forget_logins(before, _AT_ONCE),),
    # Pipedrive repeats a delivery for three minutes.
    timedelta(days=7): (
        lambda past, before: past.forget_deliveries(before, _AT_ONCE),
        lambda past, before: past.forget_requests(before, _AT_ONCE),
    ),
    # Pipedrive keeps what was deleted for 30 days.
    timedelta(days=40): (lambda past, before: past.forget_ends(before, _AT_ONCE),),
    timedelta(days=90): (lambda past, before: past.forget_conflicts(before, _AT_ONCE),),
}
"""How long each is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOld:
    """Looks at one connection once a day, whatever its state; asks Pipedrive for nothing."""

    clock: Clock

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Forget a few at a time, so that nobody has to wait; return when to look again."""
        now = self.clock()
        for lasts, kinds in _LASTS.items():
            for forget in kinds:
                while await _forgotten(driven, forget, now - lasts) == _AT_ONCE:
                    pass
        while await driven.transact(lambda tx: _forget_changes(tx, driven, now)) == _AT_ONCE:
            pass
        return now + EVERY


async def _forgotten(driven: Driven, forget: Forget, before: datetime) -> int:
    return await driven.transact(lambda tx: forget(tx.history(driven.connection_id), before))


def _forget_changes(tx: Tx, driven: Driven, now: datetime) -> int:
    connection = tx.connections.get(driven.connection_id)
    oldest = tx.feed(driven.connection_id).after(NO_CHANGE, _AT_ONCE)
    over = list(takewhile(lambda one: _is_over(one, connection, now), oldest))
    if over:
        tx.history(driven.connection_id).forget_changes(over[-1].number)
    return len(over)


def _is_over(change: Change, connection: Connection, now: datetime) -> bool:
    is_known = change.number <= connection.acknowledged
    return change.at < now - (CHANGES_LAST if is_known else UNKNOWN_CHANGES_LAST)

"""The sweep: what changed in Pipedrive since the last one, whether or not a webhook told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.connection import Connection, ImportPhase
from domain.model.upkeep import Report, Walk
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.use_cases.driven import Driven
from domain.use_cases.keep_webhooks import silent
from domain.use_cases.keeping import Keeping
from domain.use_cases.listings import Listing
from domain.use_cases.walking import Stride, WalkLost, stride

EVERY = timedelta(minutes=15)
OVERLAP = timedelta(minutes=5)
"""How far a sweep reaches back into the one before: clocks differ, and lists lag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Reads the lists by their update times; an event that comes later finds nothing to do."""

    keeping: Keeping
    listings: Sequence[Listing]

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Take the next page; return when the next one is due."""
        now = self.keeping.clock()
        connection = driven.connection
        if connection.progress.phase is not ImportPhase.DONE:
            return now + EVERY
        known_until = _known_until(connection)
        walk = connection.upkeep.sweep or Walk(began_at=now)
        if connection.upkeep.sweep is None and now < known_until + EVERY:
            return known_until + EVERY
        try:
            step = await stride(driven, walk, self.listings, known_until - OVERLAP)
        except WalkLost:
            await driven.transact(lambda tx: _put(tx, driven, None))
            raise
        return await driven.transact(lambda tx: self._take(tx, driven, step))

    def _take(self, tx: Tx, driven: Driven, step: Stride) -> datetime:
        kind = self.listings[step.walk.place].kind
        keeper = self.keeping.open(tx, driven.connection_id, kind)
        walk = step.after(step.listed.take(keeper))
        if step.beyond is not None:
            _put(tx, driven, walk)
            return keeper.now
        began_at = walk.began_at
        report = Report(began_at=began_at, finished_at=keeper.now, findings=walk.findings)
        _put(tx, driven, None, report)
        if walk.findings.differing or walk.findings.added:
            _listen(tx, driven, began_at - EVERY, keeper.now)
        return began_at + EVERY


def _known_until(connection: Connection) -> datetime:
    """Return until when everything is known: the beginning of the last sweep, or of the import."""
    swept = connection.upkeep.swept
    return swept.began_at if swept else connection.progress.started_at or connection.since


def _listen(tx: Tx, driven: Driven, since: datetime, now: datetime) -> None:
    """Have the subscriptions looked at if no webhook came since then, although one should have."""
    connection = tx.connections.hold(driven.connection_id)
    webhooks = silent(connection.webhooks, since, now)
    if webhooks != connection.webhooks:
        tx.connections.put(replace(connection, webhooks=webhooks))
        tx.work(driven.connection_id).mark([Work(key=WorkKey(Task.WEBHOOKS), due_at=now)])


def _put(tx: Tx, driven: Driven, walk: Walk | None, report: Report | None = None) -> None:
    connection = tx.connections.hold(driven.connection_id)
    upkeep = replace(connection.upkeep, sweep=walk, swept=report or connection.upkeep.swept)
    tx.connections.put(replace(connection, upkeep=upkeep))

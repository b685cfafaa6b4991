"""The audit: everything that is linked, compared with what Pipedrive lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.connection import Connection, ImportPhase
from domain.model.upkeep import Findings, Report, Walk
from domain.model.values import RemoteId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.sync.deals import is_archived
from domain.sync.ends import gone
from domain.sync.record import Record
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.listings import Listing
from domain.use_cases.mass_changes import check_absences
from domain.use_cases.publishing import Kept
from domain.use_cases.replan import OPEN
from domain.use_cases.walking import Stride, WalkLost, stride

EVERY = timedelta(hours=24)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Reads the lists whole. It decides nothing by itself: what it doubts is looked at again."""

    keeping: Keeping
    listings: Sequence[Listing]

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Take the next page; return when the next one is due. Raises MassDeletion."""
        now = self.keeping.clock()
        upkeep = driven.connection.upkeep
        if driven.connection.progress.phase is not ImportPhase.DONE:
            return now + EVERY
        due_at = _due_at(driven.connection)
        if due_at is not None and now < due_at:
            return due_at
        walk = upkeep.audit or Walk(began_at=now)
        try:
            step = await stride(driven, walk, self.listings, None)
        except WalkLost:
            await driven.transact(lambda tx: _put(tx, driven, None))
            raise
        return await driven.transact(lambda tx: self._take(tx, driven, step))

    def _take(self, tx: Tx, driven: Driven, step: Stride) -> datetime:
        kind = self.listings[step.walk.place].kind
        keeper = self.keeping.open(tx, driven.connection_id, kind)
        walk = step.after(step.listed.take(keeper))
        absent = _absent(keeper, step)
        if step.listed.next_cursor is None:
            _look_for(keeper, absent)
            found = walk.findings.plus(Findings(missing=len(absent)))
            absent, walk = (), replace(walk, findings=found)
        if step.beyond is not None:
            _put(tx, driven, replace(walk, absent=absent))
            return keeper.now
        report = Report(began_at=walk.began_at, finished_at=keeper.now, findings=walk.findings)
        _put(tx, driven, None, report)
        open_ones = Work(key=WorkKey(Task.REPLAN, OPEN), due_at=keeper.now)
        tx.work(driven.connection_id).mark([open_ones])
        return walk.began_at + EVERY


def _due_at(connection: Connection) -> datetime | None:
    """Return when the next audit begins; None when one is under way."""
    upkeep = connection.upkeep
    if upkeep.audit is not None:
        return None
    known = upkeep.audited.began_at if upkeep.audited else connection.progress.finished_at
    return known + EVERY if known is not None else None


def _absent(keeper: Keeper, step: Stride) -> tuple[RemoteId, ...]:
    """Return the linked records that this page and those before should have shown.

    Those are not looked for that were linked since the walk began, and archived deals, which are in
    no list. Raises MassDeletion as soon as they are too many.
    """
    is_last = step.listed.next_cursor is None
    until = None if is_last else max(step.listed.ids, default=step.walk.last_id)
    shown = set(step.listed.ids)
    linked = step.listed.linked(keeper, step.walk.last_id, until)
    hidden = [one for one in linked if one not in shown]
    absent = list(step.walk.absent)
    for part in _parts(hidden):
        known = keeper.of_remote(part)
        missed = [one for one in part if one in known and _is_missed(known[one], step.walk)]
        absent += missed
        if missed:
            check_absences(keeper, len(absent))
    return tuple(absent)


def _is_missed(record: Record, walk: Walk) -> bool:
    is_old = record.linked_at is not None and record.linked_at < walk.began_at
    return is_old and record.deleted_by is None and not is_archived(record)


def _look_for(keeper: Keeper, absent: Sequence[RemoteId]) -> None:
    """Have these looked for. Raises MassDeletion."""
    check_absences(keeper, len(absent))
    for part in _parts(absent):
        missing = [one for one in keeper.of_remote(part).values() if one.deleted_by is None]
        keeper.keep(*(Kept(one, gone(one, keeper.now)) for one in missing))


def _parts(remote_ids: Sequence[RemoteId]) -> Iterator[Sequence[RemoteId]]:
    """Take a few at a time: a list that shows nothing may miss very many."""
    return (remote_ids[start : start + _AT_ONCE] for start in range(0, len(remote_ids), _AT_ONCE))


def _put(tx: Tx, driven: Driven, walk: Walk | None, report: Report | None = None) -> None:
    connection = tx.connections.hold(driven.connection_id)
    upkeep = replace(connection.upkeep, audit=walk, audited=report or connection.upkeep.audited)
    tx.connections.put(replace(connection, upkeep=upkeep))

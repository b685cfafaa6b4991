"""The first import, page by page: companies, contacts, deals, then which contacts are the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import CrmRefused
from domain.model.connection import (
    Connection,
    ConnectionState,
    ImportPhase,
    ImportProgress,
    Pace,
)
from domain.model.remote import Page, RemoteCompany, RemoteRecord
from domain.model.values import Kind, RecordId, RemoteId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.sync.pace import forecast, leads_back, page_taken
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.learn_contacts import learn_contacts
from domain.use_cases.match_contacts import match_page
from domain.use_cases.meeting import meet
from domain.use_cases.publishing import Kept, kept
from domain.use_cases.replan import HELD
from domain.use_cases.sightings import SeenInRead, seen_in_read

_RECORDS_AT_ONCE = 200
_NEXT: Mapping[ImportPhase, ImportPhase] = {
    ImportPhase.COMPANIES: ImportPhase.CONTACTS,
    ImportPhase.CONTACTS: ImportPhase.DEALS,
    ImportPhase.DEALS: ImportPhase.MATCHING,
    ImportPhase.MATCHING: ImportPhase.DONE,
}
_KIND_READ = {ImportPhase.CONTACTS: Kind.CONTACT, ImportPhase.DEALS: Kind.DEAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecords:
    """Takes one page a run and remembers the next one with it, so that a crash repeats no more."""

    keeping: Keeping

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Take the next page; live work goes between two of them."""
        try:
            await self._take(driven)
        except CrmRefused:
            # A cursor that is refused, maybe for its age, would be refused for ever.
            if driven.connection.progress.cursor is not None:
                await self._begin_list(driven)
            raise
        return None

    async def _take(self, driven: Driven) -> None:
        progress = driven.connection.progress
        match progress.phase:
            case ImportPhase.COMPANIES:
                companies = await driven.crm.list_companies(progress.cursor, newest_first=True)
                _check_order(driven, [one.company_id for one in companies.items])
                await driven.transact(lambda tx: self._companies(tx, driven, companies))
            case ImportPhase.CONTACTS | ImportPhase.DEALS:
                issued_at = self.keeping.clock()
                records = driven.crm.records(_KIND_READ[progress.phase])
                page = await records.page(cursor=progress.cursor, newest_first=True)
                _check_order(driven, [one.remote_id for one in page.items])
                await learn_companies(driven, (one.company_id for one in page.items))
                if progress.phase is ImportPhase.DEALS:
                    await learn_contacts(driven, self.keeping, page.items)
                await driven.transact(lambda tx: self._records(tx, driven, page, issued_at))
            case ImportPhase.MATCHING:
                await driven.transact(lambda tx: self._matching(tx, driven))
            case ImportPhase.PREPARING | ImportPhase.DONE:
                pass

    async def _begin_list(self, driven: Driven) -> None:
        """Forget how far the present list was read."""
        progress = driven.connection.progress
        anew = replace(_counted(progress, -_count(progress)), cursor=None, last_id=0, pace=Pace())
        await driven.transact(lambda tx: _put_progress(tx, driven, anew))

    def _companies(self, tx: Tx, driven: Driven, page: Page[RemoteCompany]) -> None:
        tx.memory(driven.connection_id).put_companies(page.items)
        self._next_page(tx, driven, [one.company_id for one in page.items], page.next_cursor)

    def _records(
        self, tx: Tx, driven: Driven, page: Page[RemoteRecord], issued_at: datetime
    ) -> None:
        kind = _KIND_READ[driven.connection.progress.phase]
        take_page(self.keeping.open(tx, driven.connection_id, kind), page, issued_at)
        self._next_page(tx, driven, [one.remote_id for one in page.items], page.next_cursor)

    def _matching(self, tx: Tx, driven: Driven) -> None:
        kind, after = _place(driven.connection.progress.cursor)
        keeper = self.keeping.open(tx, driven.connection_id, kind, task=Task.BACKLOG)
        following = match_page(keeper, after, _RECORDS_AT_ONCE)
        cursor = f"{kind}:{following}" if following is not None else None
        if following is None and kind is Kind.CONTACT:
            cursor = f"{Kind.DEAL}:"
        self._advance(tx, driven, driven.connection.progress, cursor)

    def _next_page(self, tx: Tx, driven: Driven, ids: Sequence[int], cursor: str | None) -> None:
        progress = _counted(driven.connection.progress, len(ids))
        self._advance(tx, driven, page_taken(progress, ids, self.keeping.clock()), cursor)

    def _advance(
        self, tx: Tx, driven: Driven, progress: ImportProgress, cursor: str | None
    ) -> None:
        """Go to the next page or phase, unless the import was started anew meanwhile."""
        now = self.keeping.clock()
        forecast_at = forecast(progress, driven.budget(), now)
        following = replace(progress, cursor=cursor, forecast_at=forecast_at)
        if cursor is None:
            phase = _NEXT[progress.phase]
            following = replace(following, phase=phase, last_id=0, pace=Pace(), forecast_at=None)
        connection = tx.connections.hold(driven.connection_id)
        if connection.progress != driven.connection.progress:
            return
        is_over = following.phase is ImportPhase.DONE
        # What a call brought in behind the matching's back is still held: the second look frees it.
        key = WorkKey(Task.REPLAN, HELD) if is_over else WorkKey(Task.IMPORT)
        tx.work(driven.connection_id).mark([Work(key=key, due_at=now)])
        if is_over:
            tx.connections.put(_active(connection, replace(following, finished_at=now), now))
            upkeep = (Task.SWEEP, Task.AUDIT, Task.PUSH_ACTIVITY)
            tx.work(driven.connection_id).mark(
                [Work(key=WorkKey(one), due_at=now) for one in upkeep]
            )
        else:
            tx.connections.put(replace(connection, progress=following))


def _check_order(driven: Driven, ids: Sequence[int]) -> None:
    """Refuse a list that leads back to what was read. Raises CrmRefused."""
    if leads_back(driven.connection.progress, ids):
        raise CrmRefused(
            "CURSOR_LOOP",
            "Pipedrive's list leads back to entries that were read already. "
            "It is read anew later; if it stays so, ask Pipedrive's support.",
        )


def _count(progress: ImportProgress) -> int:
    counts: Mapping[ImportPhase, int] = {
        ImportPhase.COMPANIES: progress.companies,
        ImportPhase.CONTACTS: progress.contacts,
        ImportPhase.DEALS: progress.deals,
    }
    return counts[progress.phase]


def _counted(progress: ImportProgress, more: int) -> ImportProgress:
    count = _count(progress) + more
    match progress.phase:
        case ImportPhase.COMPANIES:
            return replace(progress, companies=count)
        case ImportPhase.CONTACTS:
            return replace(progress, contacts=count)
        case _:
            return replace(progress, deals=count)


def _place(cursor: str | None) -> tuple[Kind, RecordId | None]:
    """Return where the matching goes on: it looks at contacts, then at deals."""
    kind, _, record_id = (cursor or f"{Kind.CONTACT}:").partition(":")
    return Kind(kind), RecordId(record_id) if record_id else None


def _put_progress(tx: Tx, driven: Driven, progress: ImportProgress) -> None:
    connection = tx.connections.hold(driven.connection_id)
    tx.connections.put(replace(connection, progress=progress))


def _active(connection: Connection, progress: ImportProgress, now: datetime) -> Connection:
    if connection.state is not ConnectionState.IMPORTING:
        return replace(connection, progress=progress)
    return replace(connection, progress=progress, state=ConnectionState.ACTIVE, since=now)


def take_page(keeper: Keeper, page: Page[RemoteRecord], issued_at: datetime) -> Sequence[Kept]:
    """Take what a page of a list shows; return what it made of the records that were known."""
    remote_ids = [remote.remote_id for remote in page.items]
    known = keeper.of_remote(remote_ids)
    ended: Mapping[RemoteId, RemoteId | None] = keeper.records.ends(remote_ids)
    names = keeper.names(page.items)
    changed = list[Kept]()
    strangers = list[tuple[RemoteRecord, SeenInRead]]()
    for remote in page.items:
        sighting = seen_in_read(keeper, remote, issued_at, names)
        record = known.get(remote.remote_id)
        if record is not None:
            changed.append(kept(record, sighting.again(record)))
        elif remote.remote_id in ended:
            continue
        elif remote.marker is not None or not keeper.is_importing:
            strangers.append((remote, sighting))
        else:
            fresh = keeper.new_record()
            fresh = replace(fresh, remote_id=remote.remote_id, linked_at=keeper.now)
            changed.append(kept(None, sighting.first(fresh)))
    keeper.keep(*changed)
    # A stranger may be the twin of a record on the same page, so it comes after them.
    for remote, sighting in strangers:
        meet(keeper, remote.remote_id, remote.marker, sighting)
    return [one for one in changed if one.before is not None]

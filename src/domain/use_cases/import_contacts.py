"""The first import, page by page: companies, contacts, then which contacts are the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import CrmRefused
from domain.model.connection import Connection, ConnectionState, ImportPhase, ImportProgress
from domain.model.remote import Page, RemoteCompany, RemoteContact
from domain.model.values import RecordId, RemoteId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.match_contacts import match_page
from domain.use_cases.meeting import meet
from domain.use_cases.publishing import Kept, kept
from domain.use_cases.sightings import seen_in_read

_RECORDS_AT_ONCE = 200
_NEXT: Mapping[ImportPhase, ImportPhase] = {
    ImportPhase.COMPANIES: ImportPhase.CONTACTS,
    ImportPhase.CONTACTS: ImportPhase.MATCHING,
    ImportPhase.MATCHING: ImportPhase.DONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportContacts:
    """Takes one page a run and remembers the next one with it, so that a crash repeats no more."""

    keeping: Keeping

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Take the next page; live work goes between two of them."""
        progress = driven.connection.progress
        match progress.phase:
            case ImportPhase.COMPANIES:
                companies = await driven.crm.list_companies(progress.cursor)
                await self._check_order(driven, [one.company_id for one in companies.items])
                await driven.transact(lambda tx: self._companies(tx, driven, companies))
            case ImportPhase.CONTACTS:
                issued_at = self.keeping.clock()
                contacts = await driven.crm.list_contacts(cursor=progress.cursor)
                await self._check_order(driven, [one.remote_id for one in contacts.items])
                await learn_companies(driven, (one.company_id for one in contacts.items))
                await driven.transact(lambda tx: self._contacts(tx, driven, contacts, issued_at))
            case ImportPhase.MATCHING:
                await driven.transact(lambda tx: self._matching(tx, driven))
            case ImportPhase.PREPARING | ImportPhase.DONE:
                pass
        return None

    async def _check_order(self, driven: Driven, ids: Sequence[int]) -> None:
        """Begin the list anew if it leads back to what was read. Raises CrmRefused then."""
        progress = driven.connection.progress
        if not ids or min(ids) > progress.last_id:
            return
        anew = replace(progress, cursor=None, last_id=0)
        anew = (
            replace(anew, companies=0)
            if progress.phase is ImportPhase.COMPANIES
            else replace(anew, contacts=0)
        )
        await driven.transact(lambda tx: _put_progress(tx, driven, anew))
        raise CrmRefused(
            "CURSOR_LOOP",
            "Pipedrive's list leads back to entries that were read already. "
            "It is read anew later; if it stays so, ask Pipedrive's support.",
        )

    def _companies(self, tx: Tx, driven: Driven, page: Page[RemoteCompany]) -> None:
        tx.memory(driven.connection_id).put_companies(page.items)
        progress = driven.connection.progress
        counted = replace(
            progress,
            companies=progress.companies + len(page.items),
            last_id=max((one.company_id for one in page.items), default=progress.last_id),
        )
        self._advance(tx, driven, counted, page.next_cursor)

    def _contacts(
        self, tx: Tx, driven: Driven, page: Page[RemoteContact], issued_at: datetime
    ) -> None:
        keeper = self.keeping.open(tx, driven.connection_id)
        _take_page(keeper, page, issued_at)
        progress = driven.connection.progress
        counted = replace(
            progress,
            contacts=progress.contacts + len(page.items),
            last_id=max((one.remote_id for one in page.items), default=progress.last_id),
        )
        self._advance(tx, driven, counted, page.next_cursor)

    def _matching(self, tx: Tx, driven: Driven) -> None:
        keeper = self.keeping.open(tx, driven.connection_id)
        cursor = driven.connection.progress.cursor
        after = RecordId(cursor) if cursor is not None else None
        following = match_page(keeper, after, _RECORDS_AT_ONCE)
        self._advance(tx, driven, driven.connection.progress, following)

    def _advance(
        self, tx: Tx, driven: Driven, progress: ImportProgress, cursor: str | None
    ) -> None:
        """Go to the next page or phase, unless the import was started anew meanwhile."""
        now = self.keeping.clock()
        following = replace(progress, cursor=cursor)
        if cursor is None:
            following = replace(following, phase=_NEXT[progress.phase], last_id=0)
        connection = tx.connections.hold(driven.connection_id)
        if connection.progress != driven.connection.progress:
            return
        if following.phase is not ImportPhase.DONE:
            tx.work(driven.connection_id).mark([Work(key=WorkKey(Task.IMPORT), due_at=now)])
            tx.connections.put(replace(connection, progress=following))
        else:
            tx.connections.put(_active(connection, replace(following, finished_at=now), now))
            work = tx.work(driven.connection_id)
            work.mark([Work(key=WorkKey(Task.PUSH_ACTIVITY), due_at=now)])


def _put_progress(tx: Tx, driven: Driven, progress: ImportProgress) -> None:
    connection = tx.connections.hold(driven.connection_id)
    tx.connections.put(replace(connection, progress=progress))


def _active(connection: Connection, progress: ImportProgress, now: datetime) -> Connection:
    if connection.state is not ConnectionState.IMPORTING:
        return replace(connection, progress=progress)
    return replace(connection, progress=progress, state=ConnectionState.ACTIVE, since=now)


def _take_page(keeper: Keeper, page: Page[RemoteContact], issued_at: datetime) -> None:
    remote_ids = [contact.remote_id for contact in page.items]
    known = keeper.of_remote(remote_ids)
    ended: Mapping[RemoteId, RemoteId | None] = keeper.memory.ends(remote_ids)
    names = keeper.names(page.items)
    changed = list[Kept]()
    for contact in page.items:
        sighting = seen_in_read(contact, names, issued_at=issued_at, now=keeper.now)
        record = known.get(contact.remote_id)
        if record is not None:
            changed.append(kept(record, sighting.again(record)))
        elif contact.remote_id in ended:
            continue
        elif contact.marker is not None:
            meet(keeper, contact.remote_id, contact.marker, sighting)
        else:
            fresh = keeper.new_record()
            fresh = replace(fresh, remote_id=contact.remote_id, linked_at=keeper.now)
            changed.append(kept(None, sighting.first(fresh)))
    keeper.keep(*changed)

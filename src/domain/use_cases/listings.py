"""Pipedrive's lists, each read page by page in the order of ids and compared with what is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain.model.remote import Page, RemoteCompany, RemoteRecord
from domain.model.upkeep import Findings
from domain.model.values import COMPANY, CompanyId, Kind, RemoteId
from domain.sync.plan import differing
from domain.sync.record import Record
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.import_records import take_page
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.learn_contacts import learn_contacts
from domain.use_cases.publishing import Kept


class Listed(Protocol):
    """One page of a list."""

    @property
    def ids(self) -> Sequence[int]:
        """Return the ids of its entries."""

    @property
    def next_cursor(self) -> str | None:
        """Return where the list goes on; None at its end."""

    def take(self, keeper: Keeper) -> Findings:
        """Take what the page shows into the records; what differs is left to the read rule."""

    def linked(self, keeper: Keeper, after: int, until: int | None) -> Sequence[RemoteId]:
        """Return which ids of this range a complete list shows, as far as we know."""


class Listing(Protocol):
    """One list of what is shown in records of one kind."""

    @property
    def kind(self) -> Kind:
        """Return the kind of these records."""

    async def page(self, driven: Driven, cursor: str | None, since: datetime | None) -> Listed:
        """Read a page, without what was not updated since *since*. Raises CrmError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyListing:
    """The companies: their names are fields of their contacts."""

    kind: Kind = Kind.CONTACT

    async def page(self, driven: Driven, cursor: str | None, since: datetime | None) -> Listed:
        return _Companies(await driven.crm.list_companies(cursor, updated_since=since))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordListing:
    """The contacts, or the deals. What was updated lately is seen with all that it names."""

    kind: Kind
    keeping: Keeping

    async def page(self, driven: Driven, cursor: str | None, since: datetime | None) -> Listed:
        issued_at = self.keeping.clock()
        records = driven.crm.records(self.kind)
        page = await records.page(cursor=cursor, updated_since=since)
        await learn_companies(driven, (one.company_id for one in page.items))
        if self.kind is Kind.DEAL and since is not None:
            await learn_contacts(driven, self.keeping, page.items)
        return _Records(page, issued_at)


@dataclass(frozen=True, slots=True)
class _Companies:
    page: Page[RemoteCompany]

    @property
    def ids(self) -> Sequence[int]:
        return [one.company_id for one in self.page.items]

    @property
    def next_cursor(self) -> str | None:
        return self.page.next_cursor

    def take(self, keeper: Keeper) -> Findings:
        known = keeper.memory.companies([one.company_id for one in self.page.items])
        added = [one for one in self.page.items if one.company_id not in known]
        renamed = [
            one
            for one in self.page.items
            if one.company_id in known and known[one.company_id] != one.name
        ]
        keeper.memory.put_companies([*added, *renamed])
        for company in renamed:
            _suspect_contacts(keeper, company.company_id)
        return Findings(compared=len(self.page.items), differing=len(renamed), added=len(added))

    def linked(self, keeper: Keeper, after: int, until: int | None) -> Sequence[RemoteId]:
        del self, keeper, after, until
        return ()


@dataclass(frozen=True, slots=True)
class _Records:
    page: Page[RemoteRecord]
    issued_at: datetime

    @property
    def ids(self) -> Sequence[RemoteId]:
        return [one.remote_id for one in self.page.items]

    @property
    def next_cursor(self) -> str | None:
        return self.page.next_cursor

    def take(self, keeper: Keeper) -> Findings:
        linked_before = keeper.of_remote(self.ids)
        changed = take_page(keeper, self.page, self.issued_at)
        unknown = [one for one in self.ids if one not in linked_before]
        unknown = [one for one in unknown if one not in keeper.records.ends([one])]
        added = len(keeper.of_remote(unknown))
        return Findings(
            compared=len(self.page.items),
            differing=sum(_is_found(one) for one in changed),
            added=added,
            duplicates=len(unknown) - added,
        )

    def linked(self, keeper: Keeper, after: int, until: int | None) -> Sequence[RemoteId]:
        del self
        return keeper.linked_ids(after, until)


def _is_found(kept: Kept) -> bool:
    """Tell whether the look itself has found a difference, one that nobody had told of."""
    return _open_questions(kept.after) > (_open_questions(kept.before) if kept.before else 0)


def _open_questions(record: Record) -> int:
    asked = sum(state.unexplained is not None for state in record.fields.values())
    return asked + len(differing(record)) + record.doubt


def _suspect_contacts(keeper: Keeper, company_id: CompanyId) -> None:
    """Have a company's contacts looked at, once an event had its time to tell of the new name."""
    changed = list[Kept]()
    for contact in keeper.of_company(company_id):
        state = contact.fields.get(COMPANY)
        if state is not None and state.unexplained is None:
            asked = replace(state, unexplained=keeper.now)
            after = replace(contact, fields={**contact.fields, COMPANY: asked})
            changed.append(Kept(contact, after))
    keeper.keep(*changed)

"""Pipedrive's API to a company in memory, as ports.crm.Crm, with failures as they are ordered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from domain.errors import CrmError, CrmGone, CrmLimit
from domain.model.budget import Charge
from domain.model.catalog import Pipeline, Property, Stage, User
from domain.model.remote import (
    COMPANY_ID,
    Entity,
    Identity,
    Page,
    RemoteCompany,
    RemoteContact,
    Subscription,
)
from domain.model.values import COMPANY, CompanyId, FieldName, Kind, RecordId, RemoteId, Value
from domain.ports.crm import ContactPatch, Meter, Tokens
from tests.fakes.allowance import Allowance
from tests.fakes.company import ADMINISTRATOR, FakeCompany

Result = TypeVar("Result")
Item = TypeVar("Item", RemoteContact, RemoteCompany)

Id = TypeVar("Id", RemoteId, CompanyId)

LATENCY = timedelta(milliseconds=40)
IDENTITY = Identity(
    user_id=ADMINISTRATOR,
    company_id="42",
    company_name="Nordlicht",
    company_domain="nordlicht",
    is_admin=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A failure of one request, before or after it took effect; *meanwhile* happens first.

    The answer of a request that took effect comes when *answered* is set.
    """

    error: CrmError | None = None
    after_effect: bool = False
    meanwhile: Callable[[], object] = lambda: None
    answered: asyncio.Event | None = None


class FakeCrm:
    """*asked* counts the requests by method; *troubles* wait for the next requests of a method."""

    def __init__(self, company: FakeCompany) -> None:
        self.company = company
        self.person = IDENTITY
        self.page_size = 500
        self.asked: dict[str, int] = defaultdict(int)
        self.troubles: dict[str, list[Trouble]] = defaultdict(list)
        self.circles: set[str] = set()
        self.webhooks: dict[str, Subscription] = {}
        self.allowance = Allowance(company.clock)
        self.meter: Meter | None = None

    def open(self, tokens: Tokens, marker_field: str, meter: Meter | None = None) -> "FakeCrm":
        """Open the company, as ports.crm.Crms."""
        del tokens, marker_field
        opened = copy(self)
        opened.meter = meter
        return opened

    async def identity(self) -> Identity:
        return await self._do("identity", lambda: self.person)

    async def contact(self, remote_id: RemoteId) -> RemoteContact:
        return await self._do("contact", lambda: self._one(remote_id))

    async def contacts(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteContact]:
        known = self.company.contacts
        found = (self._one(one) for one in remote_ids if one in known)
        return await self._do("contacts", lambda: list(found))

    async def list_contacts(
        self,
        *,
        cursor: str | None = None,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteContact]:
        def page() -> Page[RemoteContact]:
            known = self.company.contacts.values()
            ids = [
                one.remote_id
                for one in known
                if updated_since is None or one.update_time >= updated_since
            ]
            recent = [self._one(one) for one in _after(ids, cursor, newest_first=newest_first)]
            return self._turned("list_contacts", _paged(recent, self.page_size))

        return await self._do("list_contacts", page)

    async def newest_contacts(self, since: datetime) -> Sequence[RemoteContact]:
        def newest() -> Sequence[RemoteContact]:
            made = self.company.created
            known = sorted(self.company.contacts, reverse=True)
            return [self._one(one) for one in known if made[one] >= since]

        return await self._do("newest_contacts", newest)

    async def create_contact(
        self,
        marker: RecordId,
        fields: Mapping[FieldName, Value],
        company_id: CompanyId | None,
    ) -> RemoteContact:
        def create() -> RemoteContact:
            given = {name: value for name, value in fields.items() if value is not None}
            return self._one(
                self.company.create(given, company_id=company_id, marker=marker, by=ADMINISTRATOR)
            )

        return await self._do("create_contact", create)

    async def update_contact(self, remote_id: RemoteId, patch: ContactPatch) -> RemoteContact:
        def update() -> RemoteContact:
            self._one(remote_id)
            changes = {name: value for name, value in patch.fields.items() if name != COMPANY}
            if COMPANY in patch.fields:
                moved = patch.company_id
                changes[COMPANY_ID] = str(moved) if moved is not None else None
            self.company.edit(remote_id, changes, by=ADMINISTRATOR)
            return self._one(remote_id)

        return await self._do("update_contact", update)

    async def delete_contact(self, remote_id: RemoteId) -> None:
        def delete() -> None:
            self._one(remote_id)
            self.company.delete(remote_id, by=ADMINISTRATOR)

        await self._do("delete_contact", delete)

    async def merge_contacts(self, loser: RemoteId, winner: RemoteId) -> None:
        def merge() -> None:
            self._one(loser)
            self.company.merge(loser, winner, by=ADMINISTRATOR)

        await self._do("merge_contacts", merge)

    async def list_companies(
        self,
        cursor: str | None,
        *,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteCompany]:
        def page() -> Page[RemoteCompany]:
            named_at = self.company.named_at
            ids = [
                one
                for one in self.company.names
                if updated_since is None or named_at[one] >= updated_since
            ]
            known = _after(ids, cursor, newest_first=newest_first)
            companies = [self._company(one) for one in known]
            return self._turned("list_companies", _paged(companies, self.page_size))

        return await self._do("list_companies", page)

    async def companies(self, company_ids: Sequence[CompanyId]) -> Sequence[RemoteCompany]:
        known = [one for one in company_ids if one in self.company.names]
        return await self._do("companies", lambda: [self._company(one) for one in known])

    async def find_companies(self, name: str) -> Sequence[RemoteCompany]:
        found = sorted(one for one, has in self.company.names.items() if has == name)
        return await self._do("find_companies", lambda: [self._company(one) for one in found])

    async def create_company(self, name: str) -> RemoteCompany:
        return await self._do(
            "create_company", lambda: self._company(self.company.name_company(name))
        )

    async def create_property(self, kind: Kind, name: str) -> str:
        def create() -> str:
            code = f"field-{len(self.company.properties) + 1}"
            made = Property(kind=kind, code=code, name=name, type="varchar", is_custom=True)
            self.company.properties.append(made)
            return code

        return await self._do("create_property", create)

    async def users(self) -> Sequence[User]:
        return await self._do("users", lambda: list(self.company.users.values()))

    async def pipelines(self) -> Sequence[Pipeline]:
        return await self._do("pipelines", lambda: list(self.company.pipelines.values()))

    async def stages(self) -> Sequence[Stage]:
        return await self._do("stages", lambda: list(self.company.stages.values()))

    async def properties(self, kind: Kind) -> Sequence[Property]:
        known = [one for one in self.company.properties if one.kind is kind]
        return await self._do("properties", lambda: known)

    async def subscriptions(self) -> Sequence[Subscription]:
        return await self._do("subscriptions", lambda: list(self.webhooks.values()))

    async def subscribe(self, entity: Entity, url: str, user: str, password: str) -> str:
        del user, password

        def subscribe() -> str:
            key = f"webhook-{len(self.webhooks) + 1}-{self.asked['subscribe']}"
            self.webhooks[key] = Subscription(
                subscription_id=key, entity=entity, url=url, is_active=True
            )
            return key

        return await self._do("subscribe", subscribe)

    async def unsubscribe(self, subscription_id: str) -> None:
        await self._do("unsubscribe", lambda: self.webhooks.pop(subscription_id, None))

    async def _do(self, method: str, effect: Callable[[], Result]) -> Result:
        charge = self.allowance.charge(method)
        if self.meter is None:
            return await self._done(method, charge, effect)
        await self.meter.admit(charge)
        refusal: CrmLimit | None = None
        try:
            return await self._done(method, charge, effect)
        except CrmLimit as limit:
            refusal = limit
            raise
        finally:
            self.meter.answered(charge, self.allowance.gauge())
            if refusal is not None:
                self.meter.refused(charge, refusal)

    async def _done(self, method: str, charge: Charge, effect: Callable[[], Result]) -> Result:
        self.asked[method] += 1
        self.allowance.take(charge)
        self.company.clock.pass_(LATENCY)
        await asyncio.sleep(0)
        trouble = self.troubles[method].pop(0) if self.troubles[method] else Trouble()
        trouble.meanwhile()
        if trouble.error is not None and not trouble.after_effect:
            raise trouble.error
        answer = effect()
        await (trouble.answered.wait() if trouble.answered else asyncio.sleep(0))
        if trouble.error is not None:
            raise trouble.error
        return answer

    def _turned(self, method: str, page: Page[Item]) -> Page[Item]:
        """Let the second page of a list in a circle lead to the first one."""
        is_back = method in self.circles and self.asked[method] > 1
        return replace(page, next_cursor="0") if is_back else page

    def _one(self, remote_id: RemoteId) -> RemoteContact:
        if remote_id not in self.company.contacts:
            raise CrmGone("GONE", "There is no such contact.")
        return replace(self.company.contacts[remote_id], served_at=self.company.clock())

    def _company(self, company_id: CompanyId) -> RemoteCompany:
        return RemoteCompany(company_id=company_id, name=self.company.names[company_id])


def _after(ids: Sequence[Id], cursor: str | None, *, newest_first: bool) -> list[Id]:
    """Return the ids that follow the cursor, in the order of the list."""
    if newest_first:
        below = int(cursor) if cursor and int(cursor) else None
        return sorted((one for one in ids if below is None or one < below), reverse=True)
    return sorted(one for one in ids if one > int(cursor or 0))


def _paged(items: Sequence[Item], size: int) -> Page[Item]:
    page = tuple(items[:size])
    return Page(items=page, next_cursor=str(_key(page[-1])) if len(items) > size else None)


def _key(item: RemoteContact | RemoteCompany) -> int:
    return item.remote_id if isinstance(item, RemoteContact) else item.company_id

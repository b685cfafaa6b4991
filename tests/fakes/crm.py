"""Pipedrive's API to a company in memory, as ports.crm.Crm, with failures as they are ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from domain.errors import CrmGone
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
from domain.ports.crm import ContactPatch, Tokens
from tests.fakes.company import ADMINISTRATOR, FakeCompany
from tests.fakes.crm_timeline import FakeTimeline

Item = TypeVar("Item", RemoteContact, RemoteCompany)

IDENTITY = Identity(
    user_id=ADMINISTRATOR,
    company_id="42",
    company_name="Nordlicht",
    company_domain="nordlicht",
    is_admin=True,
)


class FakeCrm(FakeTimeline):
    """Answers for *company*; lists in *circles* never end."""

    def __init__(self, company: FakeCompany) -> None:
        super().__init__(company)
        self.person = IDENTITY
        self.page_size = 500
        self.circles: set[str] = set()
        self.webhooks: dict[str, Subscription] = {}

    def open(self, tokens: Tokens, marker_field: str) -> "FakeCrm":
        """Open the company, as ports.crm.Crms."""
        del tokens, marker_field
        return self

    async def identity(self) -> Identity:
        return await self._do("identity", lambda: self.person)

    async def contact(self, remote_id: RemoteId) -> RemoteContact:
        return await self._do("contact", lambda: self._one(remote_id))

    async def contacts(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteContact]:
        known = self.company.contacts
        found = (self._one(one) for one in remote_ids if one in known)
        return await self._do("contacts", lambda: list(found))

    async def list_contacts(
        self, *, cursor: str | None = None, updated_since: datetime | None = None
    ) -> Page[RemoteContact]:
        def page() -> Page[RemoteContact]:
            after = int(cursor or 0)
            known = sorted(self.company.contacts.values(), key=lambda one: one.remote_id)
            recent = [
                self._one(one.remote_id)
                for one in known
                if one.remote_id > after
                and (updated_since is None or one.update_time >= updated_since)
            ]
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

    async def list_companies(self, cursor: str | None) -> Page[RemoteCompany]:
        def page() -> Page[RemoteCompany]:
            known = sorted(one for one in self.company.names if one > int(cursor or 0))
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


def _paged(items: Sequence[Item], size: int) -> Page[Item]:
    page = tuple(items[:size])
    return Page(items=page, next_cursor=str(_key(page[-1])) if len(items) > size else None)


def _key(item: RemoteContact | RemoteCompany) -> int:
    return item.remote_id if isinstance(item, RemoteContact) else item.company_id

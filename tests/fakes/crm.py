"""Pipedrive's API to a company in memory, as ports.crm.Crm, with failures as they are ordered."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from domain.model.catalog import Currency, Pipeline, Property, Stage, User
from domain.model.remote import (
    Entity,
    Identity,
    Page,
    RemoteCompany,
    Subscription,
)
from domain.model.values import CompanyId, Kind
from domain.ports.crm import Markers, Meter, Tokens
from tests.fakes.company import FakeCompany
from tests.fakes.company_shapes import ADMINISTRATOR
from tests.fakes.crm_records import FakeRecords
from tests.fakes.crm_requests import after, paged
from tests.fakes.crm_timeline import FakeTimeline

IDENTITY = Identity(
    user_id=ADMINISTRATOR,
    company_id="42",
    company_name="Nordlicht",
    company_domain="nordlicht",
    is_admin=True,
)


class FakeCrm(FakeTimeline):
    """Answers for *company*."""

    def __init__(self, company: FakeCompany) -> None:
        super().__init__(company)
        self.person = IDENTITY
        self.webhooks: dict[str, Subscription] = {}

    def open(self, tokens: Tokens, markers: Markers, meter: Meter | None = None) -> "FakeCrm":
        """Open the company, as ports.crm.Crms."""
        del tokens, markers
        opened = copy(self)
        opened.meter = meter
        return opened

    async def identity(self) -> Identity:
        return await self.do("identity", lambda: self.person)

    def records(self, kind: Kind) -> "FakeRecords":
        """Open the contacts or the deals; their requests are counted as `create_deal` and so on."""
        return FakeRecords(self, kind)

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
            known = after(ids, cursor, newest_first=newest_first)
            companies = [self._company(one) for one in known]
            return self.turned("list_companies", paged(companies, self.page_size))

        return await self.do("list_companies", page)

    async def companies(self, company_ids: Sequence[CompanyId]) -> Sequence[RemoteCompany]:
        known = [one for one in company_ids if one in self.company.names]
        return await self.do("companies", lambda: [self._company(one) for one in known])

    async def find_companies(self, name: str) -> Sequence[RemoteCompany]:
        found = sorted(one for one, has in self.company.names.items() if has == name)
        return await self.do("find_companies", lambda: [self._company(one) for one in found])

    async def create_company(self, name: str) -> RemoteCompany:
        return await self.do(
            "create_company", lambda: self._company(self.company.name_company(name))
        )

    async def create_property(self, kind: Kind, name: str) -> str:
        def create() -> str:
            code = f"field-{len(self.company.properties) + 1}"
            made = Property(kind=kind, code=code, name=name, type="varchar", is_custom=True)
            self.company.properties.append(made)
            return code

        return await self.do("create_property", create)

    async def users(self) -> Sequence[User]:
        return await self.do("users", lambda: list(self.company.users.values()))

    async def pipelines(self) -> Sequence[Pipeline]:
        return await self.do("pipelines", lambda: list(self.company.pipelines.values()))

    async def stages(self) -> Sequence[Stage]:
        return await self.do("stages", lambda: list(self.company.stages.values()))

    async def currencies(self) -> Sequence[Currency]:
        return await self.do("currencies", lambda: list(self.company.currencies))

    async def properties(self, kind: Kind) -> Sequence[Property]:
        known = [one for one in self.company.properties if one.kind is kind]
        return await self.do("properties", lambda: known)

    async def subscriptions(self) -> Sequence[Subscription]:
        return await self.do("subscriptions", lambda: list(self.webhooks.values()))

    async def subscribe(self, entity: Entity, url: str, user: str, password: str) -> str:
        del user, password

        def subscribe() -> str:
            key = f"webhook-{len(self.webhooks) + 1}-{self.asked['subscribe']}"
            self.webhooks[key] = Subscription(
                subscription_id=key, entity=entity, url=url, is_active=True
            )
            return key

        return await self.do("subscribe", subscribe)

    async def unsubscribe(self, subscription_id: str) -> None:
        await self.do("unsubscribe", lambda: self.webhooks.pop(subscription_id, None))

    def _company(self, company_id: CompanyId) -> RemoteCompany:
        return RemoteCompany(company_id=company_id, name=self.company.names[company_id])

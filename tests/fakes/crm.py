"""Pipedrive's API to a company in memory, as ports.crm.Crm, with failures as they are ordered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from domain.errors import CrmError, CrmGone, PropertyGone
from domain.model.catalog import Pipeline, Property, Stage, User
from domain.model.remote import (
    COMPANY_ID,
    Entity,
    Identity,
    Page,
    RemoteCompany,
    RemoteRecord,
    Subscription,
)
from domain.model.values import COMPANY, CompanyId, Kind, RecordId, RemoteId, property_code
from domain.ports.crm import Markers, Patch, Tokens
from tests.fakes.company import ADMINISTRATOR, FakeCompany

Result = TypeVar("Result")
Item = TypeVar("Item", RemoteRecord, RemoteCompany)

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

    def open(self, tokens: Tokens, markers: Markers) -> "FakeCrm":
        """Open the company, as ports.crm.Crms."""
        del tokens, markers
        return self

    async def identity(self) -> Identity:
        return await self.do("identity", lambda: self.person)

    def records(self, kind: Kind) -> "FakeRecords":
        """Open the contacts or the deals; their requests are counted as `create_deal` and so on."""
        return FakeRecords(self, kind)

    async def list_companies(self, cursor: str | None) -> Page[RemoteCompany]:
        def page() -> Page[RemoteCompany]:
            known = sorted(one for one in self.company.names if one > int(cursor or 0))
            companies = [self._company(one) for one in known]
            return self.turned("list_companies", _paged(companies, self.page_size))

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

    async def do(self, method: str, effect: Callable[[], Result]) -> Result:
        self.asked[method] += 1
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

    def turned(self, method: str, page: Page[Item]) -> Page[Item]:
        """Let the second page of a list in a circle lead to the first one."""
        is_back = method in self.circles and self.asked[method] > 1
        return replace(page, next_cursor="0") if is_back else page

    def _company(self, company_id: CompanyId) -> RemoteCompany:
        return RemoteCompany(company_id=company_id, name=self.company.names[company_id])


class FakeRecords:
    """The records of one kind, as ports.crm.RemoteRecords."""

    def __init__(self, crm: FakeCrm, kind: Kind) -> None:
        self._crm = crm
        self._kind = kind
        self._shelf = crm.company.shelf(kind)

    async def one(self, remote_id: RemoteId) -> RemoteRecord:
        return await self._crm.do(self._kind, lambda: self._one(remote_id))

    async def many(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteRecord]:
        found = (self._one(one) for one in remote_ids if one in self._shelf)
        return await self._crm.do(f"{self._kind}s", lambda: list(found))

    async def page(
        self, *, cursor: str | None = None, updated_since: datetime | None = None
    ) -> Page[RemoteRecord]:
        method = f"list_{self._kind}s"

        def page() -> Page[RemoteRecord]:
            after = int(cursor or 0)
            recent = [
                self._one(one.remote_id)
                for one in sorted(self._shelf.values(), key=lambda one: one.remote_id)
                if one.remote_id > after
                and (updated_since is None or one.update_time >= updated_since)
            ]
            return self._crm.turned(method, _paged(recent, self._crm.page_size))

        return await self._crm.do(method, page)

    async def newest(self, since: datetime) -> Sequence[RemoteRecord]:
        def newest() -> Sequence[RemoteRecord]:
            made = self._crm.company.created
            known = sorted(self._shelf, reverse=True)
            return [self._one(one) for one in known if made[one] >= since]

        return await self._crm.do(f"newest_{self._kind}s", newest)

    async def create(self, marker: RecordId, patch: Patch) -> RemoteRecord:
        def create() -> RemoteRecord:
            given = {
                name: value
                for name, value in patch.fields.items()
                if value is not None and name != COMPANY
            }
            return self._one(
                self._crm.company.create(
                    given,
                    kind=self._kind,
                    company_id=patch.company_id,
                    marker=marker,
                    by=ADMINISTRATOR,
                )
            )

        return await self._crm.do(f"create_{self._kind}", create)

    async def update(self, remote_id: RemoteId, patch: Patch) -> RemoteRecord:
        def update() -> RemoteRecord:
            self._one(remote_id)
            self._check(patch)
            changes = {name: value for name, value in patch.fields.items() if name != COMPANY}
            if COMPANY in patch.fields:
                moved = patch.company_id
                changes[COMPANY_ID] = str(moved) if moved is not None else None
            self._crm.company.edit(remote_id, changes, kind=self._kind, by=ADMINISTRATOR)
            return self._one(remote_id)

        return await self._crm.do(f"update_{self._kind}", update)

    async def delete(self, remote_id: RemoteId) -> None:
        def delete() -> None:
            self._one(remote_id)
            self._crm.company.delete(remote_id, kind=self._kind, by=ADMINISTRATOR)

        await self._crm.do(f"delete_{self._kind}", delete)

    async def merge(self, loser: RemoteId, winner: RemoteId) -> None:
        def merge() -> None:
            self._one(loser)
            self._crm.company.merge(loser, winner, kind=self._kind, by=ADMINISTRATOR)

        await self._crm.do(f"merge_{self._kind}s", merge)

    def _one(self, remote_id: RemoteId) -> RemoteRecord:
        if remote_id not in self._shelf:
            raise CrmGone("GONE", "There is no such record.")
        return replace(self._shelf[remote_id], served_at=self._crm.company.clock())

    def _check(self, patch: Patch) -> None:
        """Refuse a custom field that the company does not have."""
        known = {one.code for one in self._crm.company.properties if one.kind is self._kind}
        for code in filter(None, map(property_code, patch.fields)):
            if code not in known:
                raise PropertyGone(code)


def _paged(items: Sequence[Item], size: int) -> Page[Item]:
    page = tuple(items[:size])
    return Page(items=page, next_cursor=str(_key(page[-1])) if len(items) > size else None)


def _key(item: RemoteRecord | RemoteCompany) -> int:
    return item.remote_id if isinstance(item, RemoteRecord) else item.company_id

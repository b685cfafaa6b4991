"""One Pipedrive company, as ports.crm.Crm: a method a request, each with its path."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.pipedrive.activities import PipedriveActivities
from adapters.pipedrive.catalog import PipedriveCatalog
from adapters.pipedrive.client import Client
from adapters.pipedrive.companies import Hits, Organization, companies_of
from adapters.pipedrive.envelopes import Done, Many, ManyOfV1, One
from adapters.pipedrive.notes import PipedriveNotes
from adapters.pipedrive.paging import following, from_cursor
from adapters.pipedrive.records import DEALS, PERSONS, PipedriveRecords, listed, of_ids
from adapters.pipedrive.setup_shapes import (
    OBJECTS,
    User,
    Webhook,
    identity_of,
    subscription_of,
)
from domain.errors import CrmGone
from domain.model.remote import (
    Entity,
    Identity,
    Page,
    RemoteCompany,
    Subscription,
)
from domain.model.values import CompanyId, Kind
from domain.ports.crm import Markers, RemoteRecords

_ORGANIZATIONS = "/api/v2/organizations"
_WEBHOOKS = "/api/v1/webhooks"
_MOST_IDS = "100"


class PipedriveCrm(PipedriveCatalog, PipedriveActivities, PipedriveNotes):
    """The company that the client's tokens belong to."""

    def __init__(self, client: Client, markers: Markers) -> None:
        super().__init__(client)
        self._records: Mapping[Kind, RemoteRecords] = {
            Kind.CONTACT: PipedriveRecords(client, PERSONS, markers.get(Kind.CONTACT, "")),
            Kind.DEAL: PipedriveRecords(client, DEALS, markers.get(Kind.DEAL, "")),
        }

    def records(self, kind: Kind) -> RemoteRecords:
        return self._records[kind]

    async def identity(self) -> Identity:
        user, _ = await self._client.get("/api/v1/users/me", One[User])
        return identity_of(user.data)

    async def list_companies(
        self,
        cursor: str | None,
        *,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteCompany]:
        query = {**listed(updated_since, newest_first=newest_first), **from_cursor(cursor)}
        page, _ = await self._client.get(_ORGANIZATIONS, Many[Organization], **query)
        return Page(items=companies_of(page.items), next_cursor=following(page, {cursor}))

    async def companies(self, company_ids: Sequence[CompanyId]) -> Sequence[RemoteCompany]:
        if not company_ids:
            return ()
        if len(company_ids) == 1:
            return await self._company(company_ids[0])
        page, _ = await self._client.get(_ORGANIZATIONS, Many[Organization], **of_ids(company_ids))
        return companies_of(page.items)

    async def find_companies(self, name: str) -> Sequence[RemoteCompany]:
        hits, _ = await self._client.get(
            f"{_ORGANIZATIONS}/search",
            One[Hits],
            term=name,
            fields="name",
            exact_match="true",
            limit=_MOST_IDS,
        )
        found = companies_of(hit.item for hit in hits.data.items or [])
        same = [one for one in found if one.name == name]
        return sorted(same, key=lambda one: one.company_id)

    async def create_company(self, name: str) -> RemoteCompany:
        made, _ = await self._client.write(
            "POST", _ORGANIZATIONS, One[Organization], {"name": name}
        )
        return RemoteCompany(company_id=CompanyId(made.data.id), name=name)

    async def subscriptions(self) -> Sequence[Subscription]:
        webhooks, _ = await self._client.get(_WEBHOOKS, ManyOfV1[Webhook])
        return [subscription_of(one) for one in webhooks.items]

    async def subscribe(self, entity: Entity, url: str, user: str, password: str) -> str:
        body = {
            "subscription_url": url,
            "event_action": "*",
            "event_object": OBJECTS[entity],
            "name": f"Vixiees: {OBJECTS[entity]}",
            "http_auth_user": user,
            "http_auth_password": password,
            "version": "2.0",
        }
        made, _ = await self._client.write("POST", _WEBHOOKS, One[Webhook], body)
        return str(made.data.id)

    async def unsubscribe(self, subscription_id: str) -> None:
        try:
            await self._client.write("DELETE", f"{_WEBHOOKS}/{subscription_id}", Done)
        except CrmGone:
            return

    async def _company(self, company_id: CompanyId) -> Sequence[RemoteCompany]:
        try:
            one, _ = await self._client.get(f"{_ORGANIZATIONS}/{company_id}", One[Organization])
        except CrmGone:
            return ()
        return companies_of([one.data])

"""One Pipedrive company, as ports.crm.Crm: a method a request, each with its path."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from adapters.pipedrive.activities import PipedriveActivities
from adapters.pipedrive.catalog import PipedriveCatalog
from adapters.pipedrive.client import Answer, Client
from adapters.pipedrive.companies import Hits, Organization, companies_of
from adapters.pipedrive.contacts import Person, change, contact_of, creation
from adapters.pipedrive.envelopes import Done, Many, One
from adapters.pipedrive.instants import rfc3339
from adapters.pipedrive.notes import PipedriveNotes
from adapters.pipedrive.paging import following, from_cursor, pages
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
    RemoteContact,
    Subscription,
)
from domain.model.values import CompanyId, FieldName, RecordId, RemoteId, Value
from domain.ports.crm import ContactPatch

_PERSONS = "/api/v2/persons"
_ORGANIZATIONS = "/api/v2/organizations"
_WEBHOOKS = "/api/v1/webhooks"
_PAGE = "500"
_MOST_IDS = "100"
_BY_ID: Mapping[str, str] = {"sort_by": "id", "sort_direction": "asc", "limit": _PAGE}


class PipedriveCrm(PipedriveCatalog, PipedriveActivities, PipedriveNotes):
    """The company that the client's tokens belong to; *marker_field* is our custom field's code."""

    def __init__(self, client: Client, marker_field: str) -> None:
        super().__init__(client)
        self._marker_field = marker_field

    async def identity(self) -> Identity:
        user, _ = await self._client.get("/api/v1/users/me", One[User])
        return identity_of(user.data)

    async def contact(self, remote_id: RemoteId) -> RemoteContact:
        person, answer = await self._client.get(f"{_PERSONS}/{remote_id}", One[Person])
        if person.data.is_deleted:
            raise CrmGone("GONE", "The person was deleted.")
        return contact_of(person.data, self._marker_field, answer.served_at)

    async def contacts(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteContact]:
        if not remote_ids:
            return ()
        page = await self._persons(_of(remote_ids), None)
        return page.items

    async def list_contacts(
        self, *, cursor: str | None = None, updated_since: datetime | None = None
    ) -> Page[RemoteContact]:
        since = {"updated_since": rfc3339(updated_since)} if updated_since else {}
        return await self._persons({**_BY_ID, **since}, cursor)

    async def newest_contacts(self, since: datetime) -> Sequence[RemoteContact]:
        order = {"sort_by": "add_time", "sort_direction": "desc", "limit": _MOST_IDS}
        found = list[RemoteContact]()
        async for page, answer in pages(self._client, _PERSONS, Many[Person], order):
            recent = [one for one in page.items if one.add_time >= since]
            found += self._contacts(recent, answer)
            if len(recent) < len(page.items):
                break
        return found

    async def create_contact(
        self,
        marker: RecordId,
        fields: Mapping[FieldName, Value],
        company_id: CompanyId | None,
    ) -> RemoteContact:
        body = creation(marker, self._marker_field, fields, company_id)
        return await self._written("POST", _PERSONS, body)

    async def update_contact(self, remote_id: RemoteId, patch: ContactPatch) -> RemoteContact:
        return await self._written("PATCH", f"{_PERSONS}/{remote_id}", change(patch))

    async def delete_contact(self, remote_id: RemoteId) -> None:
        await self._client.write("DELETE", f"{_PERSONS}/{remote_id}", Done)

    async def merge_contacts(self, loser: RemoteId, winner: RemoteId) -> None:
        body = {"merge_with_id": winner}
        await self._client.write("PUT", f"/api/v1/persons/{loser}/merge", Done, body)

    async def list_companies(self, cursor: str | None) -> Page[RemoteCompany]:
        page, _ = await self._client.get(
            _ORGANIZATIONS, Many[Organization], **_BY_ID, **from_cursor(cursor)
        )
        return Page(items=companies_of(page.items), next_cursor=following(page, {cursor}))

    async def companies(self, company_ids: Sequence[CompanyId]) -> Sequence[RemoteCompany]:
        if not company_ids:
            return ()
        if len(company_ids) == 1:
            return await self._company(company_ids[0])
        page, _ = await self._client.get(_ORGANIZATIONS, Many[Organization], **_of(company_ids))
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
        webhooks, _ = await self._client.get(_WEBHOOKS, Many[Webhook])
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

    async def _persons(self, query: Mapping[str, str], cursor: str | None) -> Page[RemoteContact]:
        query = {**query, **from_cursor(cursor)}
        page, answer = await self._client.get(_PERSONS, Many[Person], **query)
        items = self._contacts(page.items, answer)
        return Page(items=items, next_cursor=following(page, {cursor}))

    def _contacts(self, persons: Iterable[Person], answer: Answer) -> tuple[RemoteContact, ...]:
        return tuple(
            contact_of(one, self._marker_field, answer.served_at)
            for one in persons
            if not one.is_deleted
        )

    async def _written(self, method: str, path: str, body: Mapping[str, object]) -> RemoteContact:
        person, answer = await self._client.write(method, path, One[Person], body)
        return contact_of(person.data, self._marker_field, answer.served_at)

    async def _company(self, company_id: CompanyId) -> Sequence[RemoteCompany]:
        try:
            one, _ = await self._client.get(f"{_ORGANIZATIONS}/{company_id}", One[Organization])
        except CrmGone:
            return ()
        return companies_of([one.data])


def _of(ids: Sequence[int]) -> Mapping[str, str]:
    return {"ids": ",".join(map(str, ids)), "limit": _MOST_IDS}

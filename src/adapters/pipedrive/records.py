"""The persons or the deals of a company, as ports.crm.RemoteRecords."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from adapters.pipedrive import contacts, deals
from adapters.pipedrive.client import Answer, Client
from adapters.pipedrive.contacts import Person
from adapters.pipedrive.custom_fields import written
from adapters.pipedrive.deals import Deal
from adapters.pipedrive.entries import Entry
from adapters.pipedrive.envelopes import Done, Many, One
from adapters.pipedrive.instants import rfc3339
from adapters.pipedrive.paging import following, from_cursor, pages
from domain.errors import CrmDeleted, CrmRefused, MarkerGone, PropertyRefused
from domain.model.remote import Page, RemoteRecord
from domain.model.values import RecordId, RemoteId
from domain.ports.crm import Patch

_PAGE = "500"
_MOST_IDS = "100"
_NEWEST: Mapping[str, str] = {
    "sort_by": "add_time",
    "sort_direction": "desc",
    "limit": _MOST_IDS,
}


Shape = TypeVar("Shape", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect(Generic[Shape]):
    """How one kind of record looks in the API, at `/api/v2/{name}`; merged at `/api/v1/{name}`."""

    name: str
    one: type[One[Shape]]
    many: type[Many[Shape]]
    record_of: Callable[[Shape, str, datetime | None], RemoteRecord]
    creation: Callable[[Patch], dict[str, object]]
    change: Callable[[Patch], dict[str, object]]


PERSONS = Dialect(
    name="persons",
    one=One[Person],
    many=Many[Person],
    record_of=contacts.contact_of,
    creation=contacts.creation,
    change=contacts.change,
)
DEALS = Dialect(
    name="deals",
    one=One[Deal],
    many=Many[Deal],
    record_of=deals.deal_of,
    creation=deals.creation,
    change=deals.change,
)


def listed(updated_since: datetime | None, *, newest_first: bool) -> Mapping[str, str]:
    """Return the query for a list in the order of ids, without what was not updated since."""
    since = {"updated_since": rfc3339(updated_since)} if updated_since else {}
    direction = "desc" if newest_first else "asc"
    return {"sort_by": "id", "sort_direction": direction, "limit": _PAGE, **since}


def of_ids(ids: Sequence[int]) -> Mapping[str, str]:
    """Return the query for the entries of these ids, up to 100."""
    return {"ids": ",".join(map(str, ids)), "limit": _MOST_IDS}


class PipedriveRecords(Generic[Shape]):
    """The records of one kind; *marker_field* is the code of our custom field of that kind."""

    def __init__(self, client: Client, dialect: Dialect[Shape], marker_field: str) -> None:
        self._client = client
        self._dialect = dialect
        self._path = f"/api/v2/{dialect.name}"
        self._marker_field = marker_field

    async def one(self, remote_id: RemoteId) -> RemoteRecord:
        found, answer = await self._client.get(f"{self._path}/{remote_id}", self._dialect.one)
        if found.data.is_deleted:
            raise CrmDeleted("GONE", "It was deleted in Pipedrive.")
        return self._record(found.data, answer)

    async def many(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteRecord]:
        if not remote_ids:
            return ()
        page, answer = await self._client.get(self._path, self._dialect.many, **of_ids(remote_ids))
        return self._living(page.items, answer)

    async def page(
        self,
        *,
        cursor: str | None = None,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteRecord]:
        query = {**listed(updated_since, newest_first=newest_first), **from_cursor(cursor)}
        page, answer = await self._client.get(self._path, self._dialect.many, **query)
        items = self._living(page.items, answer)
        return Page(items=items, next_cursor=following(page, {cursor}))

    async def newest(self, since: datetime) -> Sequence[RemoteRecord]:
        found = list[RemoteRecord]()
        async for page, answer in pages(self._client, self._path, self._dialect.many, _NEWEST):
            recent = [one for one in page.items if one.add_time >= since]
            found += self._living(recent, answer)
            if len(recent) < len(page.items):
                break
        return found

    async def create(self, marker: RecordId, patch: Patch) -> RemoteRecord:
        ours = {self._marker_field: marker} if self._marker_field else {}
        body = self._dialect.creation(patch)
        return await self._written("POST", self._path, body, {**written(patch), **ours})

    async def update(self, remote_id: RemoteId, patch: Patch) -> RemoteRecord:
        path = f"{self._path}/{remote_id}"
        return await self._written("PATCH", path, self._dialect.change(patch), written(patch))

    async def delete(self, remote_id: RemoteId) -> None:
        await self._client.write("DELETE", f"{self._path}/{remote_id}", Done)

    async def merge(self, loser: RemoteId, winner: RemoteId) -> None:
        path = f"/api/v1/{self._dialect.name}/{loser}/merge"
        await self._client.write("PUT", path, Done, {"merge_with_id": winner})

    async def _written(
        self, method: str, path: str, body: dict[str, object], custom: Mapping[str, object]
    ) -> RemoteRecord:
        if custom:
            body["custom_fields"] = custom
        try:
            found, answer = await self._client.write(method, path, self._dialect.one, body)
        except CrmRefused as error:
            named = [code for code in custom if code in error.message]
            if self._marker_field in named:
                raise MarkerGone from error
            if named:
                raise PropertyRefused(named[0], error.message) from error
            raise
        return self._record(found.data, answer)

    def _living(self, listed: Iterable[Shape], answer: Answer) -> tuple[RemoteRecord, ...]:
        """Return those that exist; one that is listed twice counts once."""
        once = {one.id: one for one in listed}.values()
        return tuple(self._record(one, answer) for one in once if not one.is_deleted)

    def _record(self, shape: Shape, answer: Answer) -> RemoteRecord:
        return self._dialect.record_of(shape, self._marker_field, answer.served_at)

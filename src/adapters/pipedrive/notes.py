"""Notes (`/api/v1/notes`)."""

from collections.abc import Mapping, Sequence
from datetime import UTC

from pydantic import BaseModel

from adapters.pipedrive.client import Client
from adapters.pipedrive.envelopes import Done, ManyOfV1, One
from adapters.pipedrive.scalars import Id, Text
from domain.activity.draft import Draft, Part
from domain.errors import CrmGone
from domain.model.remote import RemoteActivity
from domain.model.values import RemoteId

_NOTES = "/api/v1/notes"


class _Note(BaseModel):
    id: Id
    content: Text | None = None
    active_flag: bool | None = None


class PipedriveNotes:
    """The part of ports.crm.Crm about notes; whoever is more than this has the client."""

    _client: Client

    async def note(self, remote_id: RemoteId) -> RemoteActivity:
        found, _ = await self._client.get(f"{_NOTES}/{remote_id}", One[_Note])
        if found.data.active_flag is False:
            raise CrmGone("GONE", "The note was deleted.")
        return _shown(found.data)

    async def newest_notes(
        self, contact: RemoteId | None, deal: RemoteId | None
    ) -> Sequence[RemoteActivity]:
        links = {"person_id": contact, "deal_id": deal}
        query = {name: str(value) for name, value in links.items() if value is not None}
        # By id, not by add_time: a note may be of any date.
        order = {"sort": "id DESC", "limit": "100"}
        notes, _ = await self._client.get(_NOTES, ManyOfV1[_Note], **order, **query)
        return [_shown(one) for one in notes.items]

    async def create_note(self, draft: Draft, html: str) -> RemoteActivity:
        body = _body(draft, html, frozenset(Part))
        made, _ = await self._client.write("POST", _NOTES, One[_Note], body)
        return _shown(made.data)

    async def update_note(
        self, remote_id: RemoteId, draft: Draft, html: str, parts: frozenset[Part]
    ) -> None:
        body = _body(draft, html, parts)
        if body:
            await self._client.write("PUT", f"{_NOTES}/{remote_id}", One[_Note], body)

    async def delete_note(self, remote_id: RemoteId) -> None:
        await self._client.write("DELETE", f"{_NOTES}/{remote_id}", Done)


def _body(draft: Draft, html: str, parts: frozenset[Part]) -> Mapping[str, object]:
    """Return the body that writes these parts; the time is told in UTC."""
    of_part = {
        Part.NOTE: ("content", html),
        Part.TIME: ("add_time", f"{draft.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"),
        Part.CONTACTS: ("person_id", next(iter(draft.contacts), None)),
        Part.DEAL: ("deal_id", draft.deal),
    }
    chosen = dict(of_part[part] for part in Part if part in of_part and part in parts)
    return {name: value for name, value in chosen.items() if value is not None}


def _shown(note: _Note) -> RemoteActivity:
    return RemoteActivity(remote_id=RemoteId(note.id), html=note.content or "")

"""Activities (`/api/v2/activities`) and their types (`/api/v1/activityTypes`)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel

from adapters.pipedrive.client import Client
from adapters.pipedrive.entries import Instant
from adapters.pipedrive.envelopes import Done, Many, ManyOfV1, One
from adapters.pipedrive.paging import pages
from adapters.pipedrive.scalars import Id, Text
from domain.activity.draft import Draft, Part
from domain.activity.duration import hours_and_minutes
from domain.errors import CrmGone
from domain.model.activity_policy import ActivityType
from domain.model.remote import RemoteActivity
from domain.model.values import RemoteId

_ACTIVITIES = "/api/v2/activities"
_TYPES = "/api/v1/activityTypes"
_NEWEST = {"sort_by": "add_time", "sort_direction": "desc", "limit": "100"}


class _Type(BaseModel):
    key_string: Text
    name: Text | None = None
    order_nr: int | None = None
    active_flag: bool | None = None


class _Activity(BaseModel):
    id: Id
    note: Text | None = None
    add_time: Instant
    is_deleted: bool | None = None


class PipedriveActivities:
    """The part of ports.crm.Crm about activities; whoever is more than this has the client."""

    _client: Client

    async def activity_types(self) -> Sequence[ActivityType]:
        types, _ = await self._client.get(_TYPES, ManyOfV1[_Type])
        return [
            ActivityType(
                key=one.key_string, name=one.name or "", is_active=one.active_flag is not False
            )
            for one in sorted(types.items, key=lambda one: one.order_nr or 0)
        ]

    async def activity(self, remote_id: RemoteId) -> RemoteActivity:
        found, _ = await self._client.get(f"{_ACTIVITIES}/{remote_id}", One[_Activity])
        if found.data.is_deleted:
            raise CrmGone("GONE", "The activity was deleted.")
        return _shown(found.data)

    async def newest_activities(self, since: datetime) -> Sequence[RemoteActivity]:
        newest = list[RemoteActivity]()
        async for page, _ in pages(self._client, _ACTIVITIES, Many[_Activity], _NEWEST):
            recent = [one for one in page.items if one.add_time >= since]
            newest += [_shown(one) for one in recent]
            if len(recent) < len(page.items):
                break
        return newest

    async def create_activity(self, draft: Draft, note: str) -> RemoteActivity:
        made, _ = await self._client.write(
            "POST", _ACTIVITIES, One[_Activity], creation(draft, note)
        )
        return _shown(made.data)

    async def update_activity(
        self, remote_id: RemoteId, draft: Draft, note: str, parts: frozenset[Part]
    ) -> None:
        path, body = f"{_ACTIVITIES}/{remote_id}", change(draft, note, parts)
        await self._client.write("PATCH", path, One[_Activity], body)

    async def delete_activity(self, remote_id: RemoteId) -> None:
        await self._client.write("DELETE", f"{_ACTIVITIES}/{remote_id}", Done)


def creation(draft: Draft, note: str) -> Mapping[str, object]:
    """Return the body that creates the activity as a done one; what it does not have is left out.

    Without an owner it is the authorizing user's. Calls that block nobody's time are not busy.
    """
    given = change(draft, note, frozenset(Part))
    held = {name: value for name, value in given.items() if value not in (None, [])}
    return {**held, "done": True, "busy": False}


def change(draft: Draft, note: str, parts: frozenset[Part]) -> Mapping[str, object]:
    """Return the body that writes these parts; the time is told in UTC, to the minute.

    An owner cannot be taken away, only given to another.
    """
    at = draft.at.astimezone(UTC)
    of_part: Mapping[Part, Mapping[str, object]] = {
        Part.SUBJECT: {"subject": draft.subject},
        Part.TYPE: {"type": draft.type},
        Part.TIME: {"due_date": f"{at:%Y-%m-%d}", "due_time": f"{at:%H:%M}"},
        Part.DURATION: {"duration": _duration(draft.seconds)},
        Part.CONTACTS: {"participants": _participants(draft.contacts)},
        Part.DEAL: {"deal_id": draft.deal},
        Part.OWNER: {"owner_id": draft.owner} if draft.owner is not None else {},
        Part.NOTE: {"note": note},
    }
    chosen = (of_part[part] for part in Part if part in parts)
    return {name: value for body in chosen for name, value in body.items()}


def _duration(seconds: int | None) -> str | None:
    return hours_and_minutes(seconds) if seconds is not None else None


def _participants(contacts: Sequence[RemoteId]) -> list[Mapping[str, object]]:
    """`person_id` of an activity is read-only: it mirrors the primary participant."""
    return [{"person_id": one, "primary": one == contacts[0]} for one in contacts]


def _shown(activity: _Activity) -> RemoteActivity:
    return RemoteActivity(remote_id=RemoteId(activity.id), html=activity.note or "")

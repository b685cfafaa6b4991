"""The part of Pipedrive's API that is about activities and notes, to a company in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.activity.draft import Draft, Part
from domain.errors import CrmGone
from domain.model.activity_policy import ActivityType
from domain.model.remote import RemoteActivity
from domain.model.values import RemoteId
from tests.fakes.company import FakeCompany
from tests.fakes.crm_requests import Requests

TYPES = tuple(
    ActivityType(key=key, name=key.title())
    for key in ("call", "meeting", "task", "deadline", "email", "lunch")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An activity or a note, as it was written last; *html* may have been edited by people."""

    draft: Draft
    html: str
    made_at: datetime


class FakeTimeline(Requests):
    """*activities* and *notes* are what the company holds; people edit them there."""

    def __init__(self, company: FakeCompany) -> None:
        super().__init__(company)
        self.types: tuple[ActivityType, ...] = TYPES
        self.activities: dict[RemoteId, Entry] = {}
        self.notes: dict[RemoteId, Entry] = {}
        self.parts: list[frozenset[Part]] = []

    async def activity_types(self) -> Sequence[ActivityType]:
        return await self.do("activity_types", lambda: self.types)

    async def activity(self, remote_id: RemoteId) -> RemoteActivity:
        return await self.do("activity", lambda: _shown(self.activities, remote_id))

    async def newest_activities(self, since: datetime) -> Sequence[RemoteActivity]:
        def newest() -> Sequence[RemoteActivity]:
            known = sorted(self.activities, reverse=True)
            recent = [one for one in known if self.activities[one].made_at >= since]
            return [_shown(self.activities, one) for one in recent]

        return await self.do("newest_activities", newest)

    async def create_activity(self, draft: Draft, note: str) -> RemoteActivity:
        return await self.do("create_activity", lambda: self._add(self.activities, draft, note))

    async def update_activity(
        self, remote_id: RemoteId, draft: Draft, note: str, parts: frozenset[Part]
    ) -> None:
        await self.do(
            "update_activity", lambda: self._change(self.activities, remote_id, draft, note, parts)
        )

    async def delete_activity(self, remote_id: RemoteId) -> None:
        await self.do("delete_activity", lambda: self.activities.pop(remote_id))

    async def delete_note(self, remote_id: RemoteId) -> None:
        await self.do("delete_note", lambda: self.notes.pop(remote_id))

    async def note(self, remote_id: RemoteId) -> RemoteActivity:
        return await self.do("note", lambda: _shown(self.notes, remote_id))

    async def newest_notes(
        self, contact: RemoteId | None, deal: RemoteId | None
    ) -> Sequence[RemoteActivity]:
        def newest() -> Sequence[RemoteActivity]:
            wanted = [
                one
                for one, entry in self.notes.items()
                if entry.draft.contacts[:1] == ((contact,) if contact else ())
                and entry.draft.deal == deal
            ]
            return [_shown(self.notes, one) for one in sorted(wanted, reverse=True)[:100]]

        return await self.do("newest_notes", newest)

    async def create_note(self, draft: Draft, html: str) -> RemoteActivity:
        return await self.do("create_note", lambda: self._add(self.notes, draft, html))

    async def update_note(
        self, remote_id: RemoteId, draft: Draft, html: str, parts: frozenset[Part]
    ) -> None:
        await self.do(
            "update_note", lambda: self._change(self.notes, remote_id, draft, html, parts)
        )

    def _change(
        self,
        held: dict[RemoteId, Entry],
        remote_id: RemoteId,
        draft: Draft,
        html: str,
        parts: frozenset[Part],
    ) -> None:
        before = _shown(held, remote_id).html
        after = html if Part.NOTE in parts else before
        held[remote_id] = replace(held[remote_id], draft=draft, html=after)
        self.parts.append(parts)

    def _add(self, held: dict[RemoteId, Entry], draft: Draft, html: str) -> RemoteActivity:
        remote_id = RemoteId(max(held, default=0) + 1)
        held[remote_id] = Entry(draft=draft, html=html, made_at=self.company.clock())
        return _shown(held, remote_id)


def _shown(held: dict[RemoteId, Entry], remote_id: RemoteId) -> RemoteActivity:
    if remote_id not in held:
        raise CrmGone("GONE", "There is no such entry.")
    return RemoteActivity(remote_id=remote_id, html=held[remote_id].html)

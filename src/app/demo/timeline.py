"""The time line of persons as a colleague sees it in Pipedrive."""

import re
from collections.abc import Sequence
from html import unescape

from pydantic import BaseModel

from app.demo.pipedrive import Colleague

_ACTIVITIES = "/api/v2/activities"
_NOTES = "/api/v1/notes"
_BREAKS = re.compile(r"<br>|</?(?:div|p|li|ul)[^>]*>")
_TAGS = re.compile(r"<[^>]+>")


class _Participant(BaseModel):
    person_id: int
    primary: bool = False


class _Named(BaseModel):
    """A person or a deal that a note hangs on."""

    name: str = ""
    title: str = ""


class _Shown(BaseModel):
    """What the demonstration reads of an activity, a note or a deal."""

    id: int
    subject: str = ""
    type: str = ""
    done: bool = False
    due_date: str | None = None
    due_time: str | None = None
    duration: str | None = None
    participants: list[_Participant] = []
    deal_id: int | None = None
    owner_id: int = 0
    note: str | None = None
    content: str | None = None
    add_time: str = ""
    person: _Named | None = None
    deal: _Named | None = None
    title: str = ""


class _One(BaseModel):
    data: _Shown


class _Many(BaseModel):
    data: list[_Shown]


class TimeLine:
    """Reads activities and notes, and writes into them."""

    def __init__(self, colleague: Colleague) -> None:
        self._colleague = colleague

    async def activity(self, activity_id: int) -> str:
        """Return an activity in words: what and when, with whom and whose, and its note."""
        shown = await self._one(f"{_ACTIVITIES}/{activity_id}")
        state = "done" if shown.done else "open"
        length = f" · {shown.duration[:5]}" if shown.duration else ""
        when = f"{shown.due_date} {(shown.due_time or '')[:5]}"
        what = f"{shown.type}, {state}: {shown.subject} · {when}{length}"
        return f"{what}\n{await self._whose(shown)}\n{_text(shown.note)}"

    async def note(self, note_id: int) -> str:
        """Return a note in words: when, on what, and what it says."""
        shown = await self._one(f"{_NOTES}/{note_id}")
        links = [one for one in (shown.person, shown.deal) if one is not None]
        on = ", ".join(one.name or one.title for one in links)
        return f"note · {shown.add_time[:16]}\non {on}\n{_text(shown.content)}"

    async def subjects_of(self, person_id: int) -> list[str]:
        """Return the subjects of the activities on this person."""
        query = {"person_id": str(person_id), "limit": "500"}
        answer = await self._colleague.ask("GET", _ACTIVITIES, params=query)
        page = _Many.model_validate_json(answer.raise_for_status().content)
        return sorted(one.subject for one in page.data)

    async def add_line(self, activity_id: int, line: str) -> None:
        """Write a line below what the activity's note says."""
        path = f"{_ACTIVITIES}/{activity_id}"
        note = (await self._one(path)).note or ""
        answer = await self._colleague.ask("PATCH", path, json={"note": f"{note}<p>{line}</p>"})
        answer.raise_for_status()

    async def _whose(self, shown: _Shown) -> str:
        """Return with whom it was, the main one first, what about, and whose it is."""
        people = sorted(shown.participants, key=lambda one: not one.primary)
        names = await self._names([one.person_id for one in people])
        about = ""
        if shown.deal_id is not None:
            about = f" · about {(await self._one(f'/api/v2/deals/{shown.deal_id}')).title}"
        owner = (await self._colleague.emails())[shown.owner_id]
        return f"with {', '.join(names) or 'nobody'}{about} · of {owner}"

    async def _names(self, person_ids: Sequence[int]) -> Sequence[str]:
        people = [await self._colleague.person(one) for one in person_ids]
        fields = [one.fields for one in people if one is not None]
        parts = [(one.get("first_name"), one.get("last_name")) for one in fields]
        return [" ".join(filter(None, part)) for part in parts]

    async def _one(self, path: str) -> _Shown:
        answer = await self._colleague.ask("GET", path)
        return _One.model_validate_json(answer.raise_for_status().content).data


def _text(html: str | None) -> str:
    plain = unescape(_TAGS.sub("", _BREAKS.sub("\n", html or "")))
    return "\n".join(line for line in plain.split("\n") if line.strip())

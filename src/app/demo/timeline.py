"""The time line of persons as a colleague sees it in Pipedrive."""

import re
from html import unescape

from pydantic import BaseModel

from app.demo.pipedrive import Colleague

_ACTIVITIES = "/api/v2/activities"
_NOTES = "/api/v1/notes"
_BREAKS = re.compile(r"<br>|</?(?:div|p|li|ul)[^>]*>")
_TAGS = re.compile(r"<[^>]+>")


class _Shown(BaseModel):
    """What the demonstration reads of an activity or a note."""

    id: int
    subject: str = ""
    type: str = ""
    done: bool = False
    due_date: str | None = None
    due_time: str | None = None
    duration: str | None = None
    note: str | None = None
    content: str | None = None
    add_time: str = ""


class _One(BaseModel):
    data: _Shown


class _Many(BaseModel):
    data: list[_Shown]


class TimeLine:
    """Reads activities and notes, and writes into them."""

    def __init__(self, colleague: Colleague) -> None:
        self._colleague = colleague

    async def activity(self, activity_id: int) -> str:
        """Return an activity in words."""
        shown = await self._one(f"{_ACTIVITIES}/{activity_id}")
        state = "done" if shown.done else "open"
        length = f" · {shown.duration[:5]}" if shown.duration else ""
        when = f"{shown.due_date} {(shown.due_time or '')[:5]}"
        return f"{shown.type}, {state}: {shown.subject} · {when}{length}\n{_text(shown.note)}"

    async def note(self, note_id: int) -> str:
        """Return a note in words."""
        shown = await self._one(f"{_NOTES}/{note_id}")
        return f"note · {shown.add_time[:16]}\n{_text(shown.content)}"

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

    async def _one(self, path: str) -> _Shown:
        answer = await self._colleague.ask("GET", path)
        return _One.model_validate_json(answer.raise_for_status().content).data


def _text(html: str | None) -> str:
    plain = unescape(_TAGS.sub("", _BREAKS.sub("\n", html or "")))
    return "\n".join(line for line in plain.split("\n") if line.strip())

"""What Pipedrive shows of deals and activities, as far as the verdict needs it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from pydantic import BaseModel

from app.demo.pipedrive import Colleague


class Deal(BaseModel):
    """A deal of a list."""

    id: int
    title: str
    value: float | None
    person_id: int | None


class Participant(BaseModel):
    """Whom an activity was with."""

    person_id: int


class Activity(BaseModel):
    """An activity of a list."""

    id: int
    note: str | None
    participants: list[Participant] | None


class _More(BaseModel):
    next_cursor: str | None = None


class _Page(BaseModel):
    data: list[dict[str, object]]
    additional_data: _More = _More()


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads the lists whole."""

    colleague: Colleague

    async def deals(self) -> list[Deal]:
        """Return the deals that are not deleted."""
        return [Deal.model_validate(one) async for one in self._all("deals")]

    async def activities(self) -> list[Activity]:
        """Return the activities that are not deleted."""
        return [Activity.model_validate(one) async for one in self._all("activities")]

    async def _all(self, kind: str) -> AsyncIterator[dict[str, object]]:
        query = {"limit": "500"}
        while True:
            answer = await self.colleague.ask("GET", f"/api/v2/{kind}", params=query)
            page = _Page.model_validate_json(answer.raise_for_status().content)
            for shown in page.data:
                yield shown
            if page.additional_data.next_cursor is None:
                return
            query["cursor"] = page.additional_data.next_cursor

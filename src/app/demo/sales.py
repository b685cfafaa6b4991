"""What a colleague sells in Pipedrive: its public REST API, with a personal token."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from app.demo.pipedrive import Colleague

_GONE = 404
STEPS: Mapping[int, str] = {6: "need", 7: "visit", 8: "offer", 9: "follow up"}
"""The steps that stages are mapped to from the beginning."""
LATER: Mapping[int, str] = {10: "order"}
"""What is mapped in a scene."""


class _Deal(BaseModel):
    """What the demonstration reads of a deal."""

    id: int
    title: str
    value: float | None = None
    currency: str | None = None
    status: str
    lost_reason: str | None = None
    stage_id: int
    person_id: int | None = None
    owner_id: int
    custom_fields: dict[str, object] = {}
    is_deleted: bool = False


class _One(BaseModel):
    data: _Deal


@dataclass(frozen=True, slots=True)
class Sales:
    """Reads and edits deals."""

    colleague: Colleague

    async def create(self, title: str, **values: object) -> int:
        """Create a deal; return its id."""
        answer = await self.colleague.ask("POST", "/api/v2/deals", {"title": title, **values})
        return _One.model_validate_json(answer.raise_for_status().content).data.id

    async def edit(self, number: int, **values: object) -> None:
        """Change these values of the deal, named as in the API."""
        answer = await self.colleague.ask("PATCH", f"/api/v2/deals/{number}", values)
        answer.raise_for_status()

    async def delete(self, number: int) -> None:
        """Delete the deal."""
        (await self.colleague.ask("DELETE", f"/api/v2/deals/{number}")).raise_for_status()

    async def merge(self, loser: int, winner: int) -> None:
        """Merge a deal into another."""
        body = {"merge_with_id": winner}
        answer = await self.colleague.ask("PUT", f"/api/v1/deals/{loser}/merge", body)
        answer.raise_for_status()

    async def words(self, number: int) -> str:
        """Return the deal as one line of text."""
        answer = await self.colleague.ask("GET", f"/api/v2/deals/{number}")
        if answer.status_code == _GONE:
            return "no such deal"
        deal = _One.model_validate_json(answer.raise_for_status().content).data
        if deal.is_deleted:
            return "no such deal"
        person = await self.colleague.person(deal.person_id) if deal.person_id else None
        emails = await self.colleague.emails()
        parts = (
            deal.title,
            f"{deal.value:.2f} {deal.currency}",
            deal.status,
            deal.lost_reason or "",
            {**STEPS, **LATER}.get(deal.stage_id, f"stage {deal.stage_id}"),
            person.fields["first_name"] if person is not None else "",
            emails[deal.owner_id],
        )
        return " · ".join(filter(None, parts))

    async def custom_value(self, number: int, code: str) -> object:
        """Return what a custom field of the deal holds."""
        answer = await self.colleague.ask("GET", f"/api/v2/deals/{number}")
        deal = _One.model_validate_json(answer.raise_for_status().content).data
        return deal.custom_fields.get(code)

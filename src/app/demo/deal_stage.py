"""How a row about a deal is judged: what both sides show of it, in the same words."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from app.demo.deals import PLAYBOOK, deal
from app.demo.pipedrive import Colleague
from app.demo.sales import STEPS, Sales
from app.demo.stage import Row, eventually
from app.demo.vixiees import Vixiees
from vixiees.pipedrive.v1.deal_pb2 import DealStatus

_PIPELINE = 2
_STATUS = {
    DealStatus.DEAL_STATUS_OPEN: "open",
    DealStatus.DEAL_STATUS_WON: "won",
    DealStatus.DEAL_STATUS_LOST: "lost",
}
GONE = "no such deal"


class Sides(Protocol):
    """Whoever has both sides at hand."""

    @property
    def vixiees(self) -> Vixiees: ...
    @property
    def colleague(self) -> Colleague: ...


async def on_both(sides: Sides, title: str, deal_id: str, wanted: str) -> Row:
    """Wait until both sides show *wanted*, and say what they show."""
    number = await eventually(lambda: _number(sides, deal_id), bool) if wanted != GONE else 0
    number = number or (await sides.vixiees.deals.shown(deal_id)).pipedrive_deal_id

    async def look() -> tuple[str, str]:
        shown = await Sales(sides.colleague).words(number) if number else GONE
        return words_here(sides, deal_id), shown

    vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {wanted})
    return Row(title=title, expected=wanted, vixiees=vixiees, pipedrive=pipedrive)


def words_here(sides: Sides, deal_id: str) -> str:
    """Return Vixiees' row of the deal as one line of text."""
    row = sides.vixiees.deals.rows.get(deal_id)
    if row is None:
        return GONE
    fields = row.fields
    contact = sides.vixiees.rows.get(fields.contact_id)
    parts = (
        fields.title,
        f"{Decimal(fields.value.amount or 0):.2f} {fields.value.currency}",
        _STATUS.get(fields.status, ""),
        fields.lost_reason,
        fields.step.step_id,
        contact.fields["first_name"] if contact is not None else "",
        fields.owner_email.lower(),
    )
    return " · ".join(filter(None, parts))


async def deal_of(sides: Sides, number: int) -> str:
    """Wait until Vixiees has this deal of Pipedrive; return its id."""
    return await eventually(lambda: sides.vixiees.deals.row_of(number), bool)


async def in_step(sides: Sides, title: str) -> tuple[str, int]:
    """Create a deal on both sides; return its ids, Vixiees' first."""
    deal_id = await sides.vixiees.deals.create(deal(title))
    number = await eventually(lambda: _number(sides, deal_id), bool)
    await eventually(lambda: _owner(sides, deal_id), bool)
    return deal_id, number


async def map_sales(sides: Sides, stages: Mapping[int, str] = STEPS) -> None:
    """Publish our playbook and map the pipeline of the deals to it."""
    await sides.vixiees.catalog.put_playbook(PLAYBOOK, [*STEPS.values(), "order"])
    await sides.vixiees.catalog.map(_PIPELINE, PLAYBOOK, stages)


def after_waiting(row: Row, wanted: str, waited: str) -> Row:
    """Return the row with why the deal had to wait first."""
    return replace(
        row,
        expected=f"{wanted}; {row.expected}",
        vixiees=f"{waited}; {row.vixiees}",
        pipedrive=f"{wanted}; {row.pipedrive}",
    )


async def _number(sides: Sides, deal_id: str) -> int:
    return (await sides.vixiees.deals.shown(deal_id)).pipedrive_deal_id


async def _owner(sides: Sides, deal_id: str) -> str:
    return sides.vixiees.deals.rows[deal_id].fields.owner_email

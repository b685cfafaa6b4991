"""How a row about a deal is judged: what both sides show of it, in the same words."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.demo.deals import PLAYBOOK, deal
from app.demo.sales import STEPS
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.deal_pb2 import DealStatus

_PIPELINE = 2
_STATUS = {
    DealStatus.DEAL_STATUS_OPEN: "open",
    DealStatus.DEAL_STATUS_WON: "won",
    DealStatus.DEAL_STATUS_LOST: "lost",
}
GONE = "no such deal"


async def on_both(stage: Stage, title: str, deal_id: str, wanted: str) -> Row:
    """Wait until both sides show *wanted*, and say what they show."""
    number = await eventually(lambda: _number(stage, deal_id), bool) if wanted != GONE else 0
    number = number or (await stage.deals.shown(deal_id)).pipedrive_deal_id

    async def look() -> tuple[str, str]:
        shown = await stage.sales.words(number) if number else GONE
        return words_here(stage, deal_id), shown

    vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {wanted})
    return Row(title=title, expected=wanted, vixiees=vixiees, pipedrive=pipedrive)


def words_here(stage: Stage, deal_id: str) -> str:
    """Return Vixiees' row of the deal as one line of text."""
    row = stage.deals.rows.get(deal_id)
    if row is None:
        return GONE
    fields = row.fields
    contact = stage.vixiees.rows.get(fields.contact_id)
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


async def deal_of(stage: Stage, number: int) -> str:
    """Wait until Vixiees has this deal of Pipedrive; return its id."""
    return await eventually(lambda: stage.deals.row_of(number), bool)


async def in_step(stage: Stage, title: str) -> tuple[str, int]:
    """Create a deal on both sides; return its ids, Vixiees' first."""
    deal_id = await stage.deals.create(deal(title))
    number = await eventually(lambda: _number(stage, deal_id), bool)
    await eventually(lambda: _owner(stage, deal_id), bool)
    return deal_id, number


async def map_sales(stage: Stage, stages: Mapping[int, str] = STEPS) -> None:
    """Publish our playbook and map the pipeline of the deals to it."""
    await stage.catalog.put_playbook(PLAYBOOK, [*STEPS.values(), "order"])
    await stage.catalog.map(_PIPELINE, PLAYBOOK, stages)


def after_waiting(row: Row, wanted: str, waited: str) -> Row:
    """Return the row with why the deal had to wait first."""
    return replace(
        row,
        expected=f"{wanted}; {row.expected}",
        vixiees=f"{waited}; {row.vixiees}",
        pipedrive=f"{wanted}; {row.pipedrive}",
    )


async def _number(stage: Stage, deal_id: str) -> int:
    return (await stage.deals.shown(deal_id)).pipedrive_deal_id


async def _owner(stage: Stage, deal_id: str) -> str:
    return stage.deals.rows[deal_id].fields.owner_email

"""Deals on both sides of a connected company, and what they cost."""

from app.demo.deal_stage import GONE, deal_of, in_step, map_sales, on_both
from app.demo.deals import at
from app.demo.sales import Sales
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.deal_pb2 import DealFields, DealStatus

_INGRID = "ingrid@example.com"


async def _holds(acme: Town, deal_id: str, wanted: str) -> bool:
    return (await on_both(acme, "", deal_id, wanted)).holds


async def test_a_deal_goes_both_ways(acme_on_each: Town) -> None:
    acme, sales = acme_on_each, Sales(acme_on_each.colleague)
    await acme.connect()
    await map_sales(acme)
    deal_id, number = await in_step(acme, "Roof")
    await sales.edit(number, stage_id=7, status="lost", lost_reason="Price")
    assert await _holds(acme, deal_id, f"Roof · 1200.50 EUR · lost · Price · visit · {_INGRID}")
    reopened = DealFields(status=DealStatus.DEAL_STATUS_OPEN, step=at("offer"))
    await acme.vixiees.deals.edit(deal_id, reopened)
    assert await _holds(acme, deal_id, f"Roof · 1200.50 EUR · open · offer · {_INGRID}")
    await sales.delete(number)
    assert await _holds(acme, deal_id, GONE)


async def test_moving_a_deal_costs_five_tokens_and_its_echo_none(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    deal_id, _ = await in_step(acme, "Roof")
    await acme.quiet()
    acme.sandbox.ledger.clear()
    await acme.vixiees.deals.edit(deal_id, DealFields(step=at("offer")))
    assert await _holds(acme, deal_id, f"Roof · 1200.50 EUR · open · offer · {_INGRID}")
    await acme.quiet()
    assert acme.sandbox.ledger.tokens("oauth") == 5


async def test_winning_a_deal_costs_five_tokens_with_the_time_that_pipedrive_gives_it(
    acme: Town,
) -> None:
    await acme.connect()
    await map_sales(acme)
    number = await Sales(acme.colleague).create("Door", value=5, stage_id=6, person_id=1)
    deal_id = await deal_of(acme, number)
    await acme.quiet()
    acme.sandbox.ledger.clear()
    await acme.vixiees.deals.edit(deal_id, DealFields(status=DealStatus.DEAL_STATUS_WON))

    async def closed() -> bool:
        return acme.vixiees.deals.rows[deal_id].fields.HasField("close_time")

    assert await eventually(closed, bool)
    assert acme.sandbox.ledger.tokens("oauth") == 5


async def test_a_deal_of_pipedrive_costs_no_more_than_one_token(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    await acme.quiet()
    acme.sandbox.ledger.clear()
    number = await Sales(acme.colleague).create("Door", value=5, stage_id=6, person_id=1)
    deal_id = await deal_of(acme, number)
    assert acme.vixiees.deals.rows[deal_id].fields.title == "Door"
    assert acme.sandbox.ledger.tokens("oauth") <= 1


async def test_the_deals_of_a_pipeline_come_in_once_it_is_mapped(acme: Town) -> None:
    connection = await acme.connect()
    listed = [
        one for one in acme.sandbox.company.tables["deal"].living() if not one.fields["is_archived"]
    ]
    assert connection.progress.deals == len(listed)
    assert acme.vixiees.deals.rows == {}
    await map_sales(acme)
    wanted = {one.id for one in listed if one.fields["stage_id"] in {6, 7, 8, 9}}

    async def told() -> set[int]:
        linked = await acme.vixiees.deals.linked()
        rows = acme.vixiees.deals.rows
        return {number for number, deal_id in linked.items() if deal_id in rows}

    assert await eventually(told, lambda numbers: numbers >= wanted) == wanted

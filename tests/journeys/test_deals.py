"""Deals on both sides of a connected company, and what they cost."""

from google.protobuf.timestamp_pb2 import Timestamp

from app.demo.deal_stage import GONE, deal_of, in_step, map_sales, on_both
from app.demo.deals import at
from app.demo.sales import Sales
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.catalog_service_pb2 import SetFallbackOwnerRequest
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub
from vixiees.pipedrive.v1.deal_pb2 import DealFields, DealStatus, Money
from vixiees.pipedrive.v1.deal_service_pb2 import SyncDealRequest
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceStub

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


async def test_everything_of_a_deal_goes_both_ways(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    first, second = [
        await acme.vixiees.create({"first_name": name, "last_name": "Deal"})
        for name in ("Dora", "Emil")
    ]
    whole = DealFields(
        title="Roof",
        value=Money(amount="1200.504", currency="EUR"),
        status=DealStatus.DEAL_STATUS_LOST,
        lost_reason="Price",
        close_time=Timestamp(seconds=1_790_000_000),
        step=at("visit"),
        contact_id=first,
        company="Haus am Deich",
        owner_email=" MATEO@example.com ",
    )
    deal_id = await acme.vixiees.deals.create(whole)
    number = await eventually(lambda: _number(acme, deal_id), bool)
    organizations = acme.sandbox.company.tables["organization"].living()
    companies = {one.fields["name"]: one.id for one in organizations}
    held = acme.sandbox.company.tables["deal"].rows[number].fields
    assert {name: held[name] for name in ("title", "value", "currency", "status")} == {
        "title": "Roof",
        "value": 1200.5,
        "currency": "EUR",
        "status": "lost",
    }
    assert (held["lost_reason"], held["close_time"]) == ("Price", "2026-09-21T14:13:20Z")
    assert (held["stage_id"], held["pipeline_id"]) == (7, 2)
    assert held["person_id"] == await acme.vixiees.person_id(first)
    assert (held["org_id"], held["owner_id"]) == (companies["Haus am Deich"], 13)
    await acme.quiet()
    changes = {
        "title": "Door",
        "value": 70000,
        "currency": "JPY",
        "status": "won",
        "won_time": "2026-10-01T10:00:00Z",
        "stage_id": 9,
        "person_id": await acme.vixiees.person_id(second),
        "org_id": None,
        "owner_id": 12,
    }
    await Sales(acme.colleague).edit(number, **changes)
    wanted = DealFields(
        title="Door",
        value=Money(amount="70000", currency="JPY"),
        status=DealStatus.DEAL_STATUS_WON,
        close_time=Timestamp(seconds=1_790_848_800),
        step=at("follow up"),
        contact_id=second,
        owner_email="clara@example.com",
    )

    async def row() -> DealFields:
        return acme.vixiees.deals.rows[deal_id].fields

    assert await eventually(row, lambda seen: seen == wanted) == wanted


async def _number(acme: Town, deal_id: str) -> int:
    return (await acme.vixiees.deals.shown(deal_id)).pipedrive_deal_id


async def test_who_owns_a_deal_is_found_by_the_address_or_reported(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    catalog, deals = CatalogServiceStub(acme.channel), DealServiceStub(acme.channel)
    await catalog.SetFallbackOwner(SetFallbackOwnerRequest(account_id="acme", user_id=14))
    for number, (address, reasons, owner) in enumerate(
        (
            ("CLARA@example.com ", [], 12),
            ("team@example.com", ["OWNER_AMBIGUOUS"], 14),
            ("gunther@example.com", ["OWNER_INACTIVE"], 14),
            ("nobody@example.com", ["OWNER_UNKNOWN"], 14),
        )
    ):
        deal_id = f"owned {number}"
        fields = DealFields(title=deal_id, step=at("need"), owner_email=address)
        request = SyncDealRequest(
            account_id="acme",
            deal_id=deal_id,
            fields=fields,
            update_time=Timestamp(seconds=1_790_000_000),
        )
        answer = await deals.SyncDeal(request)
        assert [one.reason for one in answer.notices] == reasons
        made = await eventually(lambda: _number(acme, deal_id), bool)  # noqa: B023 - at once
        assert acme.sandbox.company.tables["deal"].rows[made].fields["owner_id"] == owner


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

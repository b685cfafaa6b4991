"""Deals as records, read and written over real HTTP, and told by webhooks."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.events import PipedriveEvents
from adapters.sandbox.company.deliveries import Delivery as Sent
from domain.errors import CrmDeleted, CrmGone, CrmRefused, PropertyRefused
from domain.model.remote import Action, Entity, Event
from domain.model.values import CompanyId, FieldName, Kind, RecordId, RemoteId, Value
from domain.model.values import property_field as own
from domain.ports.crm import Patch, RemoteRecords
from tests.adapters.pipedrive.opened_sandbox import Company

_ROOF: Mapping[FieldName, Value] = {
    "title": "Roof",
    "value": "1200.5 EUR",
    "stage": "7",
    "contact": "1",
    "owner": "12",
}
_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


@pytest.fixture
def deals(crm: PipedriveCrm) -> RemoteRecords:
    return crm.records(Kind.DEAL)


async def _made(deals: RemoteRecords, **changes: Value) -> RemoteId:
    made = await deals.create(RecordId("roof"), Patch(fields={**_ROOF, **changes}))
    return made.remote_id


def _code(acme: Company, name: str) -> str:
    fields = acme.sandbox.company.fields["deal"].custom()
    return next(field.field_code for field in fields if field.field_name == name)


async def test_a_created_deal_reads_back_the_same(deals: RemoteRecords) -> None:
    patch = Patch(fields={**_ROOF, "lost_reason": None}, company_id=CompanyId(1))
    made = await deals.create(RecordId("roof"), patch)
    read = await deals.one(made.remote_id)
    assert read.fields == {
        **_ROOF,
        "status": "open",
        "lost_reason": None,
        "close_time": None,
        "archived": None,
    }
    assert (read.company_id, read.fields) == (1, made.fields)


async def test_a_stage_alone_moves_a_deal_to_another_pipeline(
    acme: Company, deals: RemoteRecords
) -> None:
    remote_id = await _made(deals)
    moved = await deals.update(remote_id, Patch(fields={"stage": "12"}))
    assert moved.fields["stage"] == "12"
    assert acme.sandbox.company.tables["deal"].rows[remote_id].fields["pipeline_id"] == 3


async def test_a_deal_is_won_lost_and_reopened(deals: RemoteRecords) -> None:
    remote_id = await _made(deals)
    closed = "2026-11-20T10:00:00Z"
    won = await deals.update(remote_id, Patch(fields={"status": "won", "close_time": closed}))
    assert (won.fields["status"], won.fields["close_time"]) == ("won", closed)
    lost = await deals.update(
        remote_id, Patch(fields={"status": "lost", "lost_reason": "Price", "close_time": closed})
    )
    assert (lost.fields["status"], lost.fields["lost_reason"]) == ("lost", "Price")
    opened = await deals.update(remote_id, Patch(fields={"status": "open"}))
    assert (opened.fields["close_time"], opened.fields["lost_reason"]) == (None, None)


async def test_links_can_be_cleared(deals: RemoteRecords) -> None:
    made = await deals.create(RecordId("roof"), Patch(fields=_ROOF, company_id=CompanyId(1)))
    cleared = await deals.update(
        made.remote_id, Patch(fields={"contact": None, "company": None, "value": None})
    )
    assert (cleared.fields["contact"], cleared.company_id) == (None, None)
    assert cleared.fields["value"] == "0 EUR"


@pytest.mark.parametrize("value", ["0.3 EUR", "12 JPY", "1.234 KWD", "999999999999.99 EUR"])
async def test_a_value_drifts_by_no_digit(deals: RemoteRecords, value: str) -> None:
    remote_id = await _made(deals, value=value)
    assert (await deals.one(remote_id)).fields["value"] == value


async def test_a_currency_that_the_company_does_not_use_is_refused(deals: RemoteRecords) -> None:
    with pytest.raises(CrmRefused):
        await _made(deals, value="1 ZMW")


async def test_custom_values_are_written_by_their_type_and_read_back(
    acme: Company, deals: RemoteRecords
) -> None:
    fields = acme.sandbox.company.fields["deal"].custom()
    options = {one.field_name: sorted(one.option_ids()) for one in fields}
    first, second = options["Products wanted"][:2]
    texts = {
        "Order number": "A 1",
        "Probability in months": "2.5",
        "Deposit": "10.5 EUR",
        "Channel of sale": str(options["Channel of sale"][0]),
        "Products wanted": f"{first},{second}",
        "Contract ends": "2026-12-31",
    }
    codes = {one.field_name: one for one in fields}
    patch = Patch(
        fields={"title": "Roof"}
        | {own(codes[name].field_code): text for name, text in texts.items()},
        types={own(one.field_code): one.field_type for one in fields},
    )
    made = await deals.create(RecordId("roof"), patch)
    assert made.properties == {codes[name].field_code: text for name, text in texts.items()}
    cleared = await deals.update(
        made.remote_id, Patch(fields={own(code): None for code in made.properties})
    )
    assert cleared.properties == {}


async def test_a_custom_field_that_is_gone_is_named(deals: RemoteRecords) -> None:
    remote_id = await _made(deals)
    with pytest.raises(PropertyRefused) as problem:
        await deals.update(remote_id, Patch(fields={own("a" * 40): "x"}))
    assert problem.value.code == "a" * 40


async def test_an_archived_deal_is_not_listed_and_not_written(
    acme: Company, deals: RemoteRecords
) -> None:
    remote_id = await _made(deals)
    acme.sandbox.company.tables["deal"].rows[remote_id].fields["is_archived"] = True
    assert (await deals.one(remote_id)).fields["archived"] == "true"
    assert remote_id not in [one.remote_id for one in (await deals.page()).items]
    with pytest.raises(CrmRefused):
        await deals.update(remote_id, Patch(fields={"title": "Roofs"}))


async def test_a_deleted_deal_is_gone(deals: RemoteRecords) -> None:
    remote_id = await _made(deals)
    await deals.delete(remote_id)
    with pytest.raises(CrmDeleted):
        await deals.one(remote_id)
    assert remote_id not in [one.remote_id for one in await deals.many([remote_id])]


async def test_a_merged_deal_lives_on_in_the_winner(deals: RemoteRecords) -> None:
    loser, winner = await _made(deals), await _made(deals, title="Door")
    await deals.merge(loser, winner)
    with pytest.raises(CrmGone):
        await deals.one(loser)
    assert (await deals.one(winner)).fields["title"] == "Door"


async def _told(acme: Company, marker_field: str) -> list[Event]:
    """Return what a company tells of a deal's life."""
    sent = list[bytes]()

    def keep(delivery: Sent) -> Sequence[Sent]:
        sent.append(delivery.body)
        return ()

    acme.sandbox.company.deliveries.reroute = keep
    crm = acme.pipedrive.crms.open(acme.tokens, {Kind.DEAL: marker_field})
    await crm.subscribe(Entity.DEAL, _URL, "user", "password")
    deals = crm.records(Kind.DEAL)
    code = _code(acme, "Order number")
    made = await deals.create(RecordId("roof"), Patch(fields={**_ROOF, own(code): "A 1"}))
    changes: Mapping[FieldName, Value] = {"value": "7 EUR", "status": "won", own(code): "A 2"}
    await deals.update(made.remote_id, Patch(fields=changes))
    await deals.delete(made.remote_id)
    deliveries = [PipedriveEvents().read(body, {Kind.DEAL: marker_field}) for body in sent]
    assert [one.problem for one in deliveries] == ["", "", ""]
    return [one.event for one in deliveries if one.event is not None]


async def test_a_deals_life_is_told_by_three_events(acme: Company) -> None:
    marker_field = await acme.crm().create_property(Kind.DEAL, "Vixiees ID")
    created, changed, deleted = await _told(acme, marker_field)
    actions = [one.action for one in (created, changed, deleted)]
    assert actions == [Action.CREATED, Action.CHANGED, Action.DELETED]
    assert {name: created.fields[name] for name in _ROOF} == _ROOF
    assert created.marker == "roof"
    code = _code(acme, "Order number")
    assert changed.fields["value"] == "7 EUR"
    assert changed.previous is not None
    assert changed.previous["value"] == "1200.5 EUR"
    assert changed.previous.keys() == {"value", "status", "close_time"}
    assert changed.previous_properties == {code: "A 1"}
    assert changed.properties is not None
    assert changed.properties[code] == "A 2"


def _body(**data: object) -> bytes:
    meta = {
        "id": "e-1",
        "webhook_id": "7",
        "company_id": "42",
        "action": "change",
        "entity": "deal",
        "entity_id": "12",
        "user_id": "11",
        "timestamp": "2026-11-23T10:00:00.123Z",
        "version": "2.0",
    }
    whole = {"id": 12, "title": "Roof", "value": 5, "currency": "EUR", **data}
    return json.dumps({"meta": meta, "data": whole, "previous": {"value": 4}}).encode()


def test_a_changed_amount_is_told_with_its_currency() -> None:
    event = PipedriveEvents().read(_body(), {}).event
    assert event is not None
    assert event.previous == {"value": "4 EUR"}
    assert event.at == datetime(2026, 11, 23, 10, 0, 0, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"value": "much"}, "INVALID_NUMBER"),
        ({"value": True}, "INVALID_NUMBER"),
        ({"title": 5}, "INVALID_TEXT"),
        ({"title": "x" * 256}, "TOO_LONG"),
        ({"stage_id": -1}, "INVALID_ID"),
        ({"person_id": "5"}, "INVALID_ID"),
        ({"close_time": "yesterday"}, "INVALID_TIMESTAMP"),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_what_cannot_be_a_deal_is_no_event(data: dict[str, object], problem: str) -> None:
    delivery = PipedriveEvents().read(_body(**data), {})
    assert (delivery.event, delivery.problem) == (None, problem)

"""Deals and mappings that make no sense, handed to the whole service: refused, each fault named."""

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from app.demo.deal_stage import in_step, map_sales
from app.demo.deals import PLAYBOOK, at
from app.demo.sales import Sales
from app.demo.stage import eventually
from tests.adapters.grpc_server.calling import Refused, refused
from tests.journeys.town import Town
from vixiees.pipedrive.v1.catalog_pb2 import PropertyMapping, PropertyOwner, StageMapping
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    SetFallbackOwnerRequest,
    SetPipelineMappingRequest,
    SetPropertyMappingRequest,
)
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub
from vixiees.pipedrive.v1.deal_pb2 import DealFields, DealStatus, DealStep, Money
from vixiees.pipedrive.v1.deal_service_pb2 import SyncDealRequest, SyncDealResponse
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceStub

_NOON = Timestamp(seconds=1_795_000_000)
_INVALID, _NOT_NOW = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.FAILED_PRECONDITION
_AMOUNT, _CURRENCY = "fields.value.amount", "fields.value.currency"
_WRONG: tuple[tuple[DealFields, dict[str, str]], ...] = (
    (DealFields(value=Money(amount="NaN", currency="EUR")), {_AMOUNT: "NOT_A_NUMBER"}),
    (DealFields(value=Money(amount="1e30", currency="EUR")), {_AMOUNT: "NOT_A_NUMBER"}),
    (DealFields(value=Money(amount="1,234.50", currency="EUR")), {_AMOUNT: "NOT_A_NUMBER"}),
    (DealFields(value=Money(amount="-0.01", currency="EUR")), {_AMOUNT: "NEGATIVE"}),
    (DealFields(value=Money(amount="1" + "0" * 30, currency="EUR")), {_AMOUNT: "TOO_LARGE"}),
    (DealFields(value=Money(amount="1", currency="XXX")), {_CURRENCY: "UNKNOWN_CURRENCY"}),
    (DealFields(value=Money(amount="1", currency="HRK")), {_CURRENCY: "CURRENCY_NOT_ACTIVE"}),
    (
        DealFields(value=Money(amount="-1", currency="eur")),
        {_AMOUNT: "NEGATIVE", _CURRENCY: "UNKNOWN_CURRENCY"},
    ),
    (
        DealFields(step=DealStep(playbook_id="another", step_id="need")),
        {"fields.step.playbook_id": "UNKNOWN_PLAYBOOK"},
    ),
    (
        DealFields(step=DealStep(playbook_id=PLAYBOOK, step_id="of another")),
        {"fields.step.step_id": "UNKNOWN_STEP"},
    ),
    (DealFields(close_time=_NOON), {"fields.close_time": "CLOSE_TIME_OF_OPEN_DEAL"}),
    (
        DealFields(status=DealStatus.DEAL_STATUS_OPEN, close_time=_NOON, lost_reason="Price"),
        {
            "fields.close_time": "CLOSE_TIME_OF_OPEN_DEAL",
            "fields.lost_reason": "REASON_OF_DEAL_NOT_LOST",
        },
    ),
    (
        DealFields(status=DealStatus.DEAL_STATUS_WON, close_time=_NOON, lost_reason="Price"),
        {"fields.lost_reason": "REASON_OF_DEAL_NOT_LOST"},
    ),
)


async def _sync(acme: Town, fields: DealFields, *, wait: bool = False) -> SyncDealResponse:
    whole = DealFields(title="Wrong")
    whole.MergeFrom(fields)
    request = SyncDealRequest(
        account_id="acme", deal_id="wrong", fields=whole, update_time=_NOON, wait_for_contact=wait
    )
    return await DealServiceStub(acme.channel).SyncDeal(request)


async def _failure(acme: Town, fields: DealFields) -> Refused:
    return await refused(_sync(acme, fields))


async def test_a_deal_that_makes_no_sense_is_refused_and_nothing_is_stored(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    for fields, violations in _WRONG:
        failure = await _failure(acme, fields)
        assert (failure.code, failure.violations) == (_INVALID, violations)
    assert "wrong" not in (await acme.vixiees.deals.linked()).values()


async def test_a_deal_of_an_unknown_contact_is_refused_or_waits_as_asked(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    fields = DealFields(contact_id="nobody", step=at("need"))
    failure = await _failure(acme, fields)
    assert (failure.code, failure.reason) == (_NOT_NOW, "CONTACT_UNKNOWN")
    answer = await _sync(acme, fields, wait=True)
    assert answer.deal.reason == "WAITS_FOR_CONTACT"
    await acme.vixiees.create({"first_name": "Some", "last_name": "Body"}, "nobody")

    async def number() -> int:
        return (await acme.vixiees.deals.shown("wrong")).pipedrive_deal_id

    assert await eventually(number, bool)


async def test_an_archived_deal_can_only_be_read_and_says_so(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    deal_id, number = await in_step(acme, "Kept for the record")
    await acme.quiet()
    await Sales(acme.colleague).edit(number, is_archived=True)

    async def archived() -> bool:
        return (await acme.vixiees.deals.shown(deal_id)).fields.archived

    assert await eventually(archived, bool)
    row = acme.vixiees.deals.rows[deal_id]
    assert await eventually(lambda: _flag(row.fields), bool)
    failure = await refused(acme.vixiees.deals.edit(deal_id, DealFields(title="Changed")))
    assert (failure.code, failure.reason) == (_NOT_NOW, "DEAL_ARCHIVED")
    await Sales(acme.colleague).edit(number, is_archived=False)
    assert not await eventually(archived, lambda is_so: not is_so)
    await acme.vixiees.deals.edit(deal_id, DealFields(title="Changed"))

    async def words() -> str:
        return await Sales(acme.colleague).words(number)

    assert "Changed" in await eventually(words, lambda line: "Changed" in line)


async def _flag(fields: DealFields) -> bool:
    return fields.archived


async def test_mappings_that_make_no_sense_are_refused_with_every_fault(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    catalog = CatalogServiceStub(acme.channel)
    pairs = [
        StageMapping(stage_id=1, step_id="need"),
        StageMapping(stage_id=6, step_id="offer"),
        StageMapping(stage_id=99, step_id="offer"),
    ]
    pipeline = SetPipelineMappingRequest(
        account_id="acme", pipeline_id=1, playbook_id=PLAYBOOK, stages=pairs
    )
    failure = await refused(catalog.SetPipelineMapping(pipeline))
    assert failure.violations == {
        "stages[0].step_id": "STEP_MAPPED_TWICE",
        "stages[1].stage_id": "STAGE_OF_OTHER_PIPELINE",
        "stages[1].step_id": "STEP_MAPPED_TWICE",
        "stages[2].stage_id": "UNKNOWN_STAGE",
        "stages[2].step_id": "STEP_MAPPED_TWICE",
    }
    owner = PropertyOwner.PROPERTY_OWNER_DEAL
    codes = await acme.vixiees.catalog.codes()
    order = codes[owner, "Order number"]
    mappings = [
        PropertyMapping(owner=owner, property_id="a", code=order),
        PropertyMapping(owner=owner, property_id="b", code=order),
        PropertyMapping(owner=owner, property_id="c", code="visible_to"),
        PropertyMapping(owner=owner, property_id="c", code="f" * 40),
        PropertyMapping(owner=owner, property_id="d", code=codes[owner, "Vixiees ID"]),
    ]
    request = SetPropertyMappingRequest(account_id="acme", mappings=mappings)
    assert (await refused(catalog.SetPropertyMapping(request))).violations == {
        "mappings[0].code": "FIELD_MAPPED_TWICE",
        "mappings[1].code": "FIELD_MAPPED_TWICE",
        "mappings[2].code": "NOT_A_CUSTOM_FIELD",
        "mappings[2].property_id": "PROPERTY_MAPPED_TWICE",
        "mappings[3].code": "UNKNOWN_PROPERTY",
        "mappings[3].property_id": "PROPERTY_MAPPED_TWICE",
        "mappings[4].code": "NOT_A_CUSTOM_FIELD",
    }
    nameless = [PropertyMapping(property_id="a", code=order)]
    request = SetPropertyMappingRequest(account_id="acme", mappings=nameless)
    assert (await refused(catalog.SetPropertyMapping(request))).violations == {
        "mappings[0].owner": "UNKNOWN_VALUE"
    }
    gone = next(one.id for one in acme.sandbox.company.users.values() if not one.is_active)
    fallback = SetFallbackOwnerRequest(account_id="acme", user_id=gone)
    failure = await refused(catalog.SetFallbackOwner(fallback))
    assert failure.violations == {"user_id": "USER_NOT_ACTIVE"}

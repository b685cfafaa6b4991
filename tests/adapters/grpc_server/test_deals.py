"""DealService through its stub."""

from datetime import UTC, datetime

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from domain.errors import Conflict
from domain.model.change import Change, ChangeType
from domain.model.values import ChangeNumber, Kind, RecordId, RemoteId, property_field
from domain.model.views import RecordView, SyncCall
from domain.model.views import SyncState as State
from tests.adapters.grpc_server.calling import Service, refused
from vixiees.pipedrive.v1.change_service_pb2 import WatchChangesRequest
from vixiees.pipedrive.v1.contact_pb2 import SyncState
from vixiees.pipedrive.v1.deal_pb2 import DealFields, DealStatus, DealStep, Money
from vixiees.pipedrive.v1.deal_service_pb2 import (
    DeleteDealRequest,
    GetDealRequest,
    ListDealsRequest,
    SyncDealRequest,
)

_EDITED = datetime(2026, 11, 23, 9, tzinfo=UTC)
_CLOSED = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
_OF_A_NEWER_CALLER = DealFields.FromString(b"\x18\x09")
"""A status that we do not know."""
_FIELDS = {
    "title": "Roof",
    "value": "1200.5 EUR",
    "status": "won",
    "close_time": "2026-11-20T10:30:00Z",
    "stage": "brain\ns1",
    "contact": "ana",
    "company": "Acme",
    "owner": "ana@acme.test",
    property_field("size"): "XL",
}


def _time(instant: datetime) -> Timestamp:
    timestamp = Timestamp()
    timestamp.FromDatetime(instant)
    return timestamp


def _fields() -> DealFields:
    return DealFields(
        title=" Roof ",
        value=Money(amount="1200.5", currency="EUR"),
        status=DealStatus.DEAL_STATUS_WON,
        close_time=_time(_CLOSED),
        step=DealStep(playbook_id="brain", step_id="s1"),
        contact_id="ana",
        company="Acme",
        owner_email="ana@acme.test",
        properties={"size": "XL"},
    )


def _request(**changes: object) -> SyncDealRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "deal_id": "roof",
        "fields": _fields(),
        "update_time": _time(_EDITED),
        "applied_change": 3,
    }
    return SyncDealRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


def _call(served: Service) -> SyncCall:
    ((_, _, call),) = served.calls
    assert isinstance(call, SyncCall)
    return call


async def test_a_deal_is_handed_in_with_the_fields_that_are_set(served: Service) -> None:
    await served.deals.SyncDeal(_request(wait_for_contact=True))
    call = _call(served)
    assert call.fields == _FIELDS
    assert (call.record_id, call.applied_change, call.wait_for_contact) == ("roof", 3, True)


async def test_a_field_of_the_mask_that_is_not_set_is_cleared(served: Service) -> None:
    mask = FieldMask(paths=["title", "lost_reason", "contact_id"])
    await served.deals.SyncDeal(_request(fields=DealFields(title="Roof"), update_mask=mask))
    assert _call(served).fields == {"title": "Roof", "lost_reason": None, "contact": None}


async def test_properties_are_vouched_for_by_the_mask_as_a_whole(served: Service) -> None:
    mask = FieldMask(paths=["properties"])
    fields = DealFields(title="x", properties={"size": "", "form": "round"})
    await served.deals.SyncDeal(_request(fields=fields, update_mask=mask))
    assert _call(served).fields == {property_field("size"): None, property_field("form"): "round"}


@pytest.mark.parametrize(
    ("changes", "violations"),
    [
        ({"deal_id": ""}, {"deal_id": "REQUIRED"}),
        ({"fields": DealFields(archived=True)}, {"fields.archived": "READ_ONLY"}),
        ({"fields": _OF_A_NEWER_CALLER}, {"fields.status": "UNKNOWN_VALUE"}),
        (
            {"fields": DealFields(step=DealStep(playbook_id="a\n", step_id=""))},
            {"fields.step.playbook_id": "INVALID_ID", "fields.step.step_id": "REQUIRED"},
        ),
        ({"fields": DealFields(contact_id="a\0")}, {"fields.contact_id": "INVALID_ID"}),
        (
            {"fields": DealFields(close_time=Timestamp(seconds=2**62))},
            {"fields.close_time": "TIME_OUT_OF_RANGE"},
        ),
        (
            {"fields": DealFields(properties={"a\n": "1"})},
            {"fields.properties[a\n]": "INVALID_ID"},
        ),
        ({"update_mask": FieldMask(paths=["archived"])}, {"update_mask": "UNKNOWN_PATH"}),
    ],
    ids=lambda one: repr(one)[:40],
)  # fmt: skip
async def test_a_deal_that_cannot_be_read_is_refused(
    served: Service, changes: dict[str, object], violations: dict[str, str]
) -> None:
    failure = await refused(served.deals.SyncDeal(_request(**changes)))
    assert failure.code is grpc.StatusCode.INVALID_ARGUMENT
    assert failure.violations == violations
    assert served.calls == []


async def test_a_deal_is_shown_in_the_words_of_vixiees(served: Service) -> None:
    served.in_deals.view = RecordView(
        record_id=RecordId("roof"),
        fields={**_FIELDS, "archived": "true", "lost_reason": None},
        state=State.PENDING,
        properties={"abc": "7"},
        reason="DEAL_ARCHIVED",
        message="It is archived.",
        remote_id=RemoteId(5),
    )
    answer = await served.deals.GetDeal(GetDealRequest(account_id="acme", deal_id="roof"))
    deal = answer.deal
    expected = _fields()
    expected.title = "Roof"
    expected.archived = True
    assert deal.fields == expected
    assert (deal.state, deal.reason) == (SyncState.SYNC_STATE_PENDING, "DEAL_ARCHIVED")
    assert (deal.pipedrive_deal_id, dict(deal.unmapped_properties)) == (5, {"abc": "7"})


async def test_deals_are_listed_and_deleted(served: Service) -> None:
    page = await served.deals.ListDeals(ListDealsRequest(account_id="acme"))
    assert [one.deal_id for one in page.deals] == ["one", "two"]
    assert page.next_page_token == "next"
    request = DeleteDealRequest(account_id="acme", deal_id="one", request_id="r-1")
    assert (await served.deals.DeleteDeal(request)).deal.deal_id == "one"


async def test_an_archived_deal_is_a_failed_precondition(served: Service) -> None:
    served.in_deals.failure = Conflict("DEAL_ARCHIVED", "It is archived.")
    failure = await refused(served.deals.SyncDeal(_request()))
    assert (failure.code, failure.reason) == (
        grpc.StatusCode.FAILED_PRECONDITION,
        "DEAL_ARCHIVED",
    )


async def test_a_changed_deal_names_its_fields_as_messages_do(served: Service) -> None:
    change = Change(
        number=ChangeNumber(7),
        kind=Kind.DEAL,
        record_id=RecordId("roof"),
        type=ChangeType.UPSERTED,
        at=_EDITED,
        fields={"stage": "brain\ns2", "owner": None, property_field("size"): None},
    )
    served.in_changes.items = [change]
    stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme"))
    item = await anext(aiter(stream))
    deal = item.change.deal
    assert list(deal.changed_fields) == ["owner_email", "properties", "step"]
    assert (deal.fields.step.step_id, dict(deal.fields.properties)) == ("s2", {"size": ""})
    assert not deal.fields.HasField("owner_email")
    stream.cancel()

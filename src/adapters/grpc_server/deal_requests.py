"""Deals into the domain's words; every fault of one request is listed."""

from collections.abc import Iterator

from adapters.grpc_server.calls import (
    PROPERTIES,
    call_faults,
    instant_of,
    mask_faults,
    properties_of,
    property_faults,
)
from adapters.grpc_server.deal_names import FIELD_OF, STATUS_OF
from adapters.grpc_server.requests import fault, id_faults
from domain.errors import InvalidInput, Violation
from domain.model.catalog import PlaybookId, StepId
from domain.model.deal import time_text
from domain.model.values import AccountId, ChangeNumber, FieldName, RecordId, Value, canonical
from domain.model.views import SyncCall
from domain.sync.steps import Step
from vixiees.pipedrive.v1.deal_pb2 import DealFields
from vixiees.pipedrive.v1.deal_service_pb2 import SyncDealRequest

_TEXTS = ("title", "lost_reason", "contact_id", "company", "owner_email")
_PATHS = (*FIELD_OF, PROPERTIES)


def deal_call(request: SyncDealRequest) -> tuple[AccountId, SyncCall]:
    """Read a deal as Vixiees holds it. Raises InvalidInput."""
    has_time = request.HasField("update_time")
    update_time = instant_of(request.update_time)
    masked = list(request.update_mask.paths) if request.HasField("update_mask") else None
    faults = [
        *call_faults(request, "deal_id", request.deal_id, has_time=has_time),
        *(mask_faults(masked, _PATHS) if masked is not None else ()),
        *property_faults(request.fields.properties),
        *_field_faults(request.fields),
    ]
    if faults or update_time is None:
        raise InvalidInput(*faults)
    call = SyncCall(
        record_id=RecordId(request.deal_id),
        fields=_fields(request.fields, masked),
        update_time=update_time,
        applied_change=ChangeNumber(request.applied_change),
        request_id=request.request_id,
        wait_for_contact=request.wait_for_contact,
    )
    return AccountId(request.account_id), call


def _fields(given: DealFields, masked: list[str] | None) -> dict[FieldName, Value]:
    """Return the fields that the caller vouches for: those that are set, or those of the mask."""
    values = {FIELD_OF[name]: value for name, value in _values(given)}
    properties = properties_of(given.properties)
    if masked is None:
        return values | properties
    held = {FIELD_OF[path]: values.get(FIELD_OF[path]) for path in masked if path != PROPERTIES}
    return held | (properties if PROPERTIES in masked else {})


def _values(given: DealFields) -> Iterator[tuple[str, Value]]:
    for field, text in given.ListFields():
        if field.name in _TEXTS:
            yield field.name, canonical(text)
    if given.HasField("value"):
        yield "value", f"{given.value.amount} {given.value.currency}"
    if given.status in STATUS_OF:
        yield "status", STATUS_OF[given.status]
    closed = instant_of(given.close_time) if given.HasField("close_time") else None
    if closed is not None:
        yield "close_time", time_text(closed)
    if given.HasField("step"):
        step = Step(PlaybookId(given.step.playbook_id), StepId(given.step.step_id))
        yield "step", step.name


def _field_faults(given: DealFields) -> Iterator[Violation]:
    if given.HasField("step"):
        yield from id_faults("fields.step.playbook_id", given.step.playbook_id)
        yield from id_faults("fields.step.step_id", given.step.step_id)
    if given.HasField("contact_id") and given.contact_id:
        yield from id_faults("fields.contact_id", given.contact_id)
    if given.HasField("close_time") and instant_of(given.close_time) is None:
        message = "it is no time of the years 1 to 9999."
        yield fault("fields.close_time", "TIME_OUT_OF_RANGE", message)
    if given.status and given.status not in STATUS_OF:
        yield fault("fields.status", "UNKNOWN_VALUE", "send open, won or lost.")
    if given.archived:
        message = "deals are archived in Pipedrive only; leave it out."
        yield fault("fields.archived", "READ_ONLY", message)

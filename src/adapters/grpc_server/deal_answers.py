"""Deals as messages."""

from collections.abc import Mapping
from datetime import datetime

from adapters.grpc_server.answers import (
    notice,
    properties_in,
    property_names,
    sync_state,
)
from adapters.grpc_server.deal_names import NAME_OF, STATUS_OF
from adapters.grpc_server.instants import timestamp_of
from domain.model.money import parts
from domain.model.values import (
    ARCHIVED,
    CLOSE_TIME,
    COMPANY,
    CONTACT,
    LOST_REASON,
    OWNER,
    STAGE,
    STATUS,
    TITLE,
    VALUE,
    FieldName,
    Value,
)
from domain.model.views import Receipt, RecordView
from domain.sync.steps import step_named
from vixiees.pipedrive.v1.deal_pb2 import Deal, DealFields, DealStatus, DealStep, Money
from vixiees.pipedrive.v1.deal_service_pb2 import SyncDealResponse

_STATUS = {text: status for status, text in STATUS_OF.items()}


def deal(view: RecordView) -> Deal:
    """Return a deal."""
    return Deal(
        deal_id=view.record_id,
        fields=deal_fields(view.fields),
        state=sync_state(view.state),
        reason=view.reason,
        message=view.message,
        pipedrive_deal_id=view.remote_id,
        merged_into=view.merged_into or "",
        unmapped_properties=view.properties,
    )


def receipt(accepted: Receipt) -> SyncDealResponse:
    """Return what became of an accepted deal."""
    return SyncDealResponse(deal=deal(accepted.record), notices=map(notice, accepted.notices))


def deal_fields(fields: Mapping[FieldName, Value]) -> DealFields:
    """Return the filled fields."""
    closed = fields.get(CLOSE_TIME)
    status = fields.get(STATUS)
    return DealFields(
        title=fields.get(TITLE),
        value=_money(fields.get(VALUE)),
        status=_STATUS.get(status or "", DealStatus.DEAL_STATUS_UNSPECIFIED),
        lost_reason=fields.get(LOST_REASON),
        close_time=timestamp_of(datetime.fromisoformat(closed) if closed else None),
        step=_step(fields.get(STAGE)),
        contact_id=fields.get(CONTACT),
        company=fields.get(COMPANY),
        owner_email=fields.get(OWNER),
        properties=properties_in(fields),
        archived=fields.get(ARCHIVED) is not None,
    )


def changed_fields(fields: Mapping[FieldName, Value]) -> list[str]:
    """Return the names of the fields that changed, as messages have them."""
    own = {NAME_OF[name] for name in fields if name in NAME_OF}
    return sorted(own | property_names(fields))


def _money(value: Value) -> Money | None:
    if value is None:
        return None
    amount, currency = parts(value)
    return Money(amount=amount, currency=currency)


def _step(name: Value) -> DealStep | None:
    if name is None:
        return None
    step = step_named(name)
    return DealStep(playbook_id=step.playbook_id, step_id=step.step_id)

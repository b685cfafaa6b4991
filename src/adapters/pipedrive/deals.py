"""Deals of the v2 API and the records that we make of them (`/api/v2/deals`)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from pydantic import FiniteFloat

from adapters.pipedrive.custom_fields import marker_in, number, properties_in
from adapters.pipedrive.entries import Entry, Instant
from adapters.pipedrive.scalars import Id, Text
from domain.model.deal import time_text
from domain.model.money import money, parts
from domain.model.remote import RemoteRecord
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
    CompanyId,
    FieldName,
    RemoteId,
    Value,
    canonical,
)
from domain.ports.crm import Patch

YES = "true"
_NOTHING = 0


class Deal(Entry):
    """What we read of a deal."""

    title: Text | None = None
    value: int | FiniteFloat | None = None
    currency: Text | None = None
    status: Text | None = None
    lost_reason: Text | None = None
    close_time: Instant | None = None
    stage_id: Id | None = None
    person_id: Id | None = None
    org_id: Id | None = None
    owner_id: Id | None = None
    is_archived: bool | None = None


def deal_of(deal: Deal, marker_field: str, served_at: datetime | None) -> RemoteRecord:
    """Return the deal as the record it shows."""
    custom = deal.custom_fields or {}
    return RemoteRecord(
        remote_id=RemoteId(deal.id),
        fields={
            TITLE: canonical(deal.title),
            VALUE: worth(deal.value, deal.currency),
            STATUS: canonical(deal.status),
            LOST_REASON: canonical(deal.lost_reason),
            CLOSE_TIME: time_text(deal.close_time) if deal.close_time is not None else None,
            STAGE: _text(deal.stage_id),
            CONTACT: _text(deal.person_id),
            OWNER: _text(deal.owner_id),
            ARCHIVED: YES if deal.is_archived else None,
        },
        company_id=CompanyId(deal.org_id) if deal.org_id is not None else None,
        update_time=deal.update_time or deal.add_time,
        properties=properties_in(custom, marker_field),
        served_at=served_at,
        marker=marker_in(custom, marker_field),
    )


def worth(value: float | None, currency: str | None) -> Value:
    """Return value and currency as one text; both or nothing."""
    if value is None or not currency:
        return None
    return money(Decimal(str(value)), currency)


def creation(patch: Patch) -> dict[str, object]:
    """Return the body that creates the deal: what is filled, its stage without a pipeline."""
    filled = {name: value for name, value in patch.fields.items() if value is not None}
    body = _body(filled)
    if patch.company_id is not None:
        body["org_id"] = patch.company_id
    return body


def change(patch: Patch) -> dict[str, object]:
    """Return the body that changes the fields of the patch, and those alone."""
    body = _body(patch.fields)
    if COMPANY in patch.fields:
        body["org_id"] = patch.company_id
    return body


def _body(fields: Mapping[FieldName, Value]) -> dict[str, object]:
    body: dict[str, object] = {}
    for name, value in fields.items():
        if name in _WRITERS:
            body |= _WRITERS[name](value)
    return body


def _value(value: Value) -> dict[str, object]:
    if value is None:
        return {"value": _NOTHING}
    amount, currency = parts(value)
    return {"value": number(amount), "currency": currency}


def _plain(key: str) -> Callable[[Value], dict[str, object]]:
    return lambda value: {key: value}


def _reference(key: str) -> Callable[[Value], dict[str, object]]:
    return lambda value: {key: int(value) if value is not None else None}


def _text(number_: int | None) -> Value:
    return str(number_) if number_ is not None else None


_WRITERS: Mapping[FieldName, Callable[[Value], dict[str, object]]] = {
    TITLE: _plain("title"),
    VALUE: _value,
    STATUS: _plain("status"),
    LOST_REASON: _plain("lost_reason"),
    CLOSE_TIME: _plain("close_time"),
    STAGE: _reference("stage_id"),
    CONTACT: _reference("person_id"),
    OWNER: _reference("owner_id"),
}

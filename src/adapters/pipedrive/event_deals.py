"""What `data` and `previous` of a deal's webhook show."""

from collections.abc import Callable, Mapping

from adapters.pipedrive.deals import YES, worth
from adapters.pipedrive.event_values import Unusable, id_in, text_in
from adapters.pipedrive.instants import BadInstant, instant
from adapters.pipedrive.json_body import Json
from domain.model.deal import time_text
from domain.model.remote import COMPANY_ID
from domain.model.values import (
    ARCHIVED,
    CLOSE_TIME,
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

_WORTH = ("value", "currency")


def deal_fields(data: Json) -> dict[FieldName, Value]:
    """Return the mapped fields that are there; a value counts with its currency alone."""
    fields = {name: read(data[key]) for key, (name, read) in _READERS.items() if key in data}
    if all(key in data for key in _WORTH):
        fields[VALUE] = _worth(data["value"], data["currency"])
    return fields


def whole_before(previous: Json, data: object) -> Json:
    """Return `previous` with both halves of the value if one of them has changed."""
    now = data if isinstance(data, dict) else {}
    if not any(key in previous for key in _WORTH):
        return previous
    return {**{key: now[key] for key in _WORTH if key in now}, **previous}


def _worth(value: object, currency: object) -> Value:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unusable("INVALID_NUMBER")
    return worth(value, text_in(currency))


def _instant(value: object) -> Value:
    if value is None:
        return None
    try:
        return time_text(instant(value))
    except BadInstant as error:
        raise Unusable(error.reason) from error


def _flag(value: object) -> Value:
    return YES if value else None


_READERS: Mapping[str, tuple[FieldName, Callable[[object], Value]]] = {
    "title": (TITLE, text_in),
    "status": (STATUS, text_in),
    "lost_reason": (LOST_REASON, text_in),
    "close_time": (CLOSE_TIME, _instant),
    "stage_id": (STAGE, id_in),
    "person_id": (CONTACT, id_in),
    "org_id": (COMPANY_ID, id_in),
    "owner_id": (OWNER, id_in),
    "is_archived": (ARCHIVED, _flag),
}

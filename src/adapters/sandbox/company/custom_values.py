"""Values of custom fields: their check by field type, and their form in a webhook."""

from collections.abc import Callable

from adapters.sandbox.checks import (
    Check,
    day,
    integer,
    list_of,
    nullable,
    number,
    object_of,
    one_of,
    text,
)
from adapters.sandbox.company.currencies import ACTIVE
from adapters.sandbox.company.fields import Field
from adapters.sandbox.company.organizations import full_address
from adapters.sandbox.errors import invalid, unknown_custom_field
from adapters.sandbox.exchange import Json

Exists = Callable[[str, int], bool]
"""Tells whether a record of an entity (`user`, `person`, `organization`) lives under an id."""

_LONG_TEXT = 65_000
_CLOCK = object_of(
    {"value": text(limit=8), "timezone_id": nullable(integer), "timezone_name": nullable(text())},
    required=("value",),
)
_CLOCK_RANGE = object_of(
    {
        "value": text(limit=8),
        "until": text(limit=8),
        "timezone_id": nullable(integer),
        "timezone_name": nullable(text()),
    },
    required=("value", "until"),
)
_SIMPLE: dict[str, Check] = {
    "varchar": text(),
    "varchar_auto": text(),
    "phone": text(),
    "text": text(limit=_LONG_TEXT),
    "double": number,
    "monetary": object_of(
        {"value": number, "currency": one_of(ACTIVE)}, required=("value", "currency")
    ),
    "date": day,
    "daterange": object_of({"value": day, "until": day}, required=("value", "until")),
    "time": _CLOCK,
    "timerange": _CLOCK_RANGE,
    "address": full_address,
}
_POINTS_TO = {"user": "user", "org": "organization", "people": "person"}


def custom_fields_check(fields: dict[str, Field], exists: Exists) -> Check:
    """Make the check of a `custom_fields` object: one unknown code refuses the whole of it."""

    def check(name: str, value: object) -> Json:
        if not isinstance(value, dict):
            raise invalid(name, "must be an object")
        for code in value:
            if code not in fields:
                raise unknown_custom_field(code)
        return {code: _value(fields[code], given, exists) for code, given in value.items()}

    return check


def _value(field: Field, value: object, exists: Exists) -> object:
    name = f"custom_fields.{field.field_code}"
    if value is None:
        return None
    if field.field_type in _SIMPLE:
        return _SIMPLE[field.field_type](name, value)
    if field.field_type in _POINTS_TO:
        pointed = integer(name, value)
        if not exists(_POINTS_TO[field.field_type], pointed):
            raise invalid(name, "points to nothing", field_code=field.field_code)
        return pointed
    option = one_of(field.option_ids())
    if field.field_type == "enum":
        return option(name, value)
    if value == []:
        raise invalid(name, "must not be empty; send null", field_code=field.field_code)
    return list_of(option)(name, value)


def event_value(field_type: str, value: object) -> Json | None:
    """Give a value as a webhook carries it: an object that names its type."""
    if value is None:
        return None
    typed: Json = {"type": field_type}
    if field_type == "set" and isinstance(value, list):
        return {**typed, "values": [{"id": option} for option in value]}
    if field_type in {"enum", *_POINTS_TO}:
        return {**typed, "id": value}
    if field_type in {"daterange", "timerange"} and isinstance(value, dict):
        rest = {name: part for name, part in value.items() if name != "value"}
        return {**typed, "from": value["value"], **rest}
    if isinstance(value, dict):
        return {**typed, **value}
    return {**typed, "value": value}

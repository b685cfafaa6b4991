"""Values of custom fields: the shapes of REST answers and of webhooks, and the texts they are.

https://pipedrive.readme.io/docs/core-api-concepts-custom-fields
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite

from adapters.pipedrive.scalars import id_of, storable
from domain.model.money import parts, plain
from domain.model.property_values import joined
from domain.model.values import RecordId, Value, canonical, property_code
from domain.ports.crm import Patch

_SHAPES = frozenset({"values", "value", "from", "id"})
"""One of these holds the value where it is an object."""


def marker_in(custom_fields: Mapping[str, object], marker_field: str) -> RecordId | None:
    """Return our id: a plain text in answers, an object with its value in webhooks."""
    held = text_of(custom_fields.get(marker_field))
    return RecordId(held) if held is not None else None


def properties_in(custom_fields: Mapping[str, object], marker_field: str) -> dict[str, str]:
    """Return the custom fields that are filled, by code, but for our own."""
    texts = {code: text_of(value) for code, value in custom_fields.items() if code != marker_field}
    return {code: text for code, text in texts.items() if text is not None}


def text_of(value: object) -> Value:
    """Return a custom field's value as text, see domain.model.property_values."""
    if isinstance(value, dict):
        return _text_of_parts(value)
    if isinstance(value, list):
        return _ids(value)
    return _text_of_one(value)


def is_strange(value: object) -> bool:
    """Tell whether a value has a shape that we do not know, so that its text tells nothing."""
    return isinstance(value, dict) and not value.keys() & _SHAPES


def written(patch: Patch) -> dict[str, object]:
    """Return `custom_fields` of a write: the properties among the patch's fields."""
    codes = {name: property_code(name) for name in patch.fields}
    return {
        code: _typed(patch.types.get(name, ""), patch.fields[name])
        for name, code in codes.items()
        if code is not None
    }


def _text_of_parts(value: Mapping[str, object]) -> Value:
    """Read an object: of a webhook with its type, or a value with currency, until or time zone."""
    if "values" in value:
        found = value["values"]
        return _ids(found) if isinstance(found, list) else None
    first = _text_of_one(value.get("value", value.get("from", value.get("id"))))
    if first is None:
        return None
    currency, until = value.get("currency"), _text_of_one(value.get("until"))
    if isinstance(currency, str) and currency:
        return f"{first} {storable(currency)}"
    return f"{first}/{until}" if until is not None else first


def _ids(values: list[object]) -> Value:
    """Join the ids of a multiple choice in their order."""
    ids = (one.get("id") if isinstance(one, dict) else one for one in values)
    return joined(filter(None, map(_text_of_one, ids))) or None


def _text_of_one(value: object) -> Value:
    """Read a plain value; what holds others is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        return canonical(storable(value))
    if isinstance(value, float) and not isfinite(value):
        return None
    return plain(Decimal(str(value)))


def _typed(kind: str, value: Value) -> object:
    """Return the value in its type's form; a text that has none is Pipedrive's to judge."""
    if value is None:
        return None
    try:
        return _WRITERS.get(kind, str)(value)
    except ValueError:
        return value


def _money(value: str) -> object:
    amount, currency = parts(value)
    return {"value": number(amount), "currency": currency}


def _choices(value: str) -> object:
    return [_choice(one) for one in value.split(",")]


def _choice(option_id: str) -> object:
    """Return an option's id; a few have words for ids."""
    return id_of(option_id) or option_id


def _range(value: str) -> object:
    start, _, end = value.partition("/")
    return {"value": start, "until": end}


def _whole(value: str) -> object:
    return {"value": value}


def number(text: str) -> int | float:
    """Return a decimal text as the JSON number nearest to it. Raises ValueError."""
    if text.lstrip("-").isdecimal():
        return int(text)
    nearest = float(text)
    if not isfinite(nearest):
        raise ValueError("no JSON number is near")
    return nearest


_WRITERS: Mapping[str, Callable[[str], object]] = {
    "double": number,
    "monetary": _money,
    "enum": _choice,
    "user": int,
    "org": int,
    "people": int,
    "set": _choices,
    "daterange": _range,
    "timerange": _range,
    "time": _whole,
    "address": _whole,
}

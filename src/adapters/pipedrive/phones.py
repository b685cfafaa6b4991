"""A person's phones: one of them is the contact's, the others are carried along untouched."""

import json
from collections.abc import Sequence

from pydantic import BaseModel, TypeAdapter, ValidationError

from adapters.pipedrive.texts import clean
from domain.model.values import Value

_LABEL = "work"


class Phone(BaseModel):
    """One entry of `phones`. Pipedrive shows an empty *value* for a person without any."""

    value: str | None = None
    label: str | None = None
    primary: bool = False


_PHONES = TypeAdapter(list[Phone])


def primary_of(phones: Sequence[Phone]) -> Value:
    """Return the primary phone; the first one if none is marked."""
    filled = [phone for phone in phones if clean(phone.value)]
    marked = [phone for phone in filled if phone.primary]
    return clean((marked or filled)[0].value) if filled else None


def carried(phones: Sequence[Phone]) -> str:
    """Return the phones as the opaque text that a record carries."""
    filled = [phone.model_dump() for phone in phones if clean(phone.value)]
    return json.dumps(filled, ensure_ascii=True, separators=(",", ":"))


def replaced(carry: str, value: Value) -> list[dict[str, object]]:
    """Return the whole list to write: *value* is the primary phone, the others stay as they are."""
    phones = _in(carry)
    before = primary_of(phones)
    index = next((at for at, one in enumerate(phones) if clean(one.value) == before), None)
    label = (phones[index].label if index is not None else None) or _LABEL
    others = [one for at, one in enumerate(phones) if at != index and clean(one.value) != value]
    kept = [_entry(one.value, one.label or _LABEL, primary=False) for one in others]
    return kept if value is None else [_entry(value, label, primary=True), *kept]


def _in(carry: str) -> list[Phone]:
    try:
        return _PHONES.validate_json(carry or "[]")
    except ValidationError:
        return []


def _entry(value: Value, label: str, *, primary: bool) -> dict[str, object]:
    return {"value": value, "label": label, "primary": primary}

"""A person's phones: one of them is the contact's, the others are carried along untouched."""

import json
from collections.abc import Sequence

from pydantic import BaseModel, TypeAdapter, ValidationError

from adapters.pipedrive.scalars import Text
from domain.model.values import Value, canonical

_LABEL = "work"


class Phone(BaseModel):
    """One entry of `phones`. Pipedrive shows an empty *value* for a person without any."""

    value: Text | None = None
    label: Text | None = None
    primary: bool | None = None


PHONES = TypeAdapter(list[Phone])


def primary_of(phones: Sequence[Phone]) -> Value:
    """Return the primary phone; the first one if none is marked."""
    primary = _primary_in(phones)
    return canonical(primary.value) if primary is not None else None


def carried(phones: Sequence[Phone]) -> str:
    """Return the phones as the opaque text that a record carries."""
    filled = [phone.model_dump() for phone in phones if canonical(phone.value)]
    return json.dumps(filled, ensure_ascii=True, separators=(",", ":"))


def replaced(carry: str, value: Value) -> list[dict[str, object]]:
    """Return the whole list to write: *value* is the primary phone, the others stay as they are.

    A phone that is there already keeps its label; a new one takes that of the phone it replaces.
    Without a *value* Pipedrive makes the first of the others the primary one.
    """
    phones = _in(carry)
    primary = _primary_in(phones)
    others = [one for one in phones if one is not primary and canonical(one.value) != value]
    kept = [_entry(one.value, one, is_primary=False) for one in others]
    if value is None:
        return kept
    known = next((one for one in phones if canonical(one.value) == value), primary)
    return [_entry(value, known, is_primary=True), *kept]


def _primary_in(phones: Sequence[Phone]) -> Phone | None:
    filled = [phone for phone in phones if canonical(phone.value)]
    return next((phone for phone in filled if phone.primary), next(iter(filled), None))


def _in(carry: str) -> list[Phone]:
    try:
        return PHONES.validate_json(carry or "[]")
    except ValidationError:
        return []


def _entry(value: Value, known: Phone | None, *, is_primary: bool) -> dict[str, object]:
    label = (known.label if known is not None else None) or _LABEL
    return {"value": value, "label": label, "primary": is_primary}

"""What `data` and `previous` of a webhook show of the fields we map; they are no REST shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from adapters.pipedrive.custom_fields import is_strange, marker_in, text_of
from adapters.pipedrive.event_deals import deal_fields, whole_before
from adapters.pipedrive.event_values import Unusable, fit, id_in, text_in
from adapters.pipedrive.json_body import Json
from adapters.pipedrive.phones import PHONES, Phone, carried, primary_of
from adapters.pipedrive.scalars import storable
from domain.model.remote import COMPANY_ID, Entity
from domain.model.values import FIRST_NAME, LAST_NAME, PHONE, FieldName, RecordId, Value

_NAME: FieldName = "name"
_NAMES = {FIRST_NAME, LAST_NAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The mapped fields that are there, our id, and what has to be carried along.

    *properties* is None where the custom fields are left out; *strange* are the codes of those that
    cannot be read.
    """

    fields: Mapping[FieldName, Value] = field(default_factory=dict)
    properties: Mapping[str, Value] | None = None
    strange: frozenset[str] = frozenset()
    marker: RecordId | None = None
    marker_known: bool = False
    carry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The old values of what an event changed; *fields* is None if it does not tell."""

    fields: Mapping[FieldName, Value] | None = None
    properties: Mapping[str, Value] | None = None


def shown_in(entity: Entity, data: object, marker_field: str = "") -> Shown:
    """Read `data`; nothing is shown where it is null. Raises Unusable."""
    if not isinstance(data, dict):
        return Shown()
    match entity:
        case Entity.CONTACT:
            phones = _phones(data)
            carry = carried(phones) if phones is not None else ""
            return _with_custom(data, marker_field, _person(data, phones), carry)
        case Entity.DEAL:
            return _with_custom(data, marker_field, deal_fields(data), "")
        case Entity.COMPANY:
            return Shown(fields=_texts(data, _NAME))
        case Entity.USER | Entity.PIPELINE | Entity.STAGE:
            return Shown()


def last_shown(previous: object, marker_field: str) -> Shown:
    """Read our id, and nothing else, in the last state of what was deleted."""
    custom = previous.get("custom_fields") if isinstance(previous, dict) else None
    if not isinstance(custom, dict):
        return Shown()
    return Shown(marker=marker_in(custom, marker_field), marker_known=marker_field in custom)


def changed(
    entity: Entity, previous: object, data: object, shown: Shown, marker_field: str
) -> Changed:
    """Return the old values of what the event changed.

    A person's phones are there also when only another phone than the contact's has changed.
    """
    if not isinstance(previous, dict) or not shown.fields:
        return Changed()
    before = shown_in(entity, whole_before(previous, data), marker_field)
    if shown.strange & (before.properties or {}).keys():
        return Changed()
    is_vague = entity is Entity.CONTACT and _NAME in previous and not before.fields.keys() & _NAMES
    if is_vague or not before.fields.keys() <= shown.fields.keys():
        return Changed()
    now = shown.properties or {}
    return Changed(
        fields={
            name: value for name, value in before.fields.items() if value != shown.fields[name]
        },
        properties={
            code: value
            for code, value in (before.properties or {}).items()
            if value != now.get(code)
        },
    )


def _with_custom(
    data: Json, marker_field: str, fields: Mapping[FieldName, Value], carry: str
) -> Shown:
    custom = data.get("custom_fields")
    if not isinstance(custom, dict):
        return Shown(fields=fields, carry=carry)
    return Shown(
        fields=fields,
        properties={
            storable(code): text_of(value) for code, value in custom.items() if code != marker_field
        },
        strange=frozenset(code for code, value in custom.items() if is_strange(value)),
        marker=marker_in(custom, marker_field),
        marker_known=bool(marker_field) and marker_field in custom,
        carry=carry,
    )


def _person(data: Json, phones: list[Phone] | None) -> dict[FieldName, Value]:
    fields = _texts(data, FIRST_NAME, LAST_NAME)
    if fields.keys() == _NAMES and not any(fields.values()):
        fields[FIRST_NAME] = _texts(data, _NAME).get(_NAME)
    if phones is not None:
        fields[PHONE] = fit(primary_of(phones))
    if "org_id" in data:
        fields[COMPANY_ID] = id_in(data["org_id"])
    return fields


def _texts(data: Json, *names: FieldName) -> dict[FieldName, Value]:
    return {name: text_in(data[name]) for name in names if name in data}


def _phones(data: Json) -> list[Phone] | None:
    """Return the phones; None if the event leaves them out."""
    if "phones" not in data:
        return None
    try:
        return PHONES.validate_python(data["phones"] or [])
    except ValidationError:
        raise Unusable("INVALID_PHONES") from None

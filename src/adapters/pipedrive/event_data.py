"""What `data` and `previous` of a webhook show of the fields we map; they are no REST shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from adapters.pipedrive.contacts import marker_in
from adapters.pipedrive.json_body import Json
from adapters.pipedrive.phones import PHONES, Phone, carried, primary_of
from adapters.pipedrive.scalars import storable
from domain.model.remote import COMPANY_ID, Entity
from domain.model.values import FIRST_NAME, LAST_NAME, PHONE, FieldName, RecordId, Value, canonical

_LONGEST_TEXT = 255
_NAME: FieldName = "name"
_NAMES = {FIRST_NAME, LAST_NAME}


class Unusable(Exception):
    """The delivery is genuine, but cannot be used. *problem* says why, in a word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The mapped fields that are there, our id, and what has to be carried along."""

    fields: Mapping[FieldName, Value] = field(default_factory=dict)
    marker: RecordId | None = None
    marker_known: bool = False
    carry: str = ""


def shown_in(entity: Entity, data: object, marker_field: str = "") -> Shown:
    """Read `data`; nothing is shown where it is null. Raises Unusable."""
    if not isinstance(data, dict):
        return Shown()
    match entity:
        case Entity.CONTACT:
            return _person(data, marker_field)
        case Entity.COMPANY:
            return Shown(fields=_texts(data, _NAME))
        case Entity.USER | Entity.PIPELINE | Entity.STAGE:
            return Shown()


def changed(entity: Entity, previous: object, shown: Shown) -> Mapping[FieldName, Value] | None:
    """Return the old values of the fields that the event changed, None if it does not tell.

    A person's phones are there also when only another phone than the contact's has changed.
    """
    if not isinstance(previous, dict) or not shown.fields:
        return None
    before = shown_in(entity, previous).fields
    is_vague = entity is Entity.CONTACT and _NAME in previous and not before.keys() & _NAMES
    if is_vague or not before.keys() <= shown.fields.keys():
        return None
    return {name: value for name, value in before.items() if value != shown.fields[name]}


def _person(data: Json, marker_field: str) -> Shown:
    fields = _texts(data, FIRST_NAME, LAST_NAME)
    if fields.keys() == _NAMES and not any(fields.values()):
        fields[FIRST_NAME] = _texts(data, _NAME).get(_NAME)
    phones = _phones(data)
    if phones is not None:
        fields[PHONE] = _fit(primary_of(phones))
    if "org_id" in data:
        fields[COMPANY_ID] = _company_id(data["org_id"])
    custom = data.get("custom_fields")
    custom = custom if isinstance(custom, dict) else {}
    return Shown(
        fields=fields,
        marker=marker_in(custom, marker_field),
        marker_known=bool(marker_field) and marker_field in custom,
        carry=carried(phones) if phones is not None else "",
    )


def _texts(data: Json, *names: FieldName) -> dict[FieldName, Value]:
    return {name: _fit(_text(data[name])) for name in names if name in data}


def _text(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        return canonical(storable(value))
    raise Unusable("INVALID_TEXT")


def _fit(text: Value) -> Value:
    if text is not None and len(text) > _LONGEST_TEXT:
        raise Unusable("TOO_LONG")
    return text


def _phones(data: Json) -> list[Phone] | None:
    """Return the phones; None if the event leaves them out."""
    if "phones" not in data:
        return None
    try:
        return PHONES.validate_python(data["phones"] or [])
    except ValidationError:
        raise Unusable("INVALID_PHONES") from None


def _company_id(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise Unusable("INVALID_ID")
    return str(value)

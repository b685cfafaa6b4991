"""Persons of the v2 API and the contacts that we make of them (`/api/v2/persons`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from adapters.pipedrive.instants import instant
from adapters.pipedrive.phones import Phone, carried, primary_of, replaced
from adapters.pipedrive.scalars import Id, Text, storable
from domain.model.remote import RemoteContact
from domain.model.values import (
    COMPANY,
    FIRST_NAME,
    LAST_NAME,
    PHONE,
    CompanyId,
    FieldName,
    RecordId,
    RemoteId,
    Value,
    canonical,
)
from domain.ports.crm import ContactPatch

Instant = Annotated[datetime, BeforeValidator(instant)]
_NAMES = (FIRST_NAME, LAST_NAME)


class Person(BaseModel):
    """What we read of a person."""

    id: Id
    name: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    phones: list[Phone] | None = None
    org_id: Id | None = None
    add_time: Instant
    update_time: Instant | None = None
    custom_fields: dict[str, object] | None = None
    is_deleted: bool | None = None


def contact_of(person: Person, marker_field: str, served_at: datetime | None) -> RemoteContact:
    """Return the person as the contact it shows."""
    phones = person.phones or []
    return RemoteContact(
        remote_id=RemoteId(person.id),
        fields={**names_of(person), PHONE: primary_of(phones)},
        company_id=CompanyId(person.org_id) if person.org_id is not None else None,
        update_time=person.update_time or person.add_time,
        served_at=served_at,
        marker=marker_in(person.custom_fields or {}, marker_field),
        carry=carried(phones),
    )


def names_of(person: Person) -> Mapping[FieldName, Value]:
    """Return first and last name; a person that has only a whole name shows it as the first."""
    first, last = canonical(person.first_name), canonical(person.last_name)
    if first is None and last is None:
        first = canonical(person.name)
    return {FIRST_NAME: first, LAST_NAME: last}


def marker_in(custom_fields: Mapping[str, object], marker_field: str) -> RecordId | None:
    """Return our id: a plain text in answers, an object with its value in webhooks."""
    held = custom_fields.get(marker_field)
    value = held.get("value") if isinstance(held, dict) else held
    return RecordId(storable(value)) if isinstance(value, str) and value else None


def creation(
    marker: RecordId,
    marker_field: str,
    fields: Mapping[FieldName, Value],
    company_id: CompanyId | None,
) -> dict[str, object]:
    """Return the body that creates the contact; both names are sent, an absent one as empty."""
    body: dict[str, object] = {name: fields.get(name) or "" for name in _NAMES}
    if fields.get(PHONE) is not None:
        body["phones"] = replaced("", fields[PHONE])
    if company_id is not None:
        body["org_id"] = company_id
    if marker_field:
        body["custom_fields"] = {marker_field: marker}
    return body


def change(patch: ContactPatch) -> dict[str, object]:
    """Return the body that changes the fields of the patch, and those alone."""
    body: dict[str, object] = {
        name: patch.fields[name] or "" for name in _NAMES if name in patch.fields
    }
    if PHONE in patch.fields:
        body["phones"] = replaced(patch.carry, patch.fields[PHONE])
    if COMPANY in patch.fields:
        body["org_id"] = patch.company_id
    return body

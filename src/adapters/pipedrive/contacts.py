"""Persons of the v2 API and the contacts that we make of them (`/api/v2/persons`)."""

from collections.abc import Mapping
from datetime import datetime

from adapters.pipedrive.custom_fields import marker_in, properties_in
from adapters.pipedrive.entries import Entry
from adapters.pipedrive.phones import Phone, carried, primary_of, replaced
from adapters.pipedrive.scalars import Id, Text
from domain.model.remote import RemoteRecord
from domain.model.values import (
    COMPANY,
    FIRST_NAME,
    LAST_NAME,
    PHONE,
    CompanyId,
    FieldName,
    RemoteId,
    Value,
    canonical,
)
from domain.ports.crm import Patch

_NAMES = (FIRST_NAME, LAST_NAME)


class Person(Entry):
    """What we read of a person."""

    name: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    phones: list[Phone] | None = None
    org_id: Id | None = None


def contact_of(person: Person, marker_field: str, served_at: datetime | None) -> RemoteRecord:
    """Return the person as the contact it shows."""
    phones = person.phones or []
    return RemoteRecord(
        remote_id=RemoteId(person.id),
        fields={**names_of(person), PHONE: primary_of(phones)},
        company_id=CompanyId(person.org_id) if person.org_id is not None else None,
        update_time=person.update_time or person.add_time,
        served_at=served_at,
        properties=properties_in(person.custom_fields or {}, marker_field),
        marker=marker_in(person.custom_fields or {}, marker_field),
        carry=carried(phones),
    )


def names_of(person: Person) -> Mapping[FieldName, Value]:
    """Return first and last name; a person that has only a whole name shows it as the first."""
    first, last = canonical(person.first_name), canonical(person.last_name)
    if first is None and last is None:
        first = canonical(person.name)
    return {FIRST_NAME: first, LAST_NAME: last}


def creation(patch: Patch) -> dict[str, object]:
    """Return the body that creates the contact; both names are sent, an absent one as empty."""
    body: dict[str, object] = {name: patch.fields.get(name) or "" for name in _NAMES}
    if patch.fields.get(PHONE) is not None:
        body["phones"] = replaced("", patch.fields[PHONE])
    if patch.company_id is not None:
        body["org_id"] = patch.company_id
    return body


def change(patch: Patch) -> dict[str, object]:
    """Return the body that changes the fields of the patch, and those alone."""
    body: dict[str, object] = {
        name: patch.fields[name] or "" for name in _NAMES if name in patch.fields
    }
    if PHONE in patch.fields:
        body["phones"] = replaced(patch.carry, patch.fields[PHONE])
    if COMPANY in patch.fields:
        body["org_id"] = patch.company_id
    return body

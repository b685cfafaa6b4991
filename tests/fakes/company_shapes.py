"""How a fake company shows what it holds."""

from collections.abc import Mapping

from domain.model.remote import COMPANY_ID, RemoteRecord
from domain.model.values import (
    FieldName,
    Kind,
    Value,
    property_code,
    property_field,
)

ADMINISTRATOR = "11"
BLANK: Mapping[Kind, Mapping[FieldName, Value]] = {
    Kind.CONTACT: {"first_name": None, "last_name": None, "phone": None},
    Kind.DEAL: {
        "title": None,
        "value": "0 EUR",
        "status": "open",
        "lost_reason": None,
        "close_time": None,
        "stage": "1",
        "contact": None,
        "owner": ADMINISTRATOR,
        "archived": None,
    },
}


def shown_fields(contact: RemoteRecord) -> dict[FieldName, Value]:
    company = contact.company_id
    return {**contact.fields, COMPANY_ID: str(company) if company is not None else None}


def property_fields(record: RemoteRecord) -> dict[FieldName, Value]:
    return {property_field(code): value for code, value in record.properties.items()}


def parted(
    fields: Mapping[FieldName, Value],
) -> tuple[dict[FieldName, Value], dict[str, Value]]:
    """Return the fields that all records have, and the custom ones by code."""
    codes = {name: property_code(name) for name in fields}
    plain = {name: value for name, value in fields.items() if codes[name] is None}
    custom = {code: fields[name] for name, code in codes.items() if code is not None}
    return plain, custom

"""The names and plain values that every other module speaks in."""

from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", str)
ConnectionId = NewType("ConnectionId", str)
RecordId = NewType("RecordId", str)
RemoteId = NewType("RemoteId", int)
CompanyId = NewType("CompanyId", int)
ChangeNumber = NewType("ChangeNumber", int)

FieldName = str
Value = str | None
"""Canonical text of a field; absent and empty are both None."""

FIRST_NAME: FieldName = "first_name"
LAST_NAME: FieldName = "last_name"
PHONE: FieldName = "phone"
COMPANY: FieldName = "company"
TITLE: FieldName = "title"
VALUE: FieldName = "value"
STATUS: FieldName = "status"
LOST_REASON: FieldName = "lost_reason"
CLOSE_TIME: FieldName = "close_time"
STAGE: FieldName = "stage"
CONTACT: FieldName = "contact"
OWNER: FieldName = "owner"
ARCHIVED: FieldName = "archived"
CONTACT_FIELDS: tuple[FieldName, ...] = (FIRST_NAME, LAST_NAME, PHONE, COMPANY)

DEAL_FIELDS: tuple[FieldName, ...] = (
    TITLE,
    VALUE,
    STATUS,
    LOST_REASON,
    CLOSE_TIME,
    STAGE,
    CONTACT,
    COMPANY,
    OWNER,
    ARCHIVED,
)


class Side(StrEnum):
    """Where a value was seen. On equal seconds Pipedrive ranks above Vixiees."""

    VIXIEES = "vixiees"
    PIPEDRIVE = "pipedrive"


class Kind(StrEnum):
    """What a record, a property or a change is about."""

    CONTACT = "contact"
    DEAL = "deal"
    USER = "user"


def property_field(code: str) -> FieldName:
    """Return the name under which a record keeps the property of this code."""
    return f"property:{code}"


def property_code(name: FieldName) -> str | None:
    """Return the code of the property that a field is, None for any other field."""
    prefix, is_property, code = name.partition(":")
    return code if is_property and prefix == "property" else None


def canonical(text: str | None) -> Value:
    """Return the text without surrounding blanks, or None when nothing is left."""
    return (text or "").strip() or None

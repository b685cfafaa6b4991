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
CONTACT_FIELDS: tuple[FieldName, ...] = (FIRST_NAME, LAST_NAME, PHONE, COMPANY)


class Side(StrEnum):
    """Where a value was seen. On equal seconds Pipedrive ranks above Vixiees."""

    VIXIEES = "vixiees"
    PIPEDRIVE = "pipedrive"


class Kind(StrEnum):
    """What a record, a property or a change is about."""

    CONTACT = "contact"
    DEAL = "deal"
    USER = "user"


def canonical(text: str | None) -> Value:
    """Return the text without surrounding blanks, or None when nothing is left."""
    return (text or "").strip() or None

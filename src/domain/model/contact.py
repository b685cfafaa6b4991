"""What a contact may hold, as Vixiees hands it in."""

from collections.abc import Mapping
from datetime import datetime

from domain.errors import Violation
from domain.model.checks import is_visible, text_faults, time_faults
from domain.model.values import CONTACT_FIELDS, FIRST_NAME, LAST_NAME, FieldName, Value
from domain.model.views import Notice


def violations(fields: Mapping[FieldName, Value], update_time: datetime) -> tuple[Violation, ...]:
    """Return everything that is wrong with a call's values, whatever else the contact holds."""
    own = (name for name in fields if name in CONTACT_FIELDS)
    return (
        *(wrong for name in own for wrong in text_faults(f"fields.{name}", fields[name])),
        *time_faults("update_time", update_time, "when the contact was changed"),
    )


def blank_name(fields: Mapping[FieldName, Value]) -> tuple[Violation, ...]:
    """Return what is wrong with the names of a whole contact: one of them has to be filled."""
    if any(is_visible(fields.get(name)) for name in (FIRST_NAME, LAST_NAME)):
        return ()
    return (
        Violation(
            field="fields.first_name",
            reason="BLANK_NAME",
            message="first and last name are both blank; Pipedrive needs one of them.",
        ),
    )


def phone_notice() -> Notice:
    """Return the notice for a phone that can be stored but never dialled or matched."""
    return Notice(
        field="fields.phone",
        reason="PHONE_NOT_NORMALISABLE",
        message="it is no complete phone number; it is kept as it is and never matched.",
    )

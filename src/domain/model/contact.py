"""What a contact may hold, as Vixiees hands it in."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from domain.errors import Violation
from domain.model.values import FIRST_NAME, LAST_NAME, FieldName, Value
from domain.model.views import Notice

LONGEST_TEXT = 255
"""Pipedrive's limit for names and phones, in characters."""
AHEAD = timedelta(seconds=5)
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode categories of characters that leave a name blank."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def violations(fields: Mapping[FieldName, Value], update_time: datetime) -> tuple[Violation, ...]:
    """Return everything that is wrong with a call's values, whatever else the contact holds."""
    found = [wrong for name, value in fields.items() for wrong in _text(name, value)]
    if update_time < _EARLIEST:
        found.append(
            Violation(
                field="update_time",
                reason="TIME_OUT_OF_RANGE",
                message="it lies before the year 2000; send when the contact was changed.",
            )
        )
    return tuple(found)


def blank_name(fields: Mapping[FieldName, Value]) -> tuple[Violation, ...]:
    """Return what is wrong with the names of a whole contact: one of them has to be filled."""
    if any(_is_visible(fields.get(name)) for name in (FIRST_NAME, LAST_NAME)):
        return ()
    return (
        Violation(
            field="fields.first_name",
            reason="BLANK_NAME",
            message="first and last name are both blank; Pipedrive needs one of them.",
        ),
    )


def clamped(update_time: datetime, now: datetime) -> tuple[datetime, tuple[Notice, ...]]:
    """Return the time, or five seconds from now for one of the future, with a notice."""
    if update_time <= now + AHEAD:
        return update_time, ()
    notice = Notice(
        field="update_time",
        reason="UPDATE_TIME_IN_FUTURE",
        message="it lies in the future and was taken as the present; check your clock.",
    )
    return now + AHEAD, (notice,)


def phone_notice() -> Notice:
    """Return the notice for a phone that can be stored but never dialled or matched."""
    return Notice(
        field="fields.phone",
        reason="PHONE_NOT_NORMALISABLE",
        message="it is no complete phone number; it is kept as it is and never matched.",
    )


def _text(name: FieldName, value: Value) -> Iterator[Violation]:
    path, text = f"fields.{name}", value or ""
    if len(text) > LONGEST_TEXT:
        message = f"it has {len(text)} characters; at most {LONGEST_TEXT} are possible."
        yield Violation(field=path, reason="TOO_LONG", message=message)
    if "\0" in text:
        yield Violation(field=path, reason="NUL_CHARACTER", message="leave out U+0000.")
    elif any(unicodedata.category(one) == "Cc" for one in text):
        message = "leave out control characters, line breaks among them."
        yield Violation(field=path, reason="CONTROL_CHARACTER", message=message)
    if any(unicodedata.category(one) == "Cs" for one in text):
        message = "it holds half of a surrogate pair; send valid Unicode."
        yield Violation(field=path, reason="INVALID_UNICODE", message=message)


def _is_visible(value: Value) -> bool:
    return any(unicodedata.category(one) not in _INVISIBLE for one in value or "")

"""What is wrong with the texts and times that Vixiees hands in, whatever they belong to."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.errors import Violation
from domain.model.values import Value
from domain.model.views import Notice

LONGEST_TEXT = 255
"""Pipedrive's limit for names, phones and titles, in characters."""
AHEAD = timedelta(seconds=5)
_TICK = timedelta(milliseconds=1)
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode categories of characters that leave a name blank."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def text_faults(path: str, value: Value) -> Iterator[Violation]:
    """Return what is wrong with the text of the field at this path."""
    text = value or ""
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


def time_faults(path: str, time: datetime, what: str) -> Iterator[Violation]:
    """Return what is wrong with a time; *what* says which one is wanted."""
    if time < _EARLIEST:
        message = f"it lies before the year 2000; send {what}."
        yield Violation(field=path, reason="TIME_OUT_OF_RANGE", message=message)


def clamped(
    update_time: datetime, now: datetime, last: datetime | None = None
) -> tuple[datetime, tuple[Notice, ...]]:
    """Return the time, or five seconds from now for one of the future, with a notice.

    It stays after the *last* known one: should our clock have gone back, no edit is lost for it.
    """
    latest = max(now + AHEAD, last + _TICK) if last is not None else now + AHEAD
    if update_time <= latest:
        return update_time, ()
    notice = Notice(
        field="update_time",
        reason="UPDATE_TIME_IN_FUTURE",
        message="it lies in the future and was taken as the present; check your clock.",
    )
    return latest, (notice,)


def is_visible(text: Value) -> bool:
    """Tell whether anything of the text can be seen."""
    return any(unicodedata.category(one) not in _INVISIBLE for one in text or "")

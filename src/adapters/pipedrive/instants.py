"""Instants as Pipedrive writes them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(\.\d{1,9})?(Z|z|[+-]\d{2}:\d{2})?"
)
_LEAP_SECOND = 60
_YEARS = range(1000, 3000)
"""Outside of them an instant is a slip, and too near to where time ends to be reckoned with."""


class BadInstant(ValueError):
    """The text is no instant. *reason* is TIMEZONE_REQUIRED or INVALID_TIMESTAMP."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def instant(value: object) -> datetime:
    """Read an RFC 3339 text, or whole seconds since 1970, as UTC. Raises BadInstant."""
    at = _instant(value)
    if at.year not in _YEARS:
        raise BadInstant("INVALID_TIMESTAMP")
    return at


def _instant(value: object) -> datetime:
    if isinstance(value, int) and not isinstance(value, bool):
        return _of_seconds(value)
    found = _RFC3339.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadInstant("INVALID_TIMESTAMP")
    day, minute, second, fraction, zone = found.groups()
    if zone is None:
        raise BadInstant("TIMEZONE_REQUIRED")
    extra = timedelta(0)
    if int(second) == _LEAP_SECOND:
        second, extra = "59", timedelta(seconds=1)
    micros = (fraction or ".0")[1:7].ljust(6, "0")
    text = f"{day}T{minute}:{second}.{micros}{'+00:00' if zone in 'Zz' else zone}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC) + extra
    except (ValueError, OverflowError) as error:
        raise BadInstant("INVALID_TIMESTAMP") from error


def rfc3339(at: datetime) -> str:
    """Write an instant in whole seconds, as `updated_since` wants it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(text: str | None) -> datetime | None:
    """Read a `Date` header; None if there is none that can be read."""
    try:
        at = parsedate_to_datetime(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
    return at if at is not None and at.year in _YEARS else None


def _of_seconds(value: int) -> datetime:
    try:
        at = datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInstant("INVALID_TIMESTAMP") from error
    if value < 0:
        raise BadInstant("INVALID_TIMESTAMP")
    return at

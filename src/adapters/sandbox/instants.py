"""Instants as the texts Pipedrive shows: v2 in RFC 3339, v1 without a zone; whole seconds, UTC."""

import re
from datetime import UTC, datetime

_RFC3339_WHOLE_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def v1_text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def with_milliseconds(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


def v2_to_v1(text: str) -> str:
    return text.replace("T", " ").removesuffix("Z")


def parse_rfc3339(text: str) -> datetime:
    """Read an instant of whole seconds. Raises ValueError for fractions or a missing zone."""
    if not _RFC3339_WHOLE_SECONDS.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)

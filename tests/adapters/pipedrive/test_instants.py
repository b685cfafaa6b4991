from datetime import UTC, datetime

import pytest

from adapters.pipedrive.instants import BadInstant, http_date, instant, rfc3339


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
        ("2026-11-23t10:00:00.123z", datetime(2026, 11, 23, 10, 0, 0, 123_000, tzinfo=UTC)),
        ("2026-11-23T12:00:00.123456789+02:00", datetime(2026, 11, 23, 10, 0, 0, 123_456, UTC)),
        ("2026-12-31T23:59:60Z", datetime(2027, 1, 1, tzinfo=UTC)),
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1_795_428_000, datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_as_utc(value: object, at: datetime) -> None:
    assert instant(value) == at


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2026-11-23T10:00:00", "TIMEZONE_REQUIRED"),
        ("2026-02-30T10:00:00Z", "INVALID_TIMESTAMP"),
        ("0000-01-01T00:00:00Z", "INVALID_TIMESTAMP"),
        ("10000-01-01T00:00:00Z", "INVALID_TIMESTAMP"),
        ("0001-01-01T00:00:00+12:00", "INVALID_TIMESTAMP"),
        ("0999-12-31T23:59:59Z", "INVALID_TIMESTAMP"),
        ("9999-12-31T23:59:59Z", "INVALID_TIMESTAMP"),
        ("2026-11-23T10:00:00+99:00", "INVALID_TIMESTAMP"),
        ("2026-11-23T24:00:00Z", "INVALID_TIMESTAMP"),
        ("2026-11-23 10:00:00Z", "INVALID_TIMESTAMP"),
        ("2026-W48-1", "INVALID_TIMESTAMP"),
        ("20261123T100000Z", "INVALID_TIMESTAMP"),
        ("", "INVALID_TIMESTAMP"),
        (True, "INVALID_TIMESTAMP"),
        (1.5, "INVALID_TIMESTAMP"),
        (-1, "INVALID_TIMESTAMP"),
        (1_795_428_000_000, "INVALID_TIMESTAMP"),
        (10**30, "INVALID_TIMESTAMP"),
        (None, "INVALID_TIMESTAMP"),
    ],
)
def test_anything_else_is_refused(value: object, reason: str) -> None:
    with pytest.raises(BadInstant) as refusal:
        instant(value)
    assert refusal.value.reason == reason


def test_an_instant_is_written_in_whole_seconds() -> None:
    assert rfc3339(datetime(2026, 11, 23, 10, 0, 0, 999_999, UTC)) == "2026-11-23T10:00:00Z"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Mon, 23 Nov 2026 10:00:00 GMT", datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 23 Nov 20262026202620262026 10:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_header_is_read_or_left(text: str | None, at: datetime | None) -> None:
    assert http_date(text) == at

"""What a deal may hold."""

from datetime import UTC, datetime

import pytest

from domain.model.deal import time_text, violations

_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("year", [1, 999, 1999])
def test_a_deal_that_was_closed_long_ago_is_refused(year: int) -> None:
    close_time = time_text(datetime(year, 2, 3, 4, 5, 6, 7, UTC))
    assert close_time == f"{year:04}-02-03T04:05:06Z"
    (fault,) = violations({"close_time": close_time}, _NOW)
    assert (fault.field, fault.reason) == ("fields.close_time", "TIME_OUT_OF_RANGE")

"""Durations carry over and never show sixty of anything."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity.duration import exact, hours_and_minutes

_DAY = 86_400


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "00:00"),
        (1, "00:01"),
        (59, "00:01"),
        (60, "00:01"),
        (61, "00:02"),
        (3_540, "00:59"),
        (3_541, "01:00"),
        (3_599, "01:00"),
        (3_600, "01:00"),
        (3_601, "01:01"),
        (86_339, "23:59"),
        (86_400, "23:59"),
        (900_000, "23:59"),
    ],
)
def test_begun_minutes_count_whole(seconds: int, shown: str) -> None:
    assert hours_and_minutes(seconds) == shown


def test_every_duration_of_a_day_is_a_time_of_day_that_never_falls() -> None:
    shown = [hours_and_minutes(seconds) for seconds in range(_DAY + 1)]
    assert all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", one) for one in set(shown))
    assert shown == sorted(shown)


@given(st.integers(min_value=0, max_value=10**9))
def test_the_minutes_shown_are_the_next_whole_ones(seconds: int) -> None:
    hours, minutes = map(int, hours_and_minutes(seconds).split(":"))
    missing = hours * 3600 + minutes * 60 - seconds
    assert 0 <= missing < 60 or (hours, minutes) == (23, 59)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (59, "0:59"), (61, "1:01"), (3_599, "59:59"), (3_661, "1:01:01")],
)
def test_people_read_the_exact_duration(seconds: int, shown: str) -> None:
    assert exact(seconds) == shown


@given(st.integers(min_value=0, max_value=10**9))
def test_the_exact_duration_loses_nothing(seconds: int) -> None:
    parts = [int(one) for one in exact(seconds).split(":")]
    total = 0
    for part in parts:
        total = total * 60 + part
    assert total == seconds
    assert all(part < 60 for part in parts[1:])

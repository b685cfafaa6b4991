from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.sync.retry import FIRST, LONGEST, retry_after
from tests.domain.sync.effort import examples

Spreads = st.floats(0, 1)


def test_the_pause_doubles_from_a_second_to_an_hour() -> None:
    pauses = [retry_after(attempts, 0).total_seconds() for attempts in range(1, 15)]

    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert pauses[11:] == [2048, 3600, 3600]
    assert all(one <= other for one, other in pairwise(pauses))


@given(st.integers(-5, 10**9), Spreads)
@examples(100)
def test_a_pause_has_bounds_whatever_happens(attempts: int, spread: float) -> None:
    assert FIRST <= retry_after(attempts, spread) <= LONGEST * 1.5


@given(st.integers(1, 100), Spreads, st.integers(0, 10**6))
@examples(100)
def test_what_pipedrive_asked_for_is_never_undercut(
    attempts: int, spread: float, asked: int
) -> None:
    pause = timedelta(seconds=asked)

    assert retry_after(attempts, spread, pause) >= pause
    assert retry_after(attempts, spread, pause) >= retry_after(attempts, spread)


def test_the_spread_adds_up_to_a_half() -> None:
    assert retry_after(3, 1) == timedelta(seconds=6)

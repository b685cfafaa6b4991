"""The day's tokens: predicted, corrected, shared."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.model.budget import Budget, Gauge, Lane
from domain.sync.budget import (
    SMALLEST_PLAN,
    Load,
    clocked,
    exhausted,
    finish_of,
    left,
    share,
    spent,
    timed,
    today,
    told,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _told(limit: int, rest: int) -> Budget:
    return told(Budget(), Gauge(day_limit=limit, day_left=rest), 0, NOON)


def test_without_headers_our_own_requests_are_counted() -> None:
    budget = spent(spent(Budget(), 10, NOON), 5, NOON)
    assert budget.used == 15
    assert left(budget, Lane.LIVE, NOON) is None
    assert left(budget, Lane.BACKGROUND, NOON) == SMALLEST_PLAN * 3 // 4 - 15


def test_a_new_day_begins_with_nothing_used() -> None:
    budget = spent(_told(1000, 100), 10, NOON)
    assert today(budget, MIDNIGHT - SECOND).used == 910
    assert (today(budget, MIDNIGHT).used, today(budget, MIDNIGHT).limit) == (0, 1000)


def test_headers_correct_what_was_predicted() -> None:
    """Others spend of the same budget; requests that are under way are not told of yet."""
    budget = spent(Budget(), 10, NOON)
    corrected = told(budget, Gauge(day_limit=1000, day_left=400), 25, NOON)
    assert (corrected.limit, corrected.used) == (1000, 625)


@pytest.mark.parametrize(
    "gauge",
    [Gauge(), Gauge(day_limit=100), Gauge(day_left=7), Gauge(day_limit=0, day_left=0)],
)
def test_headers_that_tell_half_tell_nothing(gauge: Gauge) -> None:
    budget = spent(Budget(), 10, NOON)
    assert told(budget, gauge, 0, NOON) == budget


def test_what_can_wait_stops_at_three_quarters_of_the_day() -> None:
    assert left(_told(1000, 260), Lane.BACKGROUND, NOON) == 10
    assert left(_told(1000, 200), Lane.BACKGROUND, NOON) == 0
    assert left(_told(1000, 200), Lane.LIVE, NOON) == 200


def test_a_refusal_teaches_the_limit_that_no_header_tells() -> None:
    budget = exhausted(spent(Budget(), 4010, NOON), 10, NOON)
    assert share(budget, Lane.BACKGROUND) == 3000
    assert share(budget, Lane.LIVE) is None
    assert left(budget, Lane.BACKGROUND, MIDNIGHT) == 3000


def test_a_refusal_before_the_told_limit_uses_up_the_day() -> None:
    budget = exhausted(_told(1000, 300), 10, NOON)
    assert (budget.limit, left(budget, Lane.LIVE, NOON)) == (1000, 0)


def test_a_limit_that_a_refusal_taught_is_learnt_anew_from_the_next() -> None:
    """Others may have spent of the budget when the first one came."""
    learnt = exhausted(spent(Budget(), 4000, NOON), 0, NOON)
    later = exhausted(spent(learnt, 2000, NOON), 0, NOON)
    assert share(later, Lane.BACKGROUND) == 4500


def test_a_refusal_before_anything_was_spent_teaches_nothing() -> None:
    budget = exhausted(spent(Budget(), 10, NOON), 10, NOON)
    assert share(budget, Lane.BACKGROUND) == SMALLEST_PLAN * 3 // 4


def test_a_day_of_which_everything_is_left_has_nothing_used() -> None:
    assert _told(1000, 1000).used == 0


def test_an_answer_counts_for_a_tenth_of_how_long_answers_take() -> None:
    slower = timed(Budget(seconds_per_request=1.0), timedelta(seconds=3))
    assert slower.seconds_per_request == pytest.approx(1.2)


@pytest.mark.parametrize(("seconds", "behind"), [(-40, 40), (0, 0), (40, 0)])
def test_an_answer_tells_by_how_much_pipedrives_clock_is_behind(
    seconds: int, behind: float
) -> None:
    known = Budget(seconds_behind=3.0)
    assert clocked(known, Gauge(served_at=NOON + seconds * SECOND), NOON).seconds_behind == behind
    assert clocked(known, Gauge(), NOON) == known


@pytest.mark.parametrize("rest", [350, 900])
def test_a_load_that_fits_is_done_at_its_pace(rest: int) -> None:
    load = Load(requests=10, tokens=100)
    assert finish_of(_told(1000, rest), load, SECOND, NOON) == NOON + 10 * SECOND


def test_a_load_that_does_not_fit_goes_on_after_midnight() -> None:
    load = Load(requests=80, tokens=800)
    done = finish_of(_told(1000, 350), load, SECOND, NOON)
    assert done == MIDNIGHT + 70 * SECOND


def test_a_large_load_takes_days() -> None:
    load = Load(requests=200, tokens=2000)
    done = finish_of(_told(1000, 350), load, SECOND, NOON)
    assert done == MIDNIGHT + timedelta(days=2) + 40 * SECOND


def test_a_live_load_is_held_back_by_nothing_that_was_not_told() -> None:
    load = Load(requests=10_000, tokens=50_000, lane=Lane.LIVE)
    assert finish_of(Budget(), load, SECOND, NOON) == NOON + 10_000 * SECOND


def test_a_live_load_may_use_the_whole_of_every_day() -> None:
    load = Load(requests=180, tokens=1800, lane=Lane.LIVE)
    assert finish_of(_told(1000, 900), load, SECOND, NOON) == MIDNIGHT + 90 * SECOND


def test_without_a_budget_it_is_never_done() -> None:
    load = Load(requests=1, tokens=10)
    assert finish_of(_told(1, 0), load, SECOND, NOON) is None


def test_a_day_takes_no_more_than_fits_into_its_hours() -> None:
    """What a day's tokens would pay for is still under way when the next one begins."""
    a_day = timedelta(days=1)
    load = Load(requests=86_400 + 43_200 + 5, tokens=86_400 + 43_200 + 5)
    assert finish_of(_told(10**7, 10**7), load, SECOND, NOON) == NOON + load.requests * SECOND
    assert finish_of(_told(100_000, 0), load, SECOND, NOON) == MIDNIGHT + a_day + 54_605 * SECOND


def test_what_takes_longer_than_a_day_each_is_never_done() -> None:
    load = Load(requests=2, tokens=20)
    assert finish_of(_told(1000, 0), load, timedelta(days=2), NOON) is None


@example(limit=206_857, rest=0, tokens=86_403, more=68_740)
@given(
    limit=st.integers(2, 10**7),
    rest=st.integers(0, 10**7),
    tokens=st.integers(1, 10**6),
    more=st.integers(0, 10**5),
)
def test_more_is_never_done_earlier(limit: int, rest: int, tokens: int, more: int) -> None:
    budget = _told(limit, min(rest, limit))
    small = finish_of(budget, Load(requests=tokens, tokens=tokens), SECOND, NOON)
    large = finish_of(budget, Load(requests=tokens + more, tokens=tokens + more), SECOND, NOON)
    assert small is not None
    assert large is not None
    assert NOON <= small <= large

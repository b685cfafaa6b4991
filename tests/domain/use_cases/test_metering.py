"""Holding requests back before a limit is met, and learning from answers."""

from datetime import timedelta

import pytest

from domain.errors import CrmLimit, CrmUnavailable
from domain.model.budget import Budget, Charge, Gauge, Lane
from domain.sync.burst import CAUTIOUS
from domain.use_cases.metering import Metering
from tests.fakes.world import START, FakeClock

LIST = Charge(tokens=10)
SECOND = timedelta(seconds=1)

_BURST = CrmLimit("Too fast.", retry_after=SECOND, daily=False)


def _metering(clock: FakeClock, budget: Budget | None = None) -> Metering:
    return Metering(budget or Budget(), clock, clock.sleep)


async def test_what_leaves_is_counted_until_the_answer_tells_more() -> None:
    metering = _metering(FakeClock())
    meter = metering.lane(Lane.LIVE)
    await meter.admit(LIST)
    await meter.admit(LIST)
    assert metering.budget.used == 20
    meter.answered(LIST, Gauge(day_limit=1000, day_left=900), let_in=True)
    assert metering.budget.used == 110
    meter.answered(LIST, Gauge(), let_in=True)
    assert metering.budget.used == 110


async def test_a_full_window_is_waited_for() -> None:
    clock = FakeClock()
    meter = _metering(clock).lane(Lane.LIVE)
    for _ in range(CAUTIOUS):
        await meter.admit(LIST)
    assert clock() == START
    await meter.admit(LIST)
    assert clock() == START + timedelta(seconds=2)


async def test_no_request_leaves_before_the_reset_that_a_refusal_names() -> None:
    clock = FakeClock()
    meter = _metering(clock).lane(Lane.LIVE)
    meter.refused(LIST, CrmLimit("Too fast.", retry_after=3 * SECOND, daily=False))
    await meter.admit(LIST)
    assert clock() == START + 3 * SECOND


async def test_a_long_reset_is_not_sat_out() -> None:
    clock = FakeClock()
    meter = _metering(clock).lane(Lane.LIVE)
    meter.refused(LIST, CrmLimit("Too fast.", retry_after=60 * SECOND, daily=False))
    with pytest.raises(CrmLimit) as refusal:
        await meter.admit(LIST)
    assert (refusal.value.retry_after, refusal.value.daily) == (60 * SECOND, False)


async def test_a_closure_outlives_the_process_that_met_it() -> None:
    clock = FakeClock()
    metering = _metering(clock)
    metering.lane(Lane.LIVE).refused(
        LIST, CrmLimit("Too fast.", retry_after=4 * SECOND, daily=False)
    )
    await _metering(clock, metering.saved()).lane(Lane.LIVE).admit(LIST)
    assert clock() == START + 4 * SECOND


async def test_what_is_refused_again_after_each_wait_is_the_days() -> None:
    """Without any header the two limits look the same."""
    clock = FakeClock()
    metering = _metering(clock)
    meter = metering.lane(Lane.LIVE)
    found = list[bool]()
    for _ in range(3):
        await meter.admit(LIST)
        await meter.admit(LIST)
        for _ in range(2):
            meter.answered(LIST, Gauge(), let_in=False)
            found.append(meter.refused(LIST, _BURST).daily)
    assert found == [False] * 4 + [True, False]


async def test_a_refused_probe_is_no_burst() -> None:
    probe = _metering(FakeClock()).lane(Lane.PROBE)
    await probe.admit(Charge(tokens=1))
    probe.answered(Charge(tokens=1), Gauge(), let_in=False)
    limit = probe.refused(Charge(tokens=1), _BURST)
    assert (limit.daily, limit.retry_after) == (True, timedelta(hours=1))


async def test_one_that_is_let_in_shows_that_it_was_a_burst() -> None:
    meter = _metering(FakeClock()).lane(Lane.LIVE)
    for _ in range(10):
        await meter.admit(LIST)
        meter.answered(LIST, Gauge(), let_in=False)
        assert not meter.refused(LIST, _BURST).daily
        await meter.admit(LIST)
        meter.answered(LIST, Gauge(), let_in=True)


async def test_a_probe_that_is_let_in_begins_a_day_though_its_answer_tells_nothing() -> None:
    budget = Budget(ends_at=START + timedelta(hours=12), used=1000, limit=1000, is_told=True)
    metering = _metering(FakeClock(), budget)
    probe = metering.lane(Lane.PROBE)
    await probe.admit(Charge(tokens=1))
    probe.answered(Charge(tokens=1), Gauge(), let_in=True)
    await metering.lane(Lane.LIVE).admit(LIST)
    assert metering.budget.used == 11


async def test_the_last_of_a_day_begin_no_new_one() -> None:
    budget = Budget(ends_at=START + timedelta(hours=12), used=980, limit=1000, is_told=False)
    metering = _metering(FakeClock(), budget)
    meter = metering.lane(Lane.LIVE)
    for _ in range(2):
        await meter.admit(LIST)
    for _ in range(2):
        meter.answered(LIST, Gauge(), let_in=True)
    assert metering.budget.used == 1000


async def test_an_answer_that_empties_the_window_closes_it() -> None:
    clock = FakeClock()
    meter = _metering(clock).lane(Lane.LIVE)
    await meter.admit(LIST)
    meter.answered(
        LIST, Gauge(burst_limit=80, burst_left=0, burst_reset=timedelta(days=1)), let_in=True
    )
    await meter.admit(LIST)
    assert clock() == START + 2 * SECOND


async def test_searches_have_a_window_of_their_own() -> None:
    clock = FakeClock()
    meter = _metering(clock).lane(Lane.LIVE)
    for _ in range(10):
        await meter.admit(Charge(tokens=20, is_search=True))
    assert clock() == START + 2 * SECOND


async def test_what_can_wait_stops_before_the_day_is_used_up() -> None:
    clock = FakeClock()
    budget = Budget(ends_at=START + timedelta(hours=12), used=745, limit=1000, is_told=True)
    metering = _metering(clock, budget)
    metering.check_share(Lane.BACKGROUND)
    await metering.lane(Lane.BACKGROUND).admit(LIST)
    with pytest.raises(CrmUnavailable) as refusal:
        metering.check_share(Lane.BACKGROUND)
    assert refusal.value.reason == "BUDGET_SHARE"
    assert refusal.value.retry_after == timedelta(hours=12)
    metering.check_share(Lane.LIVE)


async def test_what_pipedrive_would_refuse_does_not_leave() -> None:
    budget = Budget(ends_at=START + timedelta(hours=12), used=995, limit=1000, is_told=True)
    metering = _metering(FakeClock(), budget)
    with pytest.raises(CrmLimit) as refusal:
        await metering.lane(Lane.LIVE).admit(LIST)
    assert (refusal.value.daily, refusal.value.retry_after) == (True, timedelta(hours=1))
    await metering.lane(Lane.LIVE).admit(Charge(tokens=5))
    await metering.lane(Lane.PROBE).admit(LIST)


async def test_a_refusal_of_the_day_is_remembered() -> None:
    metering = _metering(FakeClock())
    meter = metering.lane(Lane.BACKGROUND)
    await meter.admit(LIST)
    meter.answered(LIST, Gauge(), let_in=True)
    await meter.admit(LIST)
    meter.answered(LIST, Gauge(), let_in=True)
    meter.refused(LIST, CrmLimit("Used up.", retry_after=SECOND, daily=True))
    assert metering.budget.limit == 10
    with pytest.raises(CrmUnavailable):
        metering.check_share(Lane.BACKGROUND)

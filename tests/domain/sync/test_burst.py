"""Requests in two seconds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.model.budget import Lane
from domain.sync.burst import CAUTIOUS, WINDOW, allowed, pause

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_nothing_waits_while_there_is_room() -> None:
    assert pause([NOON] * 3, 4, NOON) == timedelta(0)


def test_a_full_window_waits_for_its_oldest_request_to_leave_it() -> None:
    sent = [NOON, NOON + timedelta(seconds=1)]
    assert pause(sent, 2, NOON + timedelta(seconds=1.5)) == timedelta(seconds=0.5)
    assert pause(sent, 1, NOON + timedelta(seconds=1.5)) == timedelta(seconds=1.5)


def test_what_can_wait_leaves_room_for_what_cannot() -> None:
    assert allowed(None, Lane.LIVE) == CAUTIOUS
    assert allowed(80, Lane.LIVE) == 72
    assert allowed(80, Lane.BACKGROUND) == 54
    assert allowed(0, Lane.BACKGROUND) == 1


def test_of_a_limit_that_does_not_divide_the_lesser_whole_number_is_used() -> None:
    assert allowed(82, Lane.LIVE) == 73
    assert allowed(82, Lane.BACKGROUND) == 54
    assert allowed(1, Lane.LIVE) == 1


@given(gaps=st.lists(st.integers(0, 800), max_size=60), most=st.integers(1, 9))
def test_no_window_ever_holds_more_than_allowed(gaps: list[int], most: int) -> None:
    sent = list[datetime]()
    now = NOON
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        now += pause(sent, most, now)
        assert sum(one > now - WINDOW for one in sent) < most
        sent.append(now)

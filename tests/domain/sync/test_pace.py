"""How far the first import is, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.model.budget import Budget
from domain.model.connection import ImportPhase, ImportProgress
from domain.sync.pace import forecast, leads_back, left_of, load_of, page_taken, rate_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BEGUN = ImportProgress(phase=ImportPhase.CONTACTS, started_at=NOON)


def _after_pages(*pages: range, every: timedelta = SECOND) -> ImportProgress:
    progress = BEGUN
    for number, ids in enumerate(pages, start=1):
        progress = page_taken(progress, ids, NOON + number * every)
    return progress


def test_nobody_knows_anything_before_the_first_page() -> None:
    assert left_of(BEGUN) is None
    assert forecast(BEGUN, Budget(), NOON) is None
    assert rate_of(BEGUN) == 0


def test_ids_without_gaps_tell_exactly_what_is_left() -> None:
    left = left_of(_after_pages(range(2501, 3001), range(2001, 2501)))
    assert left is not None
    assert (left.entries, left.pages, left.per_page) == (2000, 4, SECOND)


def test_a_page_that_is_left_costs_ten_tokens() -> None:
    load = load_of(_after_pages(range(2501, 3001), range(2001, 2501)))
    assert load is not None
    assert (load.requests, load.tokens) == (4, 40)


def test_gaps_between_ids_are_taken_to_go_on() -> None:
    left = left_of(_after_pages(range(2001, 3001, 2)))
    assert left is not None
    assert left.entries == pytest.approx(1000, rel=0.01)


def test_a_list_read_to_its_end_leaves_nothing() -> None:
    progress = _after_pages(range(1, 101))
    left = left_of(progress)
    assert left is not None
    assert (left.entries, left.pages) == (0, 0)
    assert forecast(progress, Budget(), NOON + SECOND) == NOON + SECOND


@pytest.mark.parametrize("pause", [timedelta(minutes=1), timedelta(hours=5)])
def test_pauses_do_not_count_as_reading(pause: timedelta) -> None:
    progress = _after_pages(range(901, 1001), range(801, 901))
    later = page_taken(progress, range(701, 801), NOON + 2 * SECOND + pause)
    assert rate_of(later) == pytest.approx(150)
    left = left_of(later)
    assert left is not None
    assert left.per_page == SECOND


def test_the_forecast_is_the_pages_left_at_the_pace_so_far() -> None:
    progress = _after_pages(range(2501, 3001), range(2001, 2501))
    assert forecast(progress, Budget(), NOON + 2 * SECOND) == NOON + 6 * SECOND


@pytest.mark.parametrize(
    ("ids", "back"), [(range(1, 50), False), ([], False), ([60], True), ([50], True), ([9], False)]
)
def test_a_page_must_lie_below_those_before(ids: list[int], *, back: bool) -> None:
    assert leads_back(_after_pages(range(50, 60)), ids) is back


def test_the_last_entry_of_all_leads_back_when_it_comes_again() -> None:
    assert leads_back(_after_pages(range(1, 10)), [1])


def test_the_time_before_an_import_of_unknown_beginning_is_no_reading() -> None:
    first = page_taken(ImportProgress(phase=ImportPhase.CONTACTS), range(1, 10), NOON)
    assert (first.pace.entries, first.pace.seconds) == (9, 0)


def test_the_first_page_leads_nowhere_back() -> None:
    assert not leads_back(BEGUN, [1, 2, 3])

"""Days, lanes and findings."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.model.budget import Lane, next_day
from domain.model.upkeep import Findings
from domain.model.work import Task, lane_of


def test_a_day_ends_at_midnight_utc_wherever_one_is() -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    west = timezone(timedelta(hours=-3))

    assert next_day(datetime(2026, 11, 23, 12, 34, 56, 789, UTC)) == midnight
    assert next_day(datetime(2026, 11, 23, 20, 59, tzinfo=west)) == midnight
    assert next_day(datetime(2026, 11, 23, 21, 0, tzinfo=west)) == midnight + timedelta(days=1)
    assert next_day(datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == midnight


@pytest.mark.parametrize(
    ("task", "lane"),
    [
        (Task.PROBE, Lane.PROBE),
        (Task.PUSH, Lane.LIVE),
        (Task.SWEEP, Lane.LIVE),
        (Task.IMPORT, Lane.BACKGROUND),
        (Task.BACKLOG, Lane.BACKGROUND),
        (Task.AUDIT, Lane.BACKGROUND),
    ],
)
def test_what_nobody_waits_for_goes_behind(task: Task, lane: Lane) -> None:
    assert lane_of(task) is lane


def test_findings_of_pages_add_up() -> None:
    one = Findings(compared=500, differing=1, added=2, duplicates=3, missing=4)
    other = Findings(compared=20, differing=10, added=20, duplicates=30, missing=40)

    assert one.plus(other) == Findings(
        compared=520, differing=11, added=22, duplicates=33, missing=44
    )

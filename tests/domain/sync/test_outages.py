"""When failures are an outage, and how a probe tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import (
    CrmError,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    OutcomeUnknown,
)
from domain.model.connection import ConnectionState
from domain.sync.standing import (
    MOST_TRIES,
    after_failure,
    is_doubtful,
    prolonged,
)
from tests.domain.sync.building import at
from tests.domain.sync.standing import HOUR, a_connection, paused


@pytest.mark.parametrize("reason", ["UNREACHABLE", "MAINTENANCE"])
def test_an_outage_is_believed_after_a_few_tries(reason: str) -> None:
    error = CrmUnavailable(reason, "It is not there.")
    assert after_failure(a_connection(), error, at(10), MOST_TRIES - 1) == a_connection()
    after = after_failure(a_connection(), error, at(10), MOST_TRIES)
    assert (after.state, after.reason) == (ConnectionState.PAUSED, "OUTAGE")
    assert after.resume_at == at(10) + timedelta(minutes=1)


@pytest.mark.parametrize("reason", ["UNAVAILABLE", "NO_ANSWER", "UNREADABLE_ANSWER"])
def test_what_a_probe_meets_everything_would_meet(reason: str) -> None:
    error = CrmUnavailable(reason, "It is not there.")
    assert after_failure(a_connection(), error, at(10), 100) == a_connection()
    after = after_failure(a_connection(), error, at(10), None)
    assert (after.state, after.reason) == (ConnectionState.PAUSED, "OUTAGE")


def test_a_crowd_is_no_outage() -> None:
    error = CrmLimit("x", retry_after=timedelta(seconds=2), daily=False)
    assert after_failure(a_connection(), error, at(10), None) == a_connection()


@pytest.mark.parametrize(
    ("error", "tries", "doubtful"),
    [
        (CrmUnavailable("NO_ANSWER", "x"), MOST_TRIES, True),
        (OutcomeUnknown("OUTCOME_UNKNOWN", "x"), MOST_TRIES, True),
        (CrmUnavailable("NO_ANSWER", "x"), MOST_TRIES - 1, False),
        (CrmUnavailable("NO_ANSWER", "x"), MOST_TRIES + 1, False),
        (CrmUnavailable("BUDGET_SHARE", "x"), MOST_TRIES, False),
        (CrmLimit("x", retry_after=HOUR, daily=False), MOST_TRIES, False),
        (CrmRefused("X", "x"), MOST_TRIES, False),
    ],
)
def test_a_stubborn_failure_of_pipedrives_raises_a_doubt_once(
    error: CrmError, tries: int, *, doubtful: bool
) -> None:
    assert is_doubtful(error, tries) is doubtful


def test_an_outage_never_undercuts_what_was_asked_for() -> None:
    error = CrmUnavailable("BLOCKED", "Busy.", retry_after=5 * HOUR)
    assert after_failure(a_connection(), error, at(10)).resume_at == at(10) + 5 * HOUR


def test_a_probe_that_fails_otherwise_prolongs_the_pause() -> None:
    over = paused(60)
    first = prolonged(over, None, at(70))
    assert first.resume_at == at(70) + timedelta(minutes=1)
    assert prolonged(first, None, at(71)) == first
    assert prolonged(over, HOUR, at(70)).resume_at == at(70) + HOUR
    assert prolonged(a_connection(), None, at(70)) == a_connection()


def test_a_pause_is_prolonged_twice_as_long_each_time_up_to_a_quarter_of_an_hour() -> None:
    connection = replace(paused(0), setbacks=1)
    pauses = list[timedelta]()
    for _ in range(4):
        now = connection.resume_at or at(0)
        connection = prolonged(connection, None, now)
        assert connection.resume_at is not None
        pauses.append(connection.resume_at - now)
    assert pauses == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 15)]

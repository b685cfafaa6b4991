"""Pauses that go on: when an outage is believed, and how much longer each pause is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import CrmUnavailable
from domain.model.connection import ConnectionState
from domain.sync.standing import MOST_TRIES, after_failure, prolonged
from tests.domain.sync.building import at
from tests.domain.sync.standing import HOUR, a_connection, paused


@pytest.mark.parametrize("reason", ["UNREACHABLE", "MAINTENANCE"])
def test_an_outage_is_believed_after_a_few_tries(reason: str) -> None:
    error = CrmUnavailable(reason, "It is not there.")
    assert after_failure(a_connection(), error, at(10), MOST_TRIES - 1) == a_connection()
    after = after_failure(a_connection(), error, at(10), MOST_TRIES)
    assert (after.state, after.reason) == (ConnectionState.PAUSED, "OUTAGE")
    assert after.resume_at == at(10) + timedelta(minutes=1)


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

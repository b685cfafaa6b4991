"""What a failure means for the whole connection."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import (
    AccountExpired,
    CrmError,
    CrmGone,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    GrantLost,
    MassChange,
    MassDeletion,
    OutcomeUnknown,
)
from domain.model.connection import ConnectionState, ImportPhase, ImportProgress
from domain.sync.standing import (
    MOST_TRIES,
    after_failure,
    approved,
    logged_in,
    refused,
    resumed,
    waits_until,
)
from tests.domain.sentences import is_sentence
from tests.domain.sync.building import at
from tests.domain.sync.standing import HOUR, a_connection, paused


@pytest.mark.parametrize(
    ("error", "state", "reason", "pause"),
    [
        (GrantLost("X", "x"), ConnectionState.NEEDS_RECONNECT, "EXPIRED_TOKEN", None),
        (AccountExpired("X", "x"), ConnectionState.PAUSED, "EXPIRED_ACCOUNT", HOUR),
        (
            CrmLimit("x", retry_after=5 * HOUR, daily=True),
            ConnectionState.PAUSED,
            "REQUEST_LIMIT",
            5 * HOUR,
        ),
    ],
)
def test_a_failure_that_concerns_all_records_shows_on_the_connection(
    error: CrmError, state: ConnectionState, reason: str, pause: timedelta | None
) -> None:
    after = after_failure(a_connection(), error, at(10))

    assert (after.state, after.reason, after.since) == (state, reason, at(10))
    assert after.resume_at == (at(10) + pause if pause else None)
    assert is_sentence(after.message)


def test_an_odd_answer_to_a_login_is_told_as_it_is() -> None:
    odd = GrantLost("UNTRUSTED_API_DOMAIN", "Not Pipedrive's. Connect again.")

    after = after_failure(a_connection(), odd, at(10))

    assert after.state is ConnectionState.NEEDS_RECONNECT
    assert (after.reason, after.message) == (odd.reason, odd.message)


@pytest.mark.parametrize(
    "error",
    [
        CrmUnavailable("X", "x"),
        OutcomeUnknown("X", "x"),
        CrmRefused("X", "x"),
        CrmGone("X", "x"),
        CrmLimit("x", retry_after=timedelta(seconds=2), daily=False),
    ],
)
def test_a_failure_of_one_record_leaves_the_connection_alone(error: CrmError) -> None:
    assert after_failure(a_connection(), error, at(10)) == a_connection()


@pytest.mark.parametrize("state", [ConnectionState.DISCONNECTED, ConnectionState.UNINSTALLED])
def test_a_connection_that_has_ended_stays_ended(state: ConnectionState) -> None:
    ended = a_connection(state)

    assert after_failure(ended, GrantLost("X", "x"), at(10)) == ended
    assert refused(ended, CrmRefused("SCOPE_MISSING", "x"), at(10)) == ended


_FAILURES = [
    GrantLost("X", "x"),
    AccountExpired("X", "x"),
    MassDeletion("contact", 40),
    CrmLimit("x", retry_after=HOUR, daily=True),
    CrmUnavailable("UNREACHABLE", "x"),
    CrmUnavailable("BLOCKED", "x"),
]


@pytest.mark.parametrize("error", _FAILURES)
def test_what_waits_for_a_person_is_not_let_go_by_another_failure(error: CrmError) -> None:
    """A pause that ends by itself would let very many deletions pass that nobody has looked at."""
    held = after_failure(a_connection(), MassDeletion("contact", 30), at(10))

    assert after_failure(held, error, at(20), MOST_TRIES) == held
    assert refused(held, CrmRefused("SCOPE_MISSING", "x"), at(20)) == held


@pytest.mark.parametrize("error", _FAILURES)
def test_a_connection_that_needs_a_login_needs_it_since_it_first_did(error: CrmError) -> None:
    lost = after_failure(a_connection(), GrantLost("X", "x"), at(10))

    assert after_failure(lost, error, at(20), MOST_TRIES) == lost


def test_a_login_approves_nothing() -> None:
    held = after_failure(a_connection(), MassDeletion("contact", 30), at(10))
    lost = after_failure(a_connection(), GrantLost("X", "x"), at(10))

    assert logged_in(held, at(20)) == held
    assert logged_in(lost, at(20)).state is ConnectionState.ACTIVE
    assert logged_in(paused(60), at(20)).state is ConnectionState.ACTIVE


def test_another_reason_begins_with_its_own_first_pause() -> None:
    connection = a_connection()
    limit = CrmLimit("x", retry_after=HOUR, daily=True)
    for _ in range(5):
        connection = after_failure(connection, limit, at(10))

    closed = after_failure(connection, AccountExpired("X", "x"), at(10))

    assert closed.resume_at == at(10) + HOUR


def test_a_paused_connection_waits_until_its_time() -> None:
    assert waits_until(paused(60), at(10)) == at(60)
    assert waits_until(paused(60), at(60)) is None


@pytest.mark.parametrize("state", [ConnectionState.CONNECTING, ConnectionState.NEEDS_RECONNECT])
def test_a_connection_without_authorization_waits_long(state: ConnectionState) -> None:
    wait = waits_until(a_connection(state), at(10))

    assert wait is not None
    assert wait > at(10) + HOUR


@pytest.mark.parametrize("state", [ConnectionState.ACTIVE, ConnectionState.IMPORTING])
def test_a_living_connection_does_not_wait(state: ConnectionState) -> None:
    assert waits_until(a_connection(state), at(10)) is None


def test_a_pause_ends_where_it_began() -> None:
    importing = replace(paused(60), progress=ImportProgress(phase=ImportPhase.CONTACTS))

    assert resumed(paused(60), at(70)).state is ConnectionState.ACTIVE
    assert resumed(importing, at(70)).state is ConnectionState.IMPORTING


def test_a_pause_that_is_over_leaves_nothing_behind() -> None:
    troubled = replace(paused(60), message="Used up.", setbacks=3)

    assert resumed(troubled, at(70)) == replace(a_connection(), since=at(70))


def test_a_pause_takes_back_what_was_foretold() -> None:
    foretold = replace(a_connection().progress, forecast_at=at(20))
    after = after_failure(
        replace(a_connection(), progress=foretold), AccountExpired("X", "x"), at(10)
    )

    assert after.progress.forecast_at is None


def test_what_is_not_paused_is_not_resumed() -> None:
    lost = a_connection(ConnectionState.NEEDS_RECONNECT)

    assert resumed(lost, at(70)) == lost


def test_a_closed_account_is_probed_twice_as_late_each_time_up_to_a_day() -> None:
    connection = a_connection()
    pauses = list[timedelta]()
    for _ in range(7):
        connection = after_failure(connection, AccountExpired("X", "x"), at(10))
        assert connection.resume_at is not None
        pauses.append(connection.resume_at - at(10))
    assert pauses == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR, 24 * HOUR]


def test_a_pause_that_goes_on_began_when_it_began() -> None:
    first = after_failure(a_connection(), AccountExpired("X", "x"), at(10))
    second = after_failure(first, AccountExpired("X", "x"), at(5000))
    other = after_failure(second, CrmLimit("x", retry_after=HOUR, daily=True), at(9000))
    assert (first.since, second.since, other.since) == (at(10), at(10), at(9000))


def test_an_administrator_has_a_timed_pause_probed_at_once() -> None:
    sooner = approved(paused(6000), at(70))
    assert (sooner.state, sooner.resume_at) == (ConnectionState.PAUSED, at(70))
    assert sooner.approved_until is None


def test_an_administrator_approves_what_waits_for_nothing_else() -> None:
    waiting = replace(paused(60), resume_at=None)
    after = approved(waiting, at(70))
    assert (after.state, after.since) == (ConnectionState.ACTIVE, at(70))
    assert after.approved_until == at(70) + HOUR


def test_too_much_at_once_stops_a_connection_until_somebody_lets_it_go_on() -> None:
    error = MassChange("MASS_DELETION", "Very many contacts would be deleted.")

    after = after_failure(paused(60), error, at(10))

    assert (after.state, after.reason, after.since) == (
        ConnectionState.PAUSED,
        "MASS_DELETION",
        at(10),
    )
    assert (after.message, after.resume_at) == (error.message, None)
    wait = waits_until(after, at(10))
    assert wait is not None
    assert wait > at(10) + HOUR


def test_a_missing_permission_stops_a_connection_and_another_refusal_only_shows() -> None:
    stopped = refused(paused(60), CrmRefused("SCOPE_MISSING", "Grant more."), at(10))
    shown = refused(a_connection(), CrmRefused("NO_FIELD_LEFT", "Delete one."), at(10))

    assert stopped.state is ConnectionState.NEEDS_RECONNECT
    assert (stopped.reason, stopped.message) == ("SCOPES_MISSING", "Grant more.")
    assert (stopped.since, stopped.resume_at) == (at(10), None)
    assert shown == replace(a_connection(), reason="NO_FIELD_LEFT", message="Delete one.")


def test_a_lost_authorization_waits_for_no_time() -> None:
    after = after_failure(paused(60), GrantLost("X", "x"), at(10))

    assert after.resume_at is None

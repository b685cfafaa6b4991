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
    OutcomeUnknown,
)
from domain.model.connection import Connection, ConnectionState, ImportPhase, ImportProgress
from domain.model.values import AccountId, ConnectionId
from domain.sync.standing import after_failure, resumed, waits_until
from tests.domain.sync.building import at

HOUR = timedelta(hours=1)


def a_connection(state: ConnectionState = ConnectionState.ACTIVE) -> Connection:
    return Connection(
        connection_id=ConnectionId("one"),
        account_id=AccountId("acme"),
        state=state,
        since=at(0),
        progress=ImportProgress(phase=ImportPhase.DONE),
    )


def paused(until: float) -> Connection:
    return replace(
        a_connection(ConnectionState.PAUSED), resume_at=at(until), reason="REQUEST_LIMIT"
    )


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
    assert after.message


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
    assert resumed(paused(60), at(70)).resume_at is None
    assert resumed(paused(60), at(70)).reason == ""


def test_what_is_not_paused_is_not_resumed() -> None:
    lost = a_connection(ConnectionState.NEEDS_RECONNECT)

    assert resumed(lost, at(70)) == lost

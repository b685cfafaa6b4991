"""Every state says what comes next and what can be done about it."""

from dataclasses import replace

import pytest

from domain.errors import (
    AccountExpired,
    CrmError,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    GrantLost,
    MassBlanking,
    MassDeletion,
)
from domain.model.connection import Connection, ConnectionState
from domain.model.remote import Identity
from domain.model.values import Kind
from domain.sync.outlook import blind_spots, outlook_of
from domain.sync.standing import after_failure, refused
from tests.domain.sync.building import at
from tests.domain.sync.standing import HOUR, a_connection

_IDENTITY = Identity(
    user_id="5",
    company_id="42",
    company_name="Acme",
    company_domain="acme",
    is_admin=True,
    user_name="Ana",
)
_LOGIN = "Log in as an administrator"


def _after(error: CrmError) -> Connection:
    return after_failure(a_connection(), error, at(10), None)


@pytest.mark.parametrize(
    ("connection", "next_", "to_do"),
    [
        (a_connection(ConnectionState.CONNECTING), "nothing is lost", _LOGIN),
        (a_connection(ConnectionState.IMPORTING), "newest first", ""),
        (a_connection(ConnectionState.ACTIVE), "", ""),
        (_after(AccountExpired("X", "x")), "2, 4, 8 and at last 24", "Pay"),
        (_after(CrmLimit("x", retry_after=HOUR, daily=True)), "One request an hour", "tokens"),
        (_after(CrmUnavailable("NO_ANSWER", "x")), "at last 15", "Resuming"),
        (_after(MassDeletion("contact", 30)), "until somebody has looked", "approves"),
        (_after(MassBlanking("deal", 30)), "until somebody has looked", "approves"),
        (_after(GrantLost("X", "x")), "goes on where it was", _LOGIN),
        (
            refused(a_connection(), CrmRefused("SCOPE_MISSING", "x"), at(10)),
            "goes on where it was",
            _LOGIN,
        ),
        (refused(a_connection(), CrmRefused("REFUSED", "x"), at(10)), "tried again", "message"),
        (a_connection(ConnectionState.DISCONNECTED), "What is known is kept", _LOGIN),
        (
            replace(a_connection(ConnectionState.DISCONNECTED), erases=True),
            "forgotten for good",
            _LOGIN,
        ),
        (a_connection(ConnectionState.UNINSTALLED), "What is known is kept", _LOGIN),
    ],
)
def test_what_comes_next_and_what_can_be_done(
    connection: Connection, next_: str, to_do: str
) -> None:
    outlook = outlook_of(connection)
    assert next_ in outlook.what_next
    assert to_do in outlook.what_to_do
    assert (bool(outlook.what_next), bool(outlook.what_to_do)) == (bool(next_), bool(to_do))


@pytest.mark.parametrize("state", list(ConnectionState))
def test_no_state_was_forgotten(state: ConnectionState) -> None:
    outlook_of(a_connection(state))


def test_whoever_sees_everything_has_no_blind_spot() -> None:
    assert blind_spots(a_connection()) == ()
    assert list(blind_spots(replace(a_connection(), identity=_IDENTITY))) == []


@pytest.mark.parametrize(
    ("identity", "reasons"),
    [
        (replace(_IDENTITY, hidden=frozenset({Kind.DEAL})), ["HIDDEN_DEALS"]),
        (replace(_IDENTITY, hidden=frozenset({Kind.CONTACT})), ["HIDDEN_CONTACTS"]),
        (
            replace(_IDENTITY, hidden=frozenset({Kind.DEAL, Kind.CONTACT})),
            ["HIDDEN_CONTACTS", "HIDDEN_DEALS"],
        ),
        (
            replace(_IDENTITY, is_admin=False, hidden=frozenset({Kind.DEAL})),
            ["NO_ADMINISTRATOR"],
        ),
        (replace(_IDENTITY, is_admin=False), ["NO_ADMINISTRATOR"]),
    ],
)
def test_what_stays_unseen_is_told_with_who_does_not_see_it(
    identity: Identity, reasons: list[str]
) -> None:
    spots = blind_spots(replace(a_connection(), identity=identity))
    assert [one.reason for one in spots] == reasons
    for spot in spots:
        assert spot.message.startswith("Ana ")
        assert "deleted" in spot.message

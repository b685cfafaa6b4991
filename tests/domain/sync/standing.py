"""Connections in the states that tests of them begin with."""

from dataclasses import replace
from datetime import timedelta

from domain.model.connection import Connection, ConnectionState, ImportPhase, ImportProgress
from domain.model.values import AccountId, ConnectionId
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

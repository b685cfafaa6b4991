"""A process that starts has the subscriptions of everybody at work looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.connection import ConnectionState
from domain.model.upkeep import Webhooks
from domain.model.values import ConnectionId
from domain.model.work import Task
from domain.ports.store import Tx
from domain.use_cases.wake_up import RECENT, WakeUp
from tests.contracts.store.builders import a_connection
from tests.domain.use_cases.firm import Firm


def _is_marked(firm: Firm, connection_id: ConnectionId) -> bool:
    return Task.WEBHOOKS in [one.key.task for one in firm.store.works(connection_id)]


async def _woken(firm: Firm, checked_ago: timedelta | None, state: ConnectionState) -> bool:
    """Start with 250 connections alike; tell whether all were looked at. None must be alone."""
    ids = [ConnectionId(f"c-{number:03}") for number in range(250)]
    checked_at = firm.clock() - checked_ago if checked_ago is not None else None

    def put(tx: Tx) -> None:
        for one in ids:
            webhooks = Webhooks(checked_at=checked_at)
            tx.connections.put(replace(a_connection(one), state=state, webhooks=webhooks))

    await firm.store.transact(put)
    await WakeUp(store=firm.store, clock=firm.clock).run()
    (is_marked,) = {_is_marked(firm, one) for one in ids}
    return is_marked


@pytest.mark.parametrize(
    ("checked_ago", "state", "is_woken"),
    [
        (None, ConnectionState.ACTIVE, True),
        (RECENT, ConnectionState.ACTIVE, True),
        (RECENT - timedelta(seconds=1), ConnectionState.ACTIVE, False),
        (None, ConnectionState.PAUSED, False),
    ],
)
async def test_everybody_at_work_is_looked_at_unless_that_was_just_done(
    stranger: Firm, checked_ago: timedelta | None, state: ConnectionState, *, is_woken: bool
) -> None:
    assert await _woken(stranger, checked_ago, state) is is_woken

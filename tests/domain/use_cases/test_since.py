"""Since when a connection is in its state, as its administrator is shown."""

from collections.abc import Awaitable, Callable

import pytest

from domain.errors import CrmRefused, GrantLost
from domain.model.connection import ConnectionState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble


async def _disconnect(firm: Firm) -> None:
    await firm.connections.disconnect(ACME)


async def _lose_a_permission(firm: Firm) -> None:
    missing = Trouble(error=CrmRefused("SCOPE_MISSING", "Allow everything."))
    firm.crm.troubles["users"] = [missing]
    firm.later(days=1)
    await firm.work()


async def _lose_the_authorization(firm: Firm) -> None:
    firm.crm.troubles["users"] = [Trouble(error=GrantLost("INVALID_GRANT", "No."))]
    firm.later(days=1)
    await firm.work()


async def _be_closed(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    firm.later(days=1)
    await firm.work()


async def _uninstall(firm: Firm) -> None:
    identity = (await firm.connection()).identity
    assert identity is not None
    await firm.logins.uninstalled(identity.company_id, identity.user_id)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (_disconnect, ConnectionState.DISCONNECTED),
        (_lose_a_permission, ConnectionState.NEEDS_RECONNECT),
        (_lose_the_authorization, ConnectionState.NEEDS_RECONNECT),
        (_be_closed, ConnectionState.PAUSED),
        (_uninstall, ConnectionState.UNINSTALLED),
    ],
)
async def test_a_state_lasts_since_what_led_to_it(
    firm: Firm, event: Callable[[Firm], Awaitable[None]], state: ConnectionState
) -> None:
    firm.later(days=1)
    await firm.work()
    began_at = firm.clock()
    await event(firm)
    connection = await firm.connection()
    assert connection.state is state
    assert began_at <= connection.since <= firm.clock()


async def test_an_import_is_over_since_its_last_record_was_matched(stranger: Firm) -> None:
    await stranger.log_in()
    stranger.later(minutes=1)
    began_at = stranger.clock()
    await stranger.work()
    connection = await stranger.connection()
    assert connection.state is ConnectionState.ACTIVE
    assert connection.since == connection.progress.finished_at
    assert began_at < connection.since <= stranger.clock()


async def test_a_pause_ends_when_the_probe_is_answered(firm: Firm) -> None:
    await _be_closed(firm)
    firm.crm.allowance.suspended = False
    firm.later(days=2)
    began_at = firm.clock()
    await firm.work()
    connection = await firm.connection()
    assert (connection.state, connection.reason) == (ConnectionState.ACTIVE, "")
    assert began_at < connection.since <= firm.clock()


async def test_a_login_begins_the_import(stranger: Firm) -> None:
    await stranger.start()
    stranger.later(minutes=1)
    connection = await stranger.log_in()
    assert (connection.state, connection.since) == (ConnectionState.IMPORTING, stranger.clock())

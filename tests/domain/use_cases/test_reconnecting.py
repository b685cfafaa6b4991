"""Authorizations that are kept, lost and given anew, and what goes on then."""

import asyncio

from domain.errors import GrantLost
from domain.model.connection import ConnectionState, ImportPhase
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana"}


async def test_an_idle_authorization_is_renewed_every_week(firm: Firm) -> None:
    """A mass deletion that nobody looks at: nothing else would be asked for two months."""
    for number in range(60):
        firm.company.create({"first_name": f"Nr {number}"})
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(hours=2)
    for remote_id in list(firm.company.contacts):
        firm.company.delete(remote_id)
    await firm.deliver()
    await firm.work()
    assert (await firm.connection()).reason == "MASS_DELETION"
    firm.oauth.refreshes = 0
    for _ in range(60):
        firm.later(days=1)
        await firm.work()
    assert 7 <= firm.oauth.refreshes <= 9
    assert (await firm.connection()).reason == "MASS_DELETION"


async def test_a_login_during_the_last_breath_of_the_old_authorization_stands(firm: Firm) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()
    lost = GrantLost("INVALID_GRANT", "No.")
    trouble = Trouble(error=lost, after_effect=True, meanwhile=asked.set, answered=answered)
    firm.crm.troubles["create_contact"] = [trouble]
    await firm.call("ana", _ANA)
    working = asyncio.create_task(firm.work())
    await asked.wait()
    await firm.log_in()
    answered.set()
    await working
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_an_authorization_lost_while_idle_is_told(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.call("ana", _ANA)
    await firm.work()
    firm.oauth.failure = GrantLost("INVALID_GRANT", "No.")
    for _ in range(10):
        firm.later(days=1)
        await firm.work()
    assert (await firm.connection()).state is ConnectionState.NEEDS_RECONNECT


async def test_connecting_again_keeps_what_is_known_and_goes_on_with_the_backlog(
    firm: Firm,
) -> None:
    for number in range(30):
        firm.company.create({"first_name": f"Nr {number}"})
    await firm.deliver()
    await firm.work()
    lost = Trouble(error=GrantLost("INVALID_GRANT", "No."))
    firm.crm.troubles["create_contact"] = [lost]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(days=2)
    await firm.call("bea", {"first_name": "Bea"})
    links = {one.remote_id for one in firm.store.all_records(await firm.connection_id()).values()}
    firm.crm.asked.clear()
    await firm.log_in()
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    await firm.work()
    after = {one.remote_id for one in firm.store.all_records(await firm.connection_id()).values()}
    assert links - {None} <= after
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert (await firm.view("bea")).state is SyncState.SYNCED


async def test_a_half_way_import_goes_on_from_its_last_page(stranger: Firm) -> None:
    for number in range(40):
        stranger.company.create({"first_name": f"Nr {number}"})
    stranger.crm.page_size = 10
    lost = Trouble(error=GrantLost("INVALID_GRANT", "No."))
    stranger.crm.troubles["list_contacts"] = [Trouble(), Trouble(), lost]
    await stranger.log_in()
    await stranger.work()
    connection = await stranger.connection()
    assert connection.state is ConnectionState.NEEDS_RECONNECT
    assert connection.progress.contacts == 20
    await stranger.log_in()
    assert (await stranger.connection()).state is ConnectionState.IMPORTING
    await stranger.work()
    connection = await stranger.connection()
    assert connection.progress.phase is ImportPhase.DONE
    assert connection.progress.contacts == 40
    assert stranger.crm.asked["list_contacts"] == 5


async def test_coming_back_after_the_end_needs_no_second_import(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.call("bea", {"first_name": "Bea"})
    await firm.connections.disconnect(ACME)
    await firm.work()
    firm.later(days=3)
    firm.crm.asked.clear()
    await firm.log_in()
    await firm.work()
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    assert (await firm.view("bea")).state is SyncState.SYNCED
    assert firm.crm.asked["list_companies"] == 1

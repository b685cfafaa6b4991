"""Disconnecting, being uninstalled, and coming back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from domain.errors import CrmRefused, CrmUnavailable
from domain.model.connection import ConnectionState
from domain.model.values import RecordId
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.company import SELLER
from tests.fakes.crm import IDENTITY
from tests.fakes.crm_requests import Trouble


async def test_disconnecting_gives_everything_back_and_keeps_the_contacts(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert firm.crm.webhooks == {}
    assert len(firm.oauth.revoked) == 1
    assert (await firm.connection()).state is ConnectionState.DISCONNECTED
    assert await firm.grant() is None
    assert remote_id in firm.company.contacts
    assert (await firm.view("ana")).remote_id == remote_id


async def test_disconnecting_goes_on_when_pipedrive_is_back(firm: Firm) -> None:
    firm.crm.troubles["subscriptions"] = [Trouble(error=CrmUnavailable("X", "Try again."))]
    await firm.connections.disconnect(ACME)
    await firm.work()
    firm.later(minutes=1)
    await firm.work()
    assert len(firm.oauth.revoked) == 1


async def test_disconnecting_ends_even_if_pipedrive_refuses(firm: Firm) -> None:
    firm.oauth.failure = CrmRefused("REFUSED", "No.")
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert await firm.grant() is None
    assert ("disconnect_refused", {"reason": "REFUSED"}) in firm.notes.kept


async def test_a_closed_company_does_not_keep_the_tokens_from_being_given_back(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert len(firm.oauth.revoked) == 1
    assert await firm.grant() is None


async def test_logging_in_while_the_old_tokens_are_given_back_keeps_the_new_ones(
    firm: Firm,
) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()
    firm.crm.troubles["subscriptions"] = [Trouble(meanwhile=asked.set, answered=answered)]
    await firm.connections.disconnect(ACME)
    working = asyncio.create_task(firm.work())
    await asked.wait()
    await firm.log_in()
    answered.set()
    await working
    renewed = await firm.grant()
    assert renewed is not None
    assert renewed.generation == 1
    assert firm.oauth.revoked == []
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_a_contact_deleted_before_or_meanwhile_is_deleted_in_pipedrive_on_coming_back(
    firm: Firm,
) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    bea = await firm.in_step("bea", {"first_name": "Bea"})
    await firm.delete("ana")
    await firm.connections.disconnect(ACME)
    await firm.work()
    await firm.contacts.erase(ACME, RecordId("bea"))
    await firm.work()
    await firm.connect()
    assert not {ana, bea} & firm.company.contacts.keys()


async def test_an_edit_that_was_told_before_the_end_is_not_overwritten_on_coming_back(
    firm: Firm,
) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    await firm.call("ana", {"first_name": "Anna"})
    firm.later(seconds=2)
    firm.company.edit(ana, {"first_name": "Anita"})
    await firm.deliver()
    await firm.connections.disconnect(ACME)
    await firm.work()
    await firm.connect()
    assert firm.shown(ana)["first_name"] == "Anita"


async def test_an_account_that_left_can_come_back(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    await firm.connections.disconnect(ACME)
    await firm.work()
    await firm.connect()
    assert (await firm.view("ana")).remote_id == remote_id


async def test_an_uninstall_ends_the_connection_of_that_user(firm: Firm) -> None:
    await firm.logins.uninstalled(IDENTITY.company_id, SELLER)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    await firm.logins.uninstalled("43", IDENTITY.user_id)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    await firm.logins.uninstalled(IDENTITY.company_id, IDENTITY.user_id)
    ended = await firm.connection()
    assert (ended.state, ended.reason) == (ConnectionState.UNINSTALLED, "UNINSTALLED")
    assert await firm.grant() is None


async def test_a_connection_that_has_ended_drops_what_was_left_to_do(firm: Firm) -> None:
    await firm.call("ana", {"first_name": "Ana"})
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert firm.company.contacts == {}
    assert await firm.store.lease("idle", timedelta(minutes=1)) is None


async def test_logging_in_during_the_last_word_to_pipedrive_keeps_the_new_tokens(
    firm: Firm,
) -> None:
    known, connection_id = await firm.grant(), await firm.connection_id()
    assert known is not None
    newer = replace(known, access_token="newer", generation=1)

    def log_in() -> None:
        firm.store.draft_of(connection_id).grant[""] = newer

    firm.oauth.meanwhile = log_in
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert firm.oauth.revoked == [known]
    assert await firm.grant() == newer

"""Who is to be deleted while Pipedrive does not show them is asked for once more."""

import pytest

from domain.errors import CrmGone
from domain.model.values import RecordId, RemoteId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana"}


async def _deleted(firm: Firm, times: int) -> RemoteId:
    """Let both sides have Ana, and Vixiees delete her while so many requests do not see her."""
    remote_id = await firm.in_step("ana", _ANA)
    unseen = Trouble(error=CrmGone("GONE", "Not found."))
    firm.crm.troubles["delete_contact"] = [unseen] * times
    await firm.delete("ana")
    await firm.work()
    return remote_id


async def test_a_contact_that_is_shown_again_is_deleted(firm: Firm) -> None:
    remote_id = await _deleted(firm, 1)
    assert remote_id in firm.company.contacts
    firm.later(minutes=15)
    await firm.work()
    assert firm.company.contacts == {}
    assert (await firm.view("ana")).state is SyncState.DELETED


async def test_nobody_asks_again_at_once(firm: Firm) -> None:
    await _deleted(firm, 1)
    firm.later(minutes=1)
    await firm.work()
    assert firm.crm.asked["delete_contact"] == 1


async def test_a_contact_that_is_still_not_there_is_gone(firm: Firm) -> None:
    await _deleted(firm, 2)
    for _ in range(3):
        firm.later(minutes=15)
        await firm.work()
    view = await firm.view("ana")
    assert (view.state, view.remote_id) == (SyncState.DELETED, None)
    assert firm.crm.asked["delete_contact"] == 2


@pytest.mark.parametrize("times", [1, 2])
async def test_who_is_erased_is_asked_for_once_more_too(firm: Firm, times: int) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.crm.troubles["delete_contact"] = [Trouble(error=CrmGone("GONE", "Not found."))] * times
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    assert firm.crm.asked["delete_contact"] == 1
    for _ in range(3):
        firm.later(minutes=15)
        await firm.work()
    assert firm.crm.asked["delete_contact"] == 2
    assert (remote_id in firm.company.contacts) == (times > 1)
    assert (await firm.view("ana")).remote_id is None


async def test_the_webhook_of_a_deletion_there_ends_the_waiting(firm: Firm) -> None:
    remote_id = await _deleted(firm, 1)
    firm.company.delete(remote_id)
    await firm.deliver()
    await firm.work()
    assert (await firm.view("ana")).remote_id is None
    firm.later(minutes=15)
    await firm.work()
    assert firm.crm.asked["delete_contact"] == 1

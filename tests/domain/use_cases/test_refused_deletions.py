"""A deletion that Pipedrive refuses is shown with its reason, and tried again when asked."""

from domain.errors import CrmRefused
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana"}


async def _refused(firm: Firm) -> int:
    """Let both sides have Ana, and Pipedrive refuse to delete her."""
    remote_id = await firm.in_step("ana", _ANA)
    refusal = CrmRefused("REFUSED", "Pipedrive says: you may not delete persons")
    firm.crm.troubles["delete_contact"] = [Trouble(error=refusal)]
    await firm.delete("ana")
    await firm.work()
    return remote_id


async def test_it_says_why_and_is_not_tried_for_ever(firm: Firm) -> None:
    await _refused(firm)
    view = await firm.view("ana")
    assert (view.state, view.reason) == (SyncState.PARKED, "REFUSED")
    assert "you may not delete persons" in view.message
    firm.later(hours=12)
    await firm.work()
    assert firm.crm.asked["delete_contact"] == 1


async def test_asked_again_it_is_tried_again(firm: Firm) -> None:
    await _refused(firm)
    await firm.delete("ana")
    await firm.work()
    assert firm.company.contacts == {}
    assert (await firm.view("ana")).state is SyncState.DELETED


async def test_it_is_done_when_somebody_deletes_it_in_pipedrive(firm: Firm) -> None:
    remote_id = await _refused(firm)
    firm.company.delete(next(iter(firm.company.contacts)))
    await firm.deliver()
    await firm.work()
    view = await firm.view("ana")
    assert (view.state, view.reason, view.remote_id) == (SyncState.DELETED, "", None)
    assert remote_id not in firm.company.contacts

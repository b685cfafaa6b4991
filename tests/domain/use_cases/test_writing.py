"""What Vixiees edits is written to Pipedrive: once, and only what differs."""

import asyncio
from datetime import timedelta

import pytest

from domain.errors import CrmGone, CrmRefused, CrmUnavailable, OutcomeUnknown
from domain.model.values import FieldName, Value
from domain.model.views import Receipt, SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.company_shapes import ADMINISTRATOR
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {
    "first_name": "Ana",
    "last_name": "Pérez",
    "phone": "+34 612",
    "company": "Ñandú",
}

_NAMED = {name: value for name, value in _ANA.items() if name != "company"}


def _lost() -> OutcomeUnknown:
    return OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")


async def test_a_new_contact_is_created_with_everything(firm: Firm) -> None:
    receipt = await firm.call("ana", _ANA)
    assert receipt.record.state is SyncState.PENDING
    await firm.work()
    view = await firm.view("ana")
    assert view.state is SyncState.SYNCED
    assert firm.shown(await firm.remote_id("ana")) == _ANA
    (contact,) = firm.company.contacts.values()
    assert contact.marker == "ana"


async def test_an_edit_writes_the_edited_field_alone(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    assert firm.shown(remote_id) == {**_ANA, "phone": "+34 9"}
    told = firm.company.outbox[-1]
    assert told.previous == {"phone": "+34 612"}


async def test_the_same_call_again_writes_nothing(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.call("ana", _ANA)
    await firm.work()
    assert firm.crm.asked["update_contact"] == 0
    assert firm.company.outbox == []


async def test_ten_edits_in_a_burst_are_one_write(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    for number in range(10):
        firm.later(milliseconds=10)
        await firm.call("ana", {**_ANA, "first_name": f"Ana {number}"})
    await firm.work()
    assert firm.crm.asked["update_contact"] == 1
    assert firm.shown(remote_id)["first_name"] == "Ana 9"


async def test_a_field_is_cleared(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    await firm.call("ana", {**_ANA, "phone": None, "company": None})
    await firm.work()
    assert firm.shown(remote_id) == {"first_name": "Ana", "last_name": "Pérez"}


async def test_the_echo_of_a_write_asks_and_tells_nothing(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    await firm.news()
    asked = dict(firm.crm.asked)
    await firm.deliver()
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert dict(firm.crm.asked) == asked
    assert await firm.news() == []


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_creation_without_an_answer_happens_once(firm: Firm, *, after_effect: bool) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_lost(), after_effect=after_effect)]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    (contact,) = firm.company.contacts.values()
    assert contact.remote_id == await firm.remote_id("ana")
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_lost_answer_is_made_up_for_by_the_webhook(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_lost(), after_effect=True)]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(seconds=15)
    await firm.deliver()
    await firm.work()
    assert (await firm.view("ana")).remote_id is not None
    firm.later(minutes=5)
    await firm.work()
    assert len(firm.company.contacts) == 1
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_creation_that_lands_late_is_merged_into_the_other(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_lost())]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    first = await firm.remote_id("ana")
    marker = firm.company.contacts[first].marker
    late = firm.company.create(_NAMED, marker=marker, by=ADMINISTRATOR)
    await firm.deliver()
    await firm.work()
    firm.later(minutes=5)
    await firm.work()
    assert list(firm.company.contacts) == [first]
    assert late not in firm.company.contacts
    assert (await firm.view("ana")).state is SyncState.SYNCED


@pytest.mark.parametrize("after_effect", [False, True])
async def test_an_update_without_an_answer_is_looked_at_again(
    firm: Firm, *, after_effect: bool
) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.crm.troubles["update_contact"] = [Trouble(error=_lost(), after_effect=after_effect)]
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert firm.shown(remote_id)["phone"] == "+34 9"
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_refused_contact_is_parked_until_it_is_changed(firm: Firm) -> None:
    refusal = CrmRefused("REFUSED", "Pipedrive says: phone is odd")
    firm.crm.troubles["create_contact"] = [Trouble(error=refusal)]
    await firm.call("ana", _ANA)
    await firm.work()
    parked = await firm.view("ana")
    assert (parked.state, parked.reason) == (SyncState.PARKED, "REFUSED")
    assert parked.message == "Pipedrive says: phone is odd"
    firm.later(hours=1)
    await firm.work()
    assert firm.crm.asked["create_contact"] == 1
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_an_outage_delays_and_loses_nothing(firm: Firm) -> None:
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Try again."))
    firm.crm.troubles["create_contact"] = [outage] * 5
    await firm.call("ana", _ANA)
    for _ in range(10):
        await firm.work()
        firm.later(minutes=1)
    assert len(firm.company.contacts) == 1
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_an_edit_during_a_write_is_written_after_it(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    edits = list[asyncio.Task[Receipt]]()

    def edit_again() -> None:
        edits.append(asyncio.create_task(firm.call("ana", {**_ANA, "phone": "+34 9"})))

    firm.crm.troubles["update_contact"] = [Trouble(meanwhile=edit_again)]
    await firm.call("ana", {**_ANA, "phone": "+34 8"})
    await firm.work()
    assert firm.shown(remote_id)["phone"] == "+34 9"


async def test_a_contact_gone_in_pipedrive_is_deleted_after_a_second_look(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    del firm.company.contacts[remote_id]
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    assert (await firm.view("ana")).state is not SyncState.DELETED
    firm.later(minutes=20)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.DELETED
    assert [change.type for change in await firm.news()] == ["deleted"]


async def test_a_contact_that_was_gone_for_a_moment_lives_on(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    gone = Trouble(error=CrmGone("GONE", "Not found."))
    firm.crm.troubles["update_contact"] = [gone]
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    firm.later(minutes=20)
    await firm.work()
    assert firm.shown(remote_id)["phone"] == "+34 9"
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_deleting_a_contact_deletes_it_in_pipedrive(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    await firm.delete("ana")
    await firm.work()
    assert remote_id not in firm.company.contacts
    await firm.deliver()
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.DELETED


async def test_a_contact_deleted_before_it_was_created_never_appears(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    await firm.delete("ana")
    await firm.work()
    firm.later(minutes=5)
    await firm.work()
    assert firm.company.contacts == {}


async def test_a_contact_deleted_while_its_creation_is_open_is_deleted_after_all(
    firm: Firm,
) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_lost(), after_effect=True)]
    await firm.call("ana", _ANA)
    await firm.work()
    await firm.delete("ana")
    await firm.work()
    firm.clock.pass_(timedelta(minutes=5))
    await firm.work()
    assert firm.company.contacts == {}

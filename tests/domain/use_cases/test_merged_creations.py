"""What people merge into a person whose creation by us was never answered."""

import pytest

from domain.model.change import ChangeType
from domain.model.remote import Event
from domain.model.values import FieldName, RecordId, RemoteId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.lost_answers import create_unanswered

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "phone": "+34 612"}


async def _merged_into_ana(firm: Firm) -> RemoteId:
    """Let Bea be merged into Ana, of whose creation we have not heard; return Ana's id."""
    bea = await firm.in_step("bea", {"first_name": "Bea"})
    await firm.call("ana", _ANA)
    ana = await create_unanswered(firm)
    await _merge(firm, bea, ana)
    return ana


async def _merge(firm: Firm, loser: RemoteId, winner: RemoteId) -> None:
    firm.company.outbox.clear()
    firm.company.merge(loser, winner)
    await firm.deliver()
    await firm.work()


async def _wait(firm: Firm) -> None:
    firm.later(minutes=5)
    await firm.work()


async def test_both_are_one(firm: Firm) -> None:
    ana = await _merged_into_ana(firm)
    await _wait(firm)
    view = await firm.view("ana")
    assert (view.state, view.merged_into) == (SyncState.MERGED, "bea")
    assert (await firm.view("bea")).remote_id == ana
    assert list(firm.company.contacts) == [ana]
    types = {change.record_id: change.type for change in await firm.news()}
    assert types == {"bea": ChangeType.UPSERTED, "ana": ChangeType.MERGED}


async def test_an_edit_that_was_not_yet_written_reaches_the_one(firm: Firm) -> None:
    ana = await _merged_into_ana(firm)
    firm.later(seconds=5)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await _wait(firm)
    assert firm.shown(ana)["phone"] == "+34 9"


async def test_who_is_deleted_meanwhile_leaves_the_other_alone(firm: Firm) -> None:
    ana = await _merged_into_ana(firm)
    await firm.delete("ana")
    await _wait(firm)
    assert list(firm.company.contacts) == [ana]
    assert (await firm.view("bea")).remote_id == ana


async def test_both_are_deleted_with_the_one(firm: Firm) -> None:
    firm.company.delete(await _merged_into_ana(firm))
    await firm.deliver()
    await firm.work()
    await _wait(firm)
    assert firm.company.contacts == {}
    assert (await firm.view("ana")).state is SyncState.DELETED
    assert (await firm.view("bea")).state is SyncState.DELETED


async def _create_twice(firm: Firm) -> tuple[RemoteId, RemoteId]:
    """Let both POSTs for Ana have their effect without an answer, the first one very late."""
    await firm.call("ana", _ANA)
    first = await create_unanswered(firm)
    hidden = firm.company.contacts.pop(first)
    firm.later(minutes=2)
    second = await create_unanswered(firm)
    firm.company.contacts[first] = hidden
    return first, second


@pytest.mark.parametrize("also", [False, True])
async def test_a_second_creation_is_merged_into_the_one(firm: Firm, *, also: bool) -> None:
    bea = await firm.in_step("bea", {"first_name": "Bea"})
    cleo = await firm.in_step("cleo", {"first_name": "Cleo"})
    first, second = await _create_twice(firm)
    await _merge(firm, bea, first)
    await _merge(firm, cleo, second if also else first)
    await _wait(firm)
    await firm.deliver()
    await firm.work()
    assert list(firm.company.contacts) == [first]
    assert (await firm.view("bea")).remote_id == first
    assert [(await firm.view(one)).merged_into for one in ("ana", "cleo")] == ["bea", "bea"]


async def _create_late(firm: Firm) -> tuple[RemoteId, Event]:
    """Let the first POST for Ana take effect after the second; return hers, and the late one."""
    await firm.call("ana", _ANA)
    late = await create_unanswered(firm)
    hidden = firm.company.contacts.pop(late)
    firm.later(minutes=2)
    await firm.work()
    firm.company.contacts[late] = hidden
    (created, *_), firm.company.outbox = firm.company.outbox, []
    return await firm.remote_id("ana"), created


async def test_whoever_is_merged_into_her_late_creation_lives_on_there(firm: Firm) -> None:
    ana, created = await _create_late(firm)
    late = RemoteId(created.entity_id)
    await firm.deliver(created)
    await _merge(firm, ana, late)
    view = await firm.view("ana")
    assert (view.state, view.remote_id) == (SyncState.SYNCED, late)
    assert firm.crm.asked["merge_contacts"] == 0


@pytest.mark.parametrize("is_known", [True, False], ids=["before", "after"])
async def test_a_late_creation_of_who_was_merged_is_merged_too(
    firm: Firm, *, is_known: bool
) -> None:
    bea = await firm.in_step("bea", {"first_name": "Bea"})
    ana, created = await _create_late(firm)
    if is_known:
        await firm.deliver(created)
    await _merge(firm, ana, bea)
    await firm.deliver(created)
    await _wait(firm)
    assert list(firm.company.contacts) == [bea]
    assert firm.shown(bea) == {"first_name": "Bea", "phone": "+34 612"}
    assert {change.record_id for change in await firm.news()} == {"ana", "bea"}


@pytest.mark.parametrize("is_erased", [True, False])
async def test_a_late_creation_of_who_was_merged_into_a_deleted_one_is_deleted(
    firm: Firm, *, is_erased: bool
) -> None:
    bea = await firm.in_step("bea", {"first_name": "Bea"})
    ana, created = await _create_late(firm)
    await _merge(firm, ana, bea)
    await (firm.contacts.erase(ACME, RecordId("bea")) if is_erased else firm.delete("bea"))
    await firm.work()
    await firm.deliver(created)
    await _wait(firm)
    assert firm.company.contacts == {}
    assert {change.record_id for change in await firm.news()} == {"ana", "bea"}

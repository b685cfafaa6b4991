"""What webhooks tell: taken in any order, any number of times, and never against a newer edit."""

import asyncio
from dataclasses import replace

from domain.model.change import ChangeType
from domain.model.values import FieldName, RecordId, Value
from domain.model.views import Intake, SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}


async def _all(firm: Firm) -> None:
    await firm.deliver()
    await firm.work()


async def test_a_new_person_is_told_to_vixiees_with_a_new_id(firm: Firm) -> None:
    asked = dict(firm.crm.asked)
    remote_id = firm.company.create(_ANA)
    await _all(firm)
    assert dict(firm.crm.asked) == asked
    (change,) = await firm.news()
    assert change.type is ChangeType.UPSERTED
    assert {name: value for name, value in change.fields.items() if value} == _ANA
    view = await firm.view(change.record_id)
    assert (view.remote_id, view.state) == (remote_id, SyncState.SYNCED)


async def test_what_the_first_change_leaves_out_is_known_to_be_empty(firm: Firm) -> None:
    remote_id, same_second = firm.company.create({"first_name": "Ana"}), firm.clock()
    await _all(firm)
    (change,) = await firm.news()
    await firm.call(change.record_id, {"phone": "+34 9"}, at=same_second, applied=change.number)
    await firm.work()
    assert firm.shown(remote_id) == {"first_name": "Ana", "phone": "+34 9"}


async def test_an_edited_person_tells_the_edited_field_alone(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"phone": "+34 9"})
    await _all(firm)
    (change,) = await firm.news()
    assert (change.record_id, dict(change.fields)) == ("ana", {"phone": "+34 9"})


async def test_an_event_costs_no_request(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    asked = dict(firm.crm.asked)
    firm.company.edit(remote_id, {"phone": "+34 9"})
    await _all(firm)
    assert dict(firm.crm.asked) == asked


async def test_an_event_that_comes_again_is_known(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"phone": "+34 9"})
    (event,) = firm.company.outbox
    assert await firm.deliver(event) == [Intake.STORED]
    assert await firm.deliver(event) == [Intake.REPEATED]
    await firm.work()
    assert await firm.deliver(event) == [Intake.REPEATED]
    await firm.work()
    assert len(await firm.news()) == 1


async def test_events_in_the_wrong_order_end_in_the_newest(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    for phone in ("+34 1", "+34 2", "+34 3"):
        firm.later(seconds=2)
        firm.company.edit(remote_id, {"phone": phone})
    first, second, third = firm.company.outbox
    for event in (third, first, second):
        await firm.deliver(event)
        await firm.work()
    assert (await firm.view("ana")).fields["phone"] == "+34 3"
    assert firm.shown(remote_id)["phone"] == "+34 3"
    assert firm.crm.asked["update_contact"] == 0


async def test_edits_of_different_fields_both_stay(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await _all(firm)
    await firm.work()
    both = {**_ANA, "first_name": "Anna", "phone": "+34 9"}
    assert {name: value for name, value in (await firm.view("ana")).fields.items() if value} == both
    assert firm.shown(remote_id) == both


async def test_a_deleted_person_deletes_the_contact(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.delete(remote_id)
    await _all(firm)
    (change,) = await firm.news()
    assert (change.record_id, change.type) == ("ana", ChangeType.DELETED)
    assert (await firm.view("ana")).state is SyncState.DELETED


async def test_events_after_the_end_bring_nobody_back(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"phone": "+34 9"})
    firm.later(seconds=1)
    firm.company.delete(remote_id)
    edited, deleted = firm.company.outbox
    for event in (deleted, edited):
        await firm.deliver(event)
        await firm.work()
    assert (await firm.view("ana")).state is SyncState.DELETED
    contacts, _ = await firm.contacts.list("acme", 10, "")  # type: ignore[arg-type]  # an id
    assert contacts == []


async def test_an_edit_in_vixiees_does_not_outlive_a_deletion(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.delete(remote_id)
    firm.later(seconds=5)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await _all(firm)
    assert (await firm.view("ana")).state is SyncState.DELETED
    assert firm.company.contacts == {}


async def test_a_merged_person_lives_on_in_the_other(firm: Firm) -> None:
    loser = await firm.in_step("ana", _ANA)
    winner = await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(loser, winner)
    await _all(firm)
    view = await firm.view("ana")
    assert (view.state, view.merged_into) == (SyncState.MERGED, "bea")
    types = {change.record_id: change.type for change in await firm.news()}
    assert types["ana"] is ChangeType.MERGED  # type: ignore[index]  # an id
    assert (await firm.view("bea")).remote_id == winner
    assert list(firm.company.contacts) == [winner]


async def test_a_merge_is_understood_in_any_order(firm: Firm) -> None:
    loser = await firm.in_step("ana", _ANA)
    winner = await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(loser, winner)
    for event in reversed(list(firm.company.outbox)):
        await firm.deliver(event)
        await firm.work()
    assert (await firm.view("ana")).merged_into == "bea"
    assert (await firm.view("bea")).fields["phone"] == "+34 612"


async def test_a_contact_merged_into_a_stranger_moves_there(firm: Firm) -> None:
    loser = await firm.in_step("ana", _ANA)
    winner = firm.company.create({"first_name": "Fremd"})
    stranger = firm.company.outbox.pop()
    firm.company.merge(loser, winner)
    await _all(firm)
    await firm.deliver(stranger)
    await firm.work()
    firm.later(minutes=1)
    await firm.work()
    assert (await firm.view("ana")).remote_id == winner


async def test_a_call_for_a_merged_contact_reaches_its_survivor(firm: Firm) -> None:
    loser = await firm.in_step("ana", _ANA)
    winner = await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(loser, winner)
    await _all(firm)
    firm.later(seconds=5)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    assert firm.shown(winner)["phone"] == "+34 9"


async def test_an_event_without_its_data_is_looked_up(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"phone": "+34 9"})
    (event,) = firm.company.outbox
    await firm.deliver(replace(event, fields={}, previous=None, marker_known=False))
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert (await firm.view("ana")).fields["phone"] == "+34 9"
    assert firm.crm.asked["contact"] <= 2


async def test_a_new_person_without_its_data_is_looked_up(firm: Firm) -> None:
    remote_id = firm.company.create(_ANA)
    (event,) = firm.company.outbox
    await firm.deliver(replace(event, fields={}, previous=None, marker_known=False))
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    (change, *_) = await firm.news()
    assert (await firm.view(change.record_id)).remote_id == remote_id
    shown = (await firm.view(change.record_id)).fields
    assert {name: value for name, value in shown.items() if value} == _ANA


async def test_an_event_of_the_far_future_does_not_win_for_ever(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"phone": "+34 1"})
    (event,) = firm.company.outbox
    await firm.deliver(replace(event, at=event.at.replace(year=2036)))
    await firm.work()
    firm.later(minutes=1)
    await firm.call("ana", {**_ANA, "phone": "+34 2"})
    await firm.work()
    assert firm.shown(remote_id)["phone"] == "+34 2"


async def test_an_echo_that_is_faster_than_the_answer_waits_for_it(firm: Firm) -> None:
    sent, answered = asyncio.Event(), asyncio.Event()
    firm.crm.troubles["create_contact"] = [Trouble(meanwhile=sent.set, answered=answered)]
    await firm.call("ana", _ANA)
    working = asyncio.create_task(firm.work())
    await sent.wait()
    await firm.deliver()
    for _ in range(100):
        await asyncio.sleep(0)
    assert (await firm.view("ana")).remote_id is None
    answered.set()
    await working
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert await firm.news() == []


async def test_our_own_creation_is_recognized_before_its_answer(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    await firm.work()
    (event,) = firm.company.outbox
    assert event.marker == RecordId("ana")
    await _all(firm)
    contacts, _ = await firm.contacts.list("acme", 10, "")  # type: ignore[arg-type]  # an id
    assert [one.record_id for one in contacts] == ["ana"]

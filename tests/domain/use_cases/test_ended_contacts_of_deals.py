"""Deals of a person who is no more: moved there by late news, or waiting for them in vain."""

from dataclasses import replace

import pytest

from domain.model.remote import Event
from domain.model.values import Kind, RemoteId
from domain.model.views import SyncState
from tests.domain.use_cases.office import A_DEAL, Office, step


async def _moved_unheard(office: Office, person: RemoteId) -> tuple[RemoteId, Event]:
    """Let people move Ana's deal to this person while an earlier edit of ours moves it to Cleo.

    Return the deal and the event of their edit, which stays on its way.
    """
    for contact in ("ana", "cleo"):
        await office.in_step(contact, {"first_name": contact})
    deal = await office.together("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    before = office.clock()
    office.later(seconds=30)
    office.company.edit(deal, {"contact": str(person)}, kind=Kind.DEAL)
    event = office.company.outbox.pop()
    office.later(seconds=30)
    await office.sync("roof", {"contact": "cleo"}, at=before)
    await office.settle()
    assert office.held(deal)["contact"] == str(await office.remote_id("cleo"))
    return deal, event


async def _heard_late(office: Office, event: Event) -> None:
    await office.deliver()
    await office.work()
    await office.deliver(event)
    await office.settle()
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_deal_that_was_moved_to_a_person_deleted_since_has_no_contact(
    office: Office,
) -> None:
    bea = await office.in_step("bea", {"first_name": "Bea"})
    deal, event = await _moved_unheard(office, bea)
    office.company.delete(bea)
    await _heard_late(office, event)
    assert office.held(deal)["contact"] is None
    assert (await office.deal("roof")).fields["contact"] is None


async def test_a_deal_that_was_moved_to_a_person_merged_since_goes_to_the_survivor(
    office: Office,
) -> None:
    bea, dan = [await office.in_step(one, {"first_name": one}) for one in ("bea", "dan")]
    deal, event = await _moved_unheard(office, bea)
    office.company.merge(bea, dan)
    await _heard_late(office, event)
    assert office.held(deal)["contact"] == str(dan)
    assert (await office.deal("roof")).fields["contact"] == "dan"


async def test_a_deal_that_was_moved_to_a_person_nobody_told_of_is_taken_up_by_the_audit(
    office: Office,
) -> None:
    bea = office.company.create({"first_name": "Bea"})
    office.company.outbox.pop()
    deal, event = await _moved_unheard(office, bea)
    office.company.delete(bea)
    end = office.company.outbox.pop()
    await office.deliver(event)
    await office.work()
    assert (await office.deal("roof")).state is SyncState.PARKED
    await office.deliver(end)
    office.later(days=2)
    await office.work()
    assert office.held(deal)["contact"] is None
    assert (await office.deal("roof")).state is SyncState.SYNCED


@pytest.mark.timeout(10)
async def test_persons_that_were_merged_into_each_other_are_no_more_and_hold_nobody_up(
    office: Office,
) -> None:
    bea, dan = [await office.in_step(one, {"first_name": one}) for one in ("bea", "dan")]
    deal, event = await _moved_unheard(office, bea)
    office.company.merge(bea, dan)
    end = office.company.outbox.pop(0)
    back = replace(end, event_id="back", entity_id=int(dan), merged_into=int(bea))
    del office.company.contacts[dan]
    await office.deliver(end, back, event)
    await office.settle()
    assert office.held(deal)["contact"] is None
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_deal_of_a_person_of_whom_only_the_deletion_is_told_has_no_contact(
    office: Office,
) -> None:
    person = office.company.create({"first_name": "Ana"})
    office.company.outbox.clear()
    office.found({"contact": str(person)})
    await office.deliver()
    await office.work()
    assert await office.deal_news() == []
    office.company.delete(person)
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields["contact"] is None

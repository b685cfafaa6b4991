"""Events of persons that no record is linked to: whose they are, and what is asked for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import CrmGone, OutcomeUnknown
from domain.model.remote import Entity, Event
from domain.model.values import RecordId, RemoteId
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.company_shapes import ADMINISTRATOR
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana"}


async def _unanswered(firm: Firm) -> RemoteId:
    """Create Ana without hearing of it; return her id in Pipedrive."""
    lost = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")
    firm.crm.troubles["create_contact"] = [Trouble(error=lost, after_effect=True)]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(seconds=15)
    return next(iter(firm.company.contacts))


async def _told_without_our_id(firm: Firm) -> None:
    """Deliver all that waits, but for our own field."""
    events = [replace(one, marker=None, marker_known=False) for one in firm.company.outbox]
    firm.company.outbox.clear()
    await firm.deliver(*events)
    firm.crm.asked.clear()
    await firm.work()


async def _ids(firm: Firm) -> list[RecordId]:
    contacts, _ = await firm.contacts.list(ACME, 10, "")
    return [one.record_id for one in contacts]


async def test_who_carries_our_id_is_asked_for_where_the_event_leaves_it_out(firm: Firm) -> None:
    remote_id = await _unanswered(firm)
    await _told_without_our_id(firm)
    assert await firm.remote_id("ana") == remote_id
    assert await _ids(firm) == ["ana"]


async def test_who_is_known_is_not_asked_for_our_id(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await _told_without_our_id(firm)
    assert firm.crm.asked["contact"] == 0
    assert (await firm.view("ana")).fields["first_name"] == "Anna"


async def test_a_deleted_stranger_is_not_asked_for(firm: Firm) -> None:
    firm.company.delete(firm.company.create(_ANA))
    firm.company.outbox.pop(0)
    await _told_without_our_id(firm)
    assert firm.crm.asked["contact"] == 0
    assert await firm.news() == []


async def test_a_stranger_that_is_gone_before_it_is_asked_for_is_taken_as_it_was_told(
    firm: Firm,
) -> None:
    firm.company.create(_ANA)
    firm.crm.troubles["contact"] = [Trouble(error=CrmGone("GONE", "No such person."))]
    await _told_without_our_id(firm)
    (change,) = await firm.news()
    assert change.fields["first_name"] == "Ana"


async def test_of_several_events_the_last_one_tells_whose_the_person_is(firm: Firm) -> None:
    await firm.call("ana", {**_ANA, "company": "Later"})
    firm.company.create(_ANA, by=ADMINISTRATOR)
    created = firm.company.outbox.pop()
    marked = replace(_edited(firm, created), marker=RecordId("ana"))
    await firm.deliver(created, marked)
    firm.crm.troubles["create_contact"] = [
        Trouble(error=OutcomeUnknown("OUTCOME_UNKNOWN", "No answer."))
    ]
    await firm.work()
    assert (await firm.view("ana")).remote_id == created.entity_id


def _edited(firm: Firm, created: Event) -> Event:
    firm.later(seconds=2)
    firm.company.edit(RemoteId(created.entity_id), {"last_name": "Sanz"})
    return firm.company.outbox.pop()


async def test_news_of_a_stranger_that_are_a_month_old_tell_of_nobody(firm: Firm) -> None:
    for days, known in ((31, 0), (29, 1)):
        firm.company.create(_ANA)
        event = firm.company.outbox.pop()
        await firm.deliver(replace(event, at=event.at - timedelta(days=days)))
        await firm.work()
        assert len(await _ids(firm)) == known


async def _waiting(firm: Firm, remote_id: RemoteId) -> int:
    """Return how many deliveries of a person are not digested."""
    connection_id = await firm.connection_id()
    found = await firm.store.transact(
        lambda tx: tx.inbox(connection_id).of_entity(Entity.CONTACT, remote_id)
    )
    return len(found)


@pytest.mark.parametrize("is_new", [True, False])
async def test_an_event_waits_ten_seconds_at_most_for_the_answer_to_our_write(
    firm: Firm, *, is_new: bool
) -> None:
    if not is_new:
        await firm.in_step("ana", _ANA)
    lost = Trouble(error=OutcomeUnknown("OUTCOME_UNKNOWN", "No answer."), after_effect=True)
    firm.crm.troubles["create_contact" if is_new else "update_contact"] = [lost]
    await firm.call("ana", {"first_name": "Anna"})
    await firm.work()
    sent_at, (remote_id,) = firm.clock(), firm.company.contacts
    await firm.deliver()
    await firm.work()
    while await _waiting(firm, remote_id):
        firm.later(milliseconds=250)
        await firm.work()
    assert timedelta(seconds=9) < firm.clock() - sent_at < timedelta(seconds=11)

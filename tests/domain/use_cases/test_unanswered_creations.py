"""What people do meanwhile with a person whose creation by us was never answered."""

import asyncio

import pytest

from domain.errors import CrmGone, OutcomeUnknown
from domain.model.change import ChangeType
from domain.model.connection import ConnectionState
from domain.model.remote import Action, Event
from domain.model.values import FieldName, RemoteId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_LOST = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")


async def _unanswered(firm: Firm) -> RemoteId:
    """Create Ana without hearing of it; return her id in Pipedrive."""
    firm.crm.troubles["create_contact"] = [Trouble(error=_LOST, after_effect=True)]
    await firm.call("ana", _ANA)
    await firm.work()
    firm.later(seconds=15)
    return next(iter(firm.company.contacts))


async def _told(firm: Firm, *events: Event) -> None:
    """Deliver the events one by one, and let all waiting be over."""
    for event in events:
        await firm.deliver(event)
        await firm.work()
    firm.later(minutes=5)
    await firm.work()


async def test_an_edit_there_does_not_bring_back_what_vixiees_deleted(firm: Firm) -> None:
    remote_id = await _unanswered(firm)
    firm.company.edit(remote_id, {"last_name": "Sanz"})
    await firm.delete("ana")
    await firm.deliver()
    await firm.work()
    assert firm.company.contacts == {}
    assert await firm.news() == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1,)])
async def test_who_was_deleted_there_is_not_created_again(
    firm: Firm, order: tuple[int, ...]
) -> None:
    firm.company.delete(await _unanswered(firm))
    created_and_deleted = firm.company.outbox
    await _told(firm, *[created_and_deleted[place] for place in order])
    assert firm.company.contacts == {}
    assert (await firm.view("ana")).state is SyncState.DELETED
    (change,) = await firm.news()
    assert (change.record_id, change.type) == ("ana", ChangeType.DELETED)


async def _created_twice(firm: Firm) -> RemoteId:
    """Let the second POST leave without having heard of the first one; return the first id."""
    first = await _unanswered(firm)
    hidden = firm.company.contacts.pop(first)
    firm.later(minutes=2)
    await firm.work()
    firm.company.contacts[first] = hidden
    return first


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1,)])
async def test_who_was_deleted_before_we_created_again_is_deleted_again(
    firm: Firm, order: tuple[int, ...]
) -> None:
    firm.company.delete(await _unanswered(firm))
    created_and_deleted = list(firm.company.outbox)
    await _told(firm)
    assert len(firm.company.contacts) == 1
    await _told(firm, *[created_and_deleted[place] for place in order])
    assert firm.company.contacts == {}
    assert (await firm.view("ana")).state is SyncState.DELETED
    (change,) = await firm.news()
    assert (change.record_id, change.type) == ("ana", ChangeType.DELETED)


async def test_a_second_creation_that_was_not_answered_either_is_deleted_too(firm: Firm) -> None:
    first = await _unanswered(firm)
    firm.company.delete(first)
    firm.crm.troubles["create_contact"] = [Trouble(error=_LOST, after_effect=True)]
    firm.later(minutes=2)
    await firm.work()
    created, deleted, created_again = firm.company.outbox
    await _told(firm, created, deleted, created_again)
    assert firm.company.contacts == {}
    contacts, _ = await firm.contacts.list("acme", 10, "")  # type: ignore[arg-type]  # an id
    assert contacts == []


async def test_a_second_creation_that_is_answered_too_late_is_deleted_too(firm: Firm) -> None:
    firm.company.delete(await _unanswered(firm))
    deleted = firm.company.outbox[-1]
    sent, answered = asyncio.Event(), asyncio.Event()
    firm.crm.troubles["create_contact"] = [Trouble(meanwhile=sent.set, answered=answered)]
    firm.later(minutes=2)
    working = asyncio.create_task(firm.work())
    await sent.wait()
    firm.later(seconds=15)
    await firm.deliver(deleted)
    for _ in range(100):
        await asyncio.sleep(0)
    assert (await firm.view("ana")).state is SyncState.DELETED
    answered.set()
    await working
    await _told(firm)
    assert firm.company.contacts == {}


async def test_who_deletes_one_of_two_keeps_the_other(firm: Firm) -> None:
    first = await _created_twice(firm)
    firm.company.delete(first)
    await _told(firm, firm.company.outbox[-1])
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert list(firm.company.contacts) == [await firm.remote_id("ana")]
    assert await firm.news() == []


async def test_a_second_one_that_a_404_hides_for_a_moment_is_merged_all_the_same(
    firm: Firm,
) -> None:
    await _created_twice(firm)
    firm.crm.troubles["contact"] = [Trouble(error=CrmGone("GONE", "Not shown."))]
    await _told(firm, firm.company.outbox[0])
    assert len(firm.company.contacts) == 2
    firm.later(days=1)
    await firm.work()
    assert list(firm.company.contacts) == [await firm.remote_id("ana")]


async def test_a_second_one_that_was_merged_meanwhile_is_looked_at_once(firm: Firm) -> None:
    first = await _created_twice(firm)
    firm.company.edit(first, {"last_name": "Sanz"})
    created, _, edited = firm.company.outbox
    firm.company.merge(first, await firm.remote_id("ana"))
    await _told(firm, created, edited)
    assert firm.crm.asked["contact"] == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1,)])
async def test_who_was_merged_there_lives_on_in_the_other(
    firm: Firm, order: tuple[int, ...]
) -> None:
    loser = await _unanswered(firm)
    winner = firm.company.create({"first_name": "Anna"})
    created, _, merged, *_ = _after_merge(firm, loser, winner)
    await _told(firm, *[(created, merged)[place] for place in order])
    assert (await firm.view("ana")).remote_id == winner
    assert list(firm.company.contacts) == [winner]


def _after_merge(firm: Firm, loser: RemoteId, winner: RemoteId) -> list[Event]:
    firm.company.merge(loser, winner)
    return firm.company.outbox


async def test_who_was_found_by_a_webhook_is_missed_by_an_audit_like_everybody(
    firm: Firm,
) -> None:
    remote_id = await _unanswered(firm)
    await _told(firm, *firm.company.outbox)
    assert (await firm.view("ana")).remote_id == remote_id
    firm.later(hours=1)
    del firm.company.contacts[remote_id]
    for hours in (24, 1):
        firm.later(hours=hours)
        await firm.work()
    assert (await firm.view("ana")).state is SyncState.DELETED


async def test_what_people_wrote_on_a_twin_is_kept_with_its_company(firm: Firm) -> None:
    first = await _created_twice(firm)
    house = firm.company.name_company("Ein Haus")
    firm.company.edit(first, {"company_id": str(house)})
    created_and_edited = [one for one in firm.company.outbox if one.entity_id == first]
    await _told(firm, *created_and_edited)
    left = await firm.remote_id("ana")
    assert list(firm.company.contacts) == [left]
    assert firm.shown(left) == {**_ANA, "company": "Ein Haus"}
    assert (await firm.view("ana")).fields["company"] == "Ein Haus"


async def test_very_many_that_were_deleted_before_we_created_them_again_wait_for_an_approval(
    firm: Firm,
) -> None:
    lost = Trouble(error=_LOST, after_effect=True)
    firm.crm.troubles["create_contact"] = [lost] * 30
    for number in range(30):
        await firm.call(f"c {number}", {"first_name": f"Nr {number}"})
    await firm.work()
    for remote_id in list(firm.company.contacts):
        firm.company.delete(remote_id)
    deleted = [one for one in firm.company.outbox if one.action is Action.DELETED]
    firm.later(minutes=2)
    await firm.work()
    assert len(firm.company.contacts) == 30
    await firm.deliver(*deleted)
    await firm.work()
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "MASS_DELETION")
    assert len(firm.company.contacts) >= 30 - 20

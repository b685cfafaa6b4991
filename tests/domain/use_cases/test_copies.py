"""Copies that people make of a person, with our id, whose creation by us was never answered."""

import pytest

from domain.model.remote import Event
from domain.model.values import FieldName, RecordId, RemoteId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.lost_answers import LOST, create_unanswered
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "phone": "+34 612"}


async def _copied(firm: Firm) -> tuple[RemoteId, RemoteId]:
    """Create Ana without hearing of it, and let somebody copy her; return both ids there."""
    await firm.call("ana", _ANA)
    ana = await create_unanswered(firm)
    firm.later(seconds=15)
    return ana, firm.company.create({"first_name": "Copy"}, marker=RecordId("ana"))


def _of(firm: Firm, remote_id: RemoteId) -> list[Event]:
    return [one for one in firm.company.outbox if one.entity_id == remote_id]


async def _told(firm: Firm, *events: Event) -> None:
    await firm.deliver(*events)
    await firm.work()


async def _both_are_themselves(firm: Firm, ana: RemoteId, copy: RemoteId) -> None:
    assert (await firm.view("ana")).remote_id == ana
    assert firm.shown(ana) == _ANA
    known, _ = await firm.contacts.list(ACME, 10, "")
    names = {one.remote_id: one.fields["first_name"] for one in known}
    assert names == {ana: "Ana", copy: "Copy"}
    assert list(firm.company.contacts) == [ana, copy]


@pytest.mark.parametrize("copy_first", [True, False])
async def test_a_copy_is_a_contact_of_its_own_whenever_it_is_told(
    firm: Firm, *, copy_first: bool
) -> None:
    ana, copy = await _copied(firm)
    order = (copy, ana) if copy_first else (ana, copy)
    for remote_id in order:
        await _told(firm, *_of(firm, remote_id))
    await _both_are_themselves(firm, ana, copy)


async def test_a_copy_is_nobody_else_though_its_edit_is_told_before_its_creation(
    firm: Firm,
) -> None:
    ana, copy = await _copied(firm)
    firm.company.edit(copy, {"phone": "+34 9"})
    await _told(firm, *reversed(_of(firm, copy)))
    await _told(firm, *_of(firm, ana))
    await _both_are_themselves(firm, ana, copy)


async def test_a_copy_that_is_deleted_before_its_creation_is_told_leaves_who_was_copied_alone(
    firm: Firm,
) -> None:
    ana, copy = await _copied(firm)
    firm.company.delete(copy)
    await _told(firm, *reversed(_of(firm, copy)))
    await _told(firm, *_of(firm, ana))
    assert (await firm.view("ana")).remote_id == ana
    assert list(firm.company.contacts) == [ana]


async def test_the_copy_of_who_was_deleted_meanwhile_stays(firm: Firm) -> None:
    ana, copy = await _copied(firm)
    await firm.delete("ana")
    for remote_id in (copy, ana):
        await _told(firm, *_of(firm, remote_id))
    assert list(firm.company.contacts) == [copy]
    assert (await firm.view("ana")).state is SyncState.DELETED


async def _edited(firm: Firm, copy: RemoteId) -> Event:
    """Let somebody edit the copy, of whose creation nobody will hear."""
    firm.company.edit(copy, {"last_name": "Sanz"})
    return _of(firm, copy)[-1]


async def test_of_those_that_only_carry_our_id_the_oldest_is_ours(firm: Firm) -> None:
    ana, copy = await _copied(firm)
    await _told(firm, await _edited(firm, copy))
    assert (await firm.view("ana")).remote_id is None
    firm.later(seconds=75)
    await firm.work()
    await _both_are_themselves(firm, ana, copy)
    assert firm.crm.asked["newest_contacts"] == 1
    assert firm.crm.asked["create_contact"] == 1


async def test_of_those_that_only_carry_the_id_of_who_was_deleted_the_oldest_is_deleted(
    firm: Firm,
) -> None:
    _, copy = await _copied(firm)
    await firm.delete("ana")
    await _told(firm, await _edited(firm, copy))
    firm.later(seconds=75)
    await firm.work()
    assert list(firm.company.contacts) == [copy]


async def test_edits_of_what_turns_out_to_be_ours_have_kept_their_own_times(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    ana = await create_unanswered(firm)
    firm.later(seconds=15)
    firm.company.edit(ana, {"first_name": "Anna"})
    firm.later(seconds=5)
    await firm.call("ana", {**_ANA, "first_name": "Anne"})
    firm.later(seconds=5)
    firm.company.edit(ana, {"last_name": "Sanz"})
    await _told(firm, *_of(firm, ana)[1:])
    for _ in range(2):
        firm.later(seconds=75)
        await firm.work()
    assert firm.shown(ana) == {**_ANA, "first_name": "Anne", "last_name": "Sanz"}


async def test_the_end_of_a_copy_is_not_the_end_of_who_was_copied(firm: Firm) -> None:
    ana, copy = await _copied(firm)
    await _told(firm, *_of(firm, copy))
    firm.company.delete(copy)
    await _told(firm, *_of(firm, copy))
    firm.later(seconds=75)
    await firm.work()
    assert (await firm.view("ana")).remote_id == ana
    assert list(firm.company.contacts) == [ana]


@pytest.mark.parametrize("deleted", [True, False])
async def test_a_copy_is_never_found_to_be_ours(firm: Firm, *, deleted: bool) -> None:
    ana, copy = await _copied(firm)
    await _told(firm, *_of(firm, copy))
    if deleted:
        await firm.delete("ana")
    hidden = firm.company.contacts.pop(ana)
    firm.crm.troubles["create_contact"] = [Trouble(error=LOST)] * 2
    firm.later(seconds=75)
    await firm.work()
    firm.company.contacts = {ana: hidden, **firm.company.contacts}
    await _told(firm, *_of(firm, ana))
    firm.later(minutes=2)
    await firm.work()
    view = await firm.view("ana")
    assert (view.state, view.remote_id) == (
        (SyncState.DELETED, None) if deleted else (SyncState.SYNCED, ana)
    )
    assert list(firm.company.contacts) == ([copy] if deleted else [ana, copy])

"""Whom an activity is logged on, and what it waits for."""

from dataclasses import replace

from domain.activity.activity import ActivityState
from domain.activity.draft import Part
from domain.errors import CrmUnavailable, OutcomeUnknown
from domain.model.activity import ActivityKind, CallState, Comment
from domain.model.values import FieldName, Value
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.office import A_DEAL, Office, step
from tests.domain.use_cases.time_line import A_CALL
from tests.fakes.crm_requests import Trouble
from tests.fakes.crm_timeline import Entry

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_BEA: dict[FieldName, Value] = {"first_name": "Bea", "phone": "+34-612"}


def _only(firm: Firm) -> Entry:
    (entry,) = firm.crm.activities.values()
    return entry


async def test_a_call_waits_for_its_contact_and_then_goes(firm: Firm) -> None:
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "CONTACT_NOT_LINKED")
    await firm.call("ana", _ANA)
    await firm.work()
    assert _only(firm).draft.contacts == (await firm.remote_id("ana"),)
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_a_call_waits_for_the_import(stranger: Firm) -> None:
    await stranger.start()
    await stranger.call("ana", _ANA)
    await stranger.timeline.call("1", ["ana"])
    await stranger.timeline.call("2")
    assert (await stranger.timeline.view()).state is ActivityState.PENDING
    await stranger.connect()
    stranger.later(minutes=1)
    await stranger.work()
    for entry in stranger.crm.activities.values():
        assert entry.draft.contacts == (await stranger.remote_id("ana"),)
    assert len(stranger.crm.activities) == 2


async def test_a_call_follows_its_contact_into_another(firm: Firm) -> None:
    ana, bea = await firm.in_step("ana", _ANA), await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(ana, bea)
    await firm.deliver()
    await firm.work()
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    assert _only(firm).draft.contacts == (bea,)


async def test_a_note_without_an_answer_is_looked_for_where_its_contact_went(firm: Firm) -> None:
    ana, bea = await firm.in_step("ana", _ANA), await firm.in_step("bea", {"first_name": "Bea"})
    lost = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")
    firm.crm.troubles["create_note"] = [Trouble(error=lost, after_effect=True)]
    await firm.timeline.hand_in("1", Comment(author="Eva", body="Nice"), ["ana"])
    await firm.work()
    firm.company.merge(ana, bea)
    ((note, entry),) = firm.crm.notes.items()
    firm.crm.notes[note] = replace(entry, draft=replace(entry.draft, contacts=(bea,)))
    await firm.deliver()
    firm.later(minutes=2)
    await firm.work()
    assert list(firm.crm.notes) == [note]
    assert (await firm.timeline.view("1", ActivityKind.NOTE)).remote_id == note


async def test_a_call_with_a_deleted_contact_is_parked(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("2", ["bea"])
    await firm.work()
    await firm.delete("ana")
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "CONTACT_DELETED")


async def test_the_legs_of_one_call_are_one_activity(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    ringing = replace(A_CALL, state=CallState.NO_ANSWER, seconds=0, session="s")
    answered = replace(A_CALL, session="s")
    await firm.timeline.hand_in("1", ringing, ["ana"], agents=["bob@acme.test"])
    await firm.work()
    for _ in range(2):
        await firm.timeline.hand_in("2", answered, ["ana"], agents=["eva@acme.test"])
        await firm.timeline.hand_in("1", ringing, ["ana"], agents=["bob@acme.test"])
        await firm.work()
    assert _only(firm).draft.subject == "Outbound call answered: Ana Pérez"
    assert "eva@acme.test, bob@acme.test" in _only(firm).html
    first, second = await firm.timeline.view("1"), await firm.timeline.view("2")
    assert first == second
    assert first.source_ids == ("1", "2")
    assert firm.crm.asked["update_activity"] == 1


async def test_a_deal_is_waited_for_and_linked() -> None:
    office = Office()
    await office.open()
    ana = await office.in_step("ana", _ANA)
    await office.timeline.hand_in("1", A_CALL, ["ana"], deal="roof")
    await office.work()
    assert (await office.timeline.view()).reason == "DEAL_NOT_LINKED"
    roof = await office.together("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    draft = _only(office).draft
    assert (draft.contacts, draft.deal) == ((ana,), roof)


async def test_a_deal_that_is_told_later_gets_what_is_there_already() -> None:
    office = Office()
    await office.open()
    ana = await office.in_step("ana", _ANA)
    roof = await office.together("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    note = Comment(author="Eva", body="Nice")
    for deal in (None, "roof"):
        await office.timeline.hand_in("1", A_CALL, ["ana"], deal=deal)
        await office.timeline.hand_in("1", note, ["ana"], deal=deal)
        await office.work()
    assert office.crm.parts == [{Part.DEAL}, {Part.DEAL}]
    drafts = [one.draft for one in (_only(office), *office.crm.notes.values())]
    assert [(one.contacts, one.deal) for one in drafts] == [((ana,), roof)] * 2
    assert office.crm.asked["note"] == office.crm.asked["activity"] == 0


async def test_what_was_pending_when_the_account_left_goes_when_it_comes_back(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Try again."))
    firm.crm.troubles["create_activity"] = [outage] * 9
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    await firm.connections.disconnect(ACME)
    await firm.work()
    firm.crm.troubles.clear()
    firm.later(days=1)
    await firm.connect()
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_a_call_on_a_deal_whose_contact_is_deleted_shows_the_number() -> None:
    office = Office()
    await office.open()
    await office.in_step("ana", _ANA)
    roof = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.delete("ana")
    await office.timeline.hand_in("1", A_CALL, ["ana"], deal="roof")
    note = Comment(author="Eva", body="Nice")
    await office.timeline.hand_in("1", note, ["ana"], deal="roof")
    await office.work()
    draft = _only(office).draft
    assert (draft.subject, draft.contacts) == ("Outbound call answered: +34 612", ())
    (on_note,) = office.crm.notes.values()
    assert draft.deal == on_note.draft.deal == roof

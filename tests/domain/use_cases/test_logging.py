"""Activities reach Pipedrive once, complete, and grow there."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.activity.activity import ActivityState
from domain.activity.draft import Part
from domain.activity.view import ActivityReceipt
from domain.errors import CrmRefused, InvalidInput, NotFound
from domain.model.activity import ActivityKind, CallState, Comment, DoneTask, Email, TaskStatus
from domain.model.activity_policy import ActivityPolicy, ActivityType
from domain.model.catalog import User, UserId
from domain.model.values import FieldName, RemoteId, Value
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.time_line import A_CALL
from tests.fakes.crm_requests import Trouble
from tests.fakes.crm_timeline import Entry

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_EVA = User(user_id=UserId(7), name="Eva", email="Eva@acme.test")
_NOTE = Comment(author="Eva", body="Nice")
_LINK = "https://r.test/1"


def _only(firm: Firm) -> Entry:
    (entry,) = firm.crm.activities.values()
    return entry


def _write_by_hand(firm: Firm, line: str) -> None:
    entry = _only(firm)
    firm.crm.activities[RemoteId(1)] = replace(entry, html=f"{entry.html}<p>{line}</p>")


async def test_a_call_is_logged_on_its_contact(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    receipt = await firm.timeline.call("1", ["ana"], notes="Calls back", recording_url=_LINK)
    assert receipt.activity.state is ActivityState.PENDING
    await firm.work()
    entry = _only(firm)
    assert entry.draft.subject == "Outbound call answered: Ana Pérez"
    assert (entry.draft.type, entry.draft.seconds) == ("call", 125)
    assert entry.draft.contacts == (ana,)
    assert "https://app.example/acme/calls/1#call" in entry.html
    assert "Calls back" in entry.html
    view = await firm.timeline.view()
    assert (view.state, view.remote_id) == (ActivityState.LOGGED, 1)


async def test_an_email_a_task_and_a_note_are_logged(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    mail = Email(subject="Offer", sender="eva@acme.test", recipients=("ana@b.c",), body="<p>Hi</p>")
    task = DoneTask(name="Visit", seconds=60, status=TaskStatus.COMPLETED)
    for detail in (mail, task, _NOTE):
        await firm.timeline.hand_in("1", detail, ["ana"])
    await firm.work()
    drafts = [one.draft for one in firm.crm.activities.values()]
    assert sorted((one.type, one.subject) for one in drafts) == [
        ("email", "E-mail: Offer"),
        ("task", "Task completed: Visit"),
    ]
    (note,) = firm.crm.notes.values()
    assert note.draft.contacts == (ana,)
    assert "Eva" in note.html
    for kind in (ActivityKind.EMAIL, ActivityKind.TASK, ActivityKind.NOTE):
        assert (await firm.timeline.view("1", kind)).state is ActivityState.LOGGED


async def test_the_same_again_writes_nothing(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    for _ in range(3):
        await firm.timeline.hand_in("1", _NOTE, ["ana"])
        await firm.timeline.call("1", ["ana"])
        await firm.work()
    asked = firm.crm.asked
    assert (asked["create_note"], asked["update_note"], asked["note"]) == (1, 0, 0)
    assert (asked["create_activity"], asked["update_activity"], asked["activity"]) == (1, 0, 0)


async def test_a_late_recording_changes_the_note_of_the_same_activity_alone(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    _write_by_hand(firm, "Very friendly.")
    await firm.timeline.call("1", ["ana"], recording_url=_LINK)
    await firm.work()
    assert firm.crm.parts == [{Part.NOTE}]
    assert "Very friendly." in _only(firm).html
    assert _LINK in _only(firm).html
    assert (firm.crm.asked["activity"], firm.crm.asked["update_activity"]) == (1, 1)


async def test_what_was_told_before_is_not_taken_back_by_leaving_it_out(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"], recording_url=_LINK, notes="Calls back")
    await firm.timeline.call("1")
    await firm.work()
    assert _LINK in _only(firm).html
    assert "Calls back" in _only(firm).html
    assert firm.crm.asked["update_activity"] == 0


async def test_an_outcome_that_changes_changes_subject_and_note(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"], state=CallState.NO_ANSWER, seconds=0)
    await firm.work()
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    assert firm.crm.parts == [{Part.SUBJECT, Part.DURATION, Part.NOTE}]
    assert "no answer" not in _only(firm).html


async def test_a_note_grows_too(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    for body in ("Nice", "Nice, but late"):
        await firm.timeline.hand_in("1", replace(_NOTE, body=body), ["ana"])
        await firm.work()
    (note,) = firm.crm.notes.values()
    assert "Nice, but late" in note.html


async def test_news_of_a_call_that_is_being_created_are_written_after_it(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    news = list[asyncio.Task[ActivityReceipt]]()

    def tell() -> None:
        later = firm.timeline.call("1", ["ana"], recording_url=_LINK)
        news.append(asyncio.create_task(later))

    firm.crm.troubles["create_activity"] = [Trouble(meanwhile=tell)]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    assert _LINK in _only(firm).html
    assert firm.crm.parts == [{Part.NOTE}]


async def test_the_owner_is_the_agent_with_the_same_address(stranger: Firm) -> None:
    stranger.company.users[_EVA.user_id] = _EVA
    await stranger.connect()
    await stranger.in_step("ana", _ANA)
    receipt = await stranger.timeline.hand_in("1", A_CALL, ["ana"], agents=[" eva@ACME.test"])
    await stranger.work()
    assert receipt.notices == ()
    assert _only(stranger).draft.owner == _EVA.user_id


async def test_an_unknown_agent_leaves_it_to_the_fallback_owner_and_is_told(
    stranger: Firm,
) -> None:
    stranger.company.users[_EVA.user_id] = _EVA
    await stranger.connect()
    await stranger.in_step("ana", _ANA)
    await stranger.timeline.set_policy(ActivityPolicy(fallback_owner="eva@acme.test"))
    receipt = await stranger.timeline.hand_in("1", A_CALL, ["ana"], agents=["who@acme.test"])
    await stranger.work()
    assert [one.reason for one in receipt.notices] == ["OWNER_UNMAPPED"]
    assert _only(stranger).draft.owner == _EVA.user_id


async def test_types_are_read_once_a_day(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    for number in range(3):
        await firm.timeline.call(str(number), ["ana"])
        await firm.work()
    assert firm.crm.asked["activity_types"] == 1
    firm.later(hours=25)
    await firm.timeline.call("4", ["ana"])
    await firm.work()
    assert firm.crm.asked["activity_types"] == 2


async def test_without_a_type_it_is_parked_until_another_is_named(firm: Firm) -> None:
    firm.crm.types = (
        ActivityType(key="call", name="Call", is_active=False),
        ActivityType(key="ring", name="Ringing"),
    )
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "NO_ACTIVITY_TYPE")
    await firm.timeline.set_policy(ActivityPolicy(types={ActivityKind.CALL: "ring"}))
    await firm.work()
    assert _only(firm).draft.type == "ring"


async def test_without_a_type_it_goes_once_there_is_one(firm: Firm) -> None:
    types, firm.crm.types = firm.crm.types, ()
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.PARKED
    firm.crm.types = types
    firm.later(hours=7)
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_what_is_wrong_is_refused_and_stored_nowhere(firm: Firm) -> None:
    task = DoneTask(name="Visit", seconds=-1, status=TaskStatus.OPEN)
    with pytest.raises(InvalidInput) as refusal:
        await firm.timeline.hand_in("1", task)
    reasons = [one.reason for one in refusal.value.violations]
    assert reasons == ["TASK_NOT_COMPLETED", "NEGATIVE_DURATION"]
    with pytest.raises(NotFound):
        await firm.timeline.view("1", ActivityKind.TASK)


async def test_a_type_that_was_switched_off_since_gives_way_to_another(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    firm.crm.types = (
        ActivityType(key="call", name="Call", is_active=False),
        ActivityType(key="ring", name="Llamada"),
    )
    firm.crm.troubles["create_activity"] = [Trouble(error=CrmRefused("REFUSED", "Wrong type."))]
    firm.later(hours=1)
    await firm.timeline.call("2", ["ana"])
    await firm.work()
    assert [one.draft.type for one in firm.crm.activities.values()] == ["call", "ring"]


async def test_what_waits_is_looked_at_although_nobody_calls_it_in(firm: Firm) -> None:
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    connection_id = await firm.connection_id()
    (work,) = [one for one in firm.store.works(connection_id) if one.key.subject == "call/1"]
    assert firm.clock() < work.due_at <= firm.clock() + timedelta(hours=6)

"""Activities survive lost answers, refusals and crashes without a second one."""

import asyncio

import pytest

from domain.activity.activity import ActivityState
from domain.errors import CrmError, CrmGone, CrmRefused
from domain.model.activity import CallState, Comment
from domain.model.values import FieldName, RemoteId, Value
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.lost_answers import LOST
from tests.domain.use_cases.time_line import A_CALL
from tests.fakes.crm_requests import Trouble
from tests.fakes.crm_timeline import Entry

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_NOTE = Comment(author="Eva", body="Nice")
_LINK = "https://r.test/1"


def _only(firm: Firm) -> Entry:
    (entry,) = firm.crm.activities.values()
    return entry


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("kind", ["activity", "note"])
async def test_a_creation_without_an_answer_happens_once(
    firm: Firm, kind: str, *, after_effect: bool
) -> None:
    await firm.in_step("ana", _ANA)
    trouble = Trouble(error=LOST, after_effect=after_effect)
    firm.crm.troubles[f"create_{kind}"] = [trouble]
    await firm.timeline.hand_in("1", A_CALL if kind == "activity" else _NOTE, ["ana"])
    await firm.timeline.hand_in("10", A_CALL if kind == "activity" else _NOTE, ["ana"])
    for _ in range(3):
        await firm.work()
        firm.later(minutes=2)
    held = firm.crm.activities if kind == "activity" else firm.crm.notes
    assert len(held) == 2
    assert firm.crm.asked[f"create_{kind}"] == (2 if after_effect else 3)


async def test_a_call_that_dies_with_its_process_is_found_by_the_next(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles["create_activity"] = [Trouble(error=LOST, after_effect=True)]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    await firm.timeline.call("1", ["ana"], recording_url=_LINK)
    firm.later(minutes=2)
    await firm.work()
    assert _LINK in _only(firm).html
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


@pytest.mark.parametrize("landed", [0, 1], ids=["the first", "the second"])
async def test_whichever_creation_took_effect_holds_the_news_in_the_end(
    firm: Firm, landed: int
) -> None:
    await firm.in_step("ana", _ANA)
    lost = Trouble(error=LOST, after_effect=True)
    firm.crm.troubles["create_activity"] = [lost, lost]
    made = list[Entry]()
    for state in (CallState.NO_ANSWER, CallState.ANSWERED):
        await firm.timeline.call("1", ["ana"], state=state, notes=f"It was {state}.")
        await firm.work()
        made.append(firm.crm.activities.popitem()[1])
        firm.later(minutes=2)
    firm.crm.activities[RemoteId(1)] = made[landed]
    await firm.work()
    assert "answered" in _only(firm).draft.subject
    assert "no_answer" not in _only(firm).html
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_what_is_refused_when_it_is_sent_again_leaves_as_it_is_told_now(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    refusal = CrmRefused("REFUSED", "Too long.")
    firm.crm.troubles["create_activity"] = [Trouble(error=LOST), Trouble(error=refusal)]
    await firm.timeline.call("1", ["ana"], notes="Too long")
    await firm.work()
    await firm.timeline.call("1", ["ana"], notes="Short")
    firm.later(minutes=2)
    await firm.work()
    assert "Short" in _only(firm).html
    assert firm.crm.asked["update_activity"] == 0


async def test_a_change_without_an_answer_is_written_again(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    firm.crm.troubles["update_activity"] = [Trouble(error=LOST, after_effect=True)]
    await firm.timeline.call("1", ["ana"], recording_url=_LINK)
    await firm.work()
    firm.later(minutes=1)
    await firm.work()
    assert _only(firm).html.count(_LINK) == 2
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


@pytest.mark.parametrize(
    "error", [CrmRefused("REFUSED", "Too many notes."), CrmGone("GONE", "No such person.")]
)
async def test_a_refused_activity_is_parked_until_there_is_news(
    firm: Firm, error: CrmError
) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles["create_activity"] = [Trouble(error=error)]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    firm.later(days=1)
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.message) == (ActivityState.PARKED, error.message)
    await firm.timeline.call("1", ["ana"], notes="News")
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_refusal_does_not_hold_up_what_was_told_meanwhile(
    firm: Firm, *, is_there: bool
) -> None:
    await firm.in_step("ana", _ANA)
    if is_there:
        await firm.timeline.call("1", ["ana"])
        await firm.work()
    sent, answered = asyncio.Event(), asyncio.Event()
    refusal = CrmRefused("REFUSED", "Too long.")
    trouble = Trouble(error=refusal, meanwhile=sent.set, answered=answered)
    firm.crm.troubles["update_activity" if is_there else "create_activity"] = [trouble]
    await firm.timeline.call("1", ["ana"], notes="Too long")
    working = asyncio.create_task(firm.work())
    await sent.wait()
    await firm.timeline.call("1", ["ana"], notes="Short")
    answered.set()
    await working
    assert "Short" in _only(firm).html
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


@pytest.mark.parametrize("is_merged", [True, False])
async def test_a_contact_that_is_gone_before_its_news_come_holds_nothing_up(
    firm: Firm, *, is_merged: bool
) -> None:
    ana, bea = await firm.in_step("ana", _ANA), await firm.in_step("bea", {"first_name": "Bea"})
    firm.crm.troubles["create_activity"] = [Trouble(error=CrmGone("GONE", "No such person."))]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.PARKED
    if is_merged:
        firm.company.merge(ana, bea)
    else:
        firm.company.delete(ana)
    await firm.deliver()
    await firm.work()
    view = await firm.timeline.view()
    if is_merged:
        assert view.state is ActivityState.LOGGED
        assert _only(firm).draft.contacts == (bea,)
    else:
        assert (view.state, view.reason) == (ActivityState.PARKED, "CONTACT_DELETED")


async def test_an_activity_deleted_in_pipedrive_does_not_come_back(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    firm.crm.activities.clear()
    await firm.timeline.call("1", ["ana"], recording_url=_LINK)
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "ACTIVITY_DELETED")
    assert firm.crm.activities == {}

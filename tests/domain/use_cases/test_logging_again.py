"""What is handed in of one activity more than once, and how activities are looked at."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest

from domain.activity.activity import ActivityState
from domain.errors import InvalidInput, NotFound
from domain.model.activity import ActivityKind, Comment, Email
from domain.model.activity_policy import ActivityPolicy, Unknown
from domain.model.values import AccountId
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.time_line import A_CALL

_ANA = {"first_name": "Ana", "phone": "+34 612"}
_LINK = "https://r.test/1"


async def test_the_same_instant_of_another_time_zone_is_nothing_new(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    for hours in (1, 0, -5):
        at = firm.timeline.at.astimezone(timezone(timedelta(hours=hours)))
        await firm.timeline.hand_in("1", A_CALL, ["ana"], at=at)
        await firm.work()
    (entry,) = firm.crm.activities.values()
    assert (entry.draft.at, entry.draft.at.tzinfo) == (firm.timeline.at, UTC)
    assert firm.crm.asked["update_activity"] == 0


async def test_a_source_that_told_of_one_call_already_cannot_join_another(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.timeline.call("1", ["ana"], session="first")
    await firm.timeline.call("2", ["ana"], session="second")
    await firm.timeline.call("2", ["ana"], session="first", recording_url=_LINK)
    await firm.timeline.call("3", ["ana"], session="second")
    await firm.work()
    views = [await firm.timeline.view(one) for one in ("1", "2", "3")]
    assert [one.source_ids for one in views] == [("1",), ("2", "3"), ("2", "3")]
    assert [_LINK in one.html for one in firm.crm.activities.values()] == [False, True]


async def test_a_body_that_is_too_long_is_cut_and_says_so(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    long = "word " * 30_000
    mail = Email(subject="Offer", sender="eva@acme.test", recipients=("ana@b.c",), body=long)
    for detail in (mail, Comment(author="Eva", body=long)):
        await firm.timeline.hand_in("1", detail, ["ana"])
    await firm.work()
    for entry in (*firm.crm.activities.values(), *firm.crm.notes.values()):
        assert len(entry.html) < len(long)
        assert "cut" in entry.html


async def test_before_the_users_are_known_nobody_is_told_that_an_agent_is_not(
    stranger: Firm,
) -> None:
    await stranger.start()
    receipt = await stranger.timeline.hand_in("1", A_CALL, agents=["eva@acme.test"])
    assert receipt.notices == ()


async def test_activities_are_listed_page_by_page_all_or_those_of_a_state(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    for number in ("1", "2", "3"):
        await firm.timeline.call(number, ["ana" if number != "2" else "nobody"])
    await firm.work()
    pages, token = list[str](), ""
    for _ in range(2):
        page, token = await firm.timeline.log.list(ACME, None, 2, token)
        pages += [f"{one.source_ids[0]} of {len(page)}" for one in page]
    assert pages == ["1 of 2", "2 of 2", "3 of 1"]
    assert token == ""
    parked, token = await firm.timeline.log.list(ACME, ActivityState.PARKED, 2, "")
    assert ([one.source_ids for one in parked], token) == ([("2",)], "")


async def test_nobody_sees_the_activities_of_an_unknown_account_or_page(firm: Firm) -> None:
    with pytest.raises(NotFound):
        await firm.timeline.log.list(AccountId("nobody"), None, 2, "")
    with pytest.raises(InvalidInput):
        await firm.timeline.log.list(ACME, None, 2, "nonsense")


async def test_an_activity_that_was_never_handed_in_is_not_found(firm: Firm) -> None:
    await firm.timeline.call("1")
    for kind, source_id in ((ActivityKind.CALL, "2"), (ActivityKind.NOTE, "1")):
        with pytest.raises(NotFound) as refusal:
            await firm.timeline.view(source_id, kind)
        assert repr(source_id) in refusal.value.message


async def test_the_policy_is_the_default_one_until_it_is_set(firm: Firm) -> None:
    assert await firm.timeline.policies.get(ACME) == ActivityPolicy()
    skipping = replace(ActivityPolicy(), unknown=Unknown.SKIP)
    await firm.timeline.set_policy(skipping)
    assert await firm.timeline.policies.get(ACME) == skipping
    with pytest.raises(NotFound):
        await firm.timeline.policies.get(AccountId("nobody"))

"""Subjects, types, owners, the customer's number, the legs of a call."""

from dataclasses import dataclass, fields, replace

import pytest

from domain.activity.activity import Activity, fingerprint, state_of, with_legs
from domain.activity.customer import customers_side
from domain.activity.kinds import type_for
from domain.activity.legs import collapsed, with_leg
from domain.activity.owners import owner_of
from domain.activity.policy import policy_faults
from domain.activity.subject import LONGEST, subject_of
from domain.activity.wording import wording_of
from domain.model.activity import (
    ActivityId,
    ActivityKind,
    Call,
    CallState,
    Detail,
    Direction,
)
from domain.model.activity_policy import ActivityPolicy, ActivityType
from domain.model.catalog import User, UserId
from domain.model.values import RecordId
from tests.contracts.store.builders import Digits
from tests.domain.activity.reports import CALL, COMMENT, EMAIL, NOW, TASK, a_report
from tests.domain.sentences import told as told_of

_ENGLISH = wording_of(ActivityPolicy())
_EVA = User(user_id=UserId(1), name="Eva", email="Eva@Acme.test")


@pytest.mark.parametrize(
    ("detail", "customer", "subject"),
    [
        (CALL, "Ana Pérez", "Outbound call answered: Ana Pérez"),
        (CALL, "A\n\tB\x85C", "Outbound call answered: A B C"),
        (CALL, "{state}", "Outbound call answered: {state}"),
        (replace(CALL, direction=Direction.INBOUND), "", "Inbound call answered: unknown number"),
        (replace(CALL, state=CallState.NO_ANSWER), "李", "Outbound call no answer: 李"),
        (EMAIL, "", "E-mail: Offer"),
        (replace(EMAIL, subject=" \r\n "), "", "E-mail: (no subject)"),
        (replace(EMAIL, subject="a\r\n b\u2028c"), "", "E-mail: a b c"),
        (replace(EMAIL, subject="{contact}"), "", "E-mail: {contact}"),
        (TASK, "Ana", "Task completed: Visit"),
        (replace(TASK, name="Call\r\nback"), "", "Task completed: Call back"),
        (COMMENT, "Ana", ""),
    ],
)
def test_a_subject_is_one_line(detail: Detail, customer: str, subject: str) -> None:
    assert subject_of(a_report(detail), customer, _ENGLISH) == subject


def test_a_subject_is_never_longer_than_pipedrive_takes() -> None:
    subject = subject_of(a_report(replace(EMAIL, subject="é" * 900)), "", _ENGLISH)
    assert len(subject) == LONGEST
    assert subject.endswith("…")


def _type(key: str, name: str = "", *, is_active: bool = True) -> ActivityType:
    return ActivityType(key=key, name=name or key, is_active=is_active)


@pytest.mark.parametrize(
    ("types", "own", "chosen"),
    [
        ([_type("call"), _type("ring")], {}, "call"),
        ([_type("call", "Renamed")], {}, "call"),
        ([_type("call"), _type("ring")], {"call": "ring"}, "ring"),
        ([_type("call"), _type("ring", is_active=False)], {"call": "ring"}, "call"),
        ([_type("call", is_active=False), _type("x", " LLAMADA ")], {}, "x"),
        ([_type("call", is_active=False), _type("task")], {}, None),
        ([], {"call": "ring"}, None),
    ],
)
def test_a_type_is_chosen_by_its_key_then_by_its_name(
    types: list[ActivityType], own: dict[str, str], chosen: str | None
) -> None:
    assert type_for(ActivityKind.CALL, types, ActivityPolicy(types=own)) == chosen


@pytest.mark.parametrize(
    ("agents", "users", "owner", "reasons"),
    [
        ((), [_EVA], None, []),
        (("eva@acme.test",), [_EVA], 1, []),
        (("x@acme.test",), [_EVA], None, ["OWNER_UNMAPPED"]),
        (("eva@acme.test",), [replace(_EVA, is_active=False)], None, ["OWNER_UNMAPPED"]),
        (
            ("eva@acme.test",),
            [_EVA, replace(_EVA, user_id=UserId(2))],
            None,
            ["OWNER_UNMAPPED"],
        ),
        (
            ("eva@acme.test",),
            [_EVA, replace(_EVA, user_id=UserId(2), is_active=False)],
            1,
            [],
        ),
    ],
)
def test_an_owner_is_one_active_user_or_none(
    agents: tuple[str, ...], users: list[User], owner: int | None, reasons: list[str]
) -> None:
    found, notices = owner_of(agents, users, ActivityPolicy())
    assert (found, [one.reason for one in notices]) == (owner, reasons)


@pytest.mark.parametrize(
    ("fallback", "owner", "told"),
    [
        ("", None, "whoever connected the account"),
        ("gone@acme.test", None, "whoever connected the account"),
        (" EVA@acme.test", 1, "the fallback owner"),
    ],
)
def test_whose_the_activity_of_an_unknown_agent_is_is_told(
    fallback: str, owner: int | None, told: str
) -> None:
    policy = ActivityPolicy(fallback_owner=fallback)
    found, (notice,) = owner_of(("x@acme.test",), [_EVA], policy)
    assert found == owner
    assert told_of([notice]) == [("agent_emails[0]", "OWNER_UNMAPPED")]
    assert notice.message.startswith("no active user of Pipedrive")
    assert notice.message.endswith(f"the activity belongs to {told}.")
    assert owner_of((), [_EVA], policy) == (owner, ())


@pytest.mark.parametrize(
    ("direction", "own", "customer"),
    [
        (Direction.OUTBOUND, (), "to"),
        (Direction.INBOUND, (), "from"),
        (Direction.OUTBOUND, ("to",), "from"),
        (Direction.INBOUND, ("FROM",), "to"),
        (Direction.INBOUND, ("from", "to"), None),
    ],
)
def test_the_customer_is_never_at_one_of_the_accounts_numbers(
    direction: Direction, own: tuple[str, ...], customer: str | None
) -> None:
    call = replace(CALL, direction=direction, from_number="from", to_number="to")
    assert customers_side(call, own, lambda number: number.casefold()) == customer


def test_the_best_leg_tells_how_the_call_went() -> None:
    ringing = a_report(replace(CALL, state=CallState.NO_ANSWER, seconds=0), "1", agents=("bob",))
    short = a_report(replace(CALL, seconds=5), "2", agents=("eva",), contact_ids=())
    long_ = a_report(
        replace(CALL, seconds=50), "3", agents=("eva", "jo"), contact_ids=(RecordId("bea"),)
    )
    whole = collapsed((ringing, short, long_))
    assert whole.detail == long_.detail
    assert whole.contact_ids == ("bea", "ana")
    assert whole.agents == ("eva", "jo", "bob")
    assert whole.deal_id is None
    of_deal = replace(ringing, deal_id=RecordId("roof"))
    assert collapsed((short, of_deal)).deal_id == "roof"


def test_a_leg_told_again_takes_its_own_place() -> None:
    first, second = a_report(source_id="1"), a_report(source_id="2")
    news = a_report(replace(CALL, recording_url="https://r.test"), "1", contact_ids=())
    (grown, other) = with_leg((first, second), news)
    assert grown.detail == news.detail
    assert grown.contact_ids == first.contact_ids
    assert other == second


def test_what_a_leg_told_again_leaves_out_stays_told() -> None:
    told = replace(CALL, recording_url="https://r.test", notes="Notes", session="s")
    first = a_report(told, deal_id=RecordId("roof"), agents=("eva",))

    (same,) = with_leg((first,), a_report(CALL, contact_ids=()))
    news = a_report(
        replace(CALL, recording_url="https://n.test", notes="News", session="t"),
        contact_ids=(RecordId("bea"),),
        deal_id=RecordId("door"),
        agents=("jo",),
    )

    assert same == first
    assert with_leg((first,), news) == (news,)


def test_news_change_the_fingerprint_and_the_state() -> None:
    activity = Activity(
        activity_id=ActivityId("call/1"),
        kind=ActivityKind.CALL,
        accepted_at=NOW,
        legs=(a_report(),),
    )
    assert with_legs(activity, activity.legs) is activity
    news = with_legs(activity, (a_report(replace(CALL, notes="News")),))
    assert fingerprint(news) != fingerprint(activity)
    assert state_of(news) == "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class _LaterCall(Call):
    """A call as a later version may know it."""

    queue: str = ""


def test_a_version_that_knows_more_to_tell_changes_no_fingerprint() -> None:
    known = {one.name: getattr(CALL, one.name) for one in fields(Call)}
    activities = [
        Activity(
            activity_id=ActivityId("call/1"),
            kind=ActivityKind.CALL,
            accepted_at=NOW,
            legs=(a_report(call),),
        )
        for call in (CALL, _LaterCall(**known), _LaterCall(**known, queue="sales"))
    ]
    now, later, told = map(fingerprint, activities)
    assert now == later != told


@pytest.mark.parametrize(
    ("policy", "faults"),
    [
        (ActivityPolicy(), {}),
        (ActivityPolicy(region="ES"), {}),
        (ActivityPolicy(region="ZZ"), {"policy.region": "INVALID_REGION"}),
        (ActivityPolicy(own_numbers=(" ",)), {"policy.own_numbers[0]": "INVALID_TEXT"}),
        (ActivityPolicy(own_numbers=("1",) * 500), {}),
        (ActivityPolicy(own_numbers=("1",) * 501), {"policy.own_numbers": "TOO_MANY"}),
        (ActivityPolicy(fallback_owner="\n"), {"policy.fallback_owner_email": "INVALID_TEXT"}),
        (ActivityPolicy(types={"note": "x"}), {"policy.types[note]": "UNKNOWN_KIND"}),
        (
            ActivityPolicy(types={"x" * 50: "x"}),
            {f"policy.types[{'x' * 40}]": "UNKNOWN_KIND"},
        ),
        (ActivityPolicy(types={"call": ""}), {"policy.types[call]": "INVALID_TEXT"}),
        (ActivityPolicy(wording={"es.from": "De", "from": "F"}), {}),
        (ActivityPolicy(wording={"x": "y"}), {"policy.wording[x]": "UNKNOWN_TEXT"}),
        (ActivityPolicy(wording={"de.from": "y"}), {"policy.wording[de.from]": "UNKNOWN_TEXT"}),
        (ActivityPolicy(wording={"es.from": ""}), {"policy.wording[es.from]": "INVALID_TEXT"}),
        (ActivityPolicy(wording={"from": " "}), {"policy.wording[from]": "INVALID_TEXT"}),
    ],
)
def test_a_policy_is_checked(policy: ActivityPolicy, faults: dict[str, str]) -> None:
    found = policy_faults(policy, Digits().knows_region)
    assert dict(told_of(found)) == faults

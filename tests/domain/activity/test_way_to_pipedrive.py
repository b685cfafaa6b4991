"""The way of an activity to Pipedrive: what it asks for next, and what it waits for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.activity.activity import (
    Activity,
    Create,
    Due,
    Find,
    Found,
    Update,
    Waiting,
    called_in,
    changed,
    fingerprint,
    names_contact,
    next_step,
    parked,
    state_of,
    with_legs,
)
from domain.activity.draft import Draft, Part, changed_parts
from domain.activity.posts import TWINS_AFTER, begun, logged, looked_for, refused, rejected, undone
from domain.activity.sections import Section
from domain.activity.view import view
from domain.model.activity import ActivityId, ActivityKind
from domain.model.catalog import UserId
from domain.model.values import RecordId, RemoteId
from domain.sync.reads import SETTLE
from tests.domain.activity.reports import NOW, a_report

SECOND = timedelta(seconds=1)
DRAFT = Draft(subject="Call", at=NOW)
NEW = Activity(
    activity_id=ActivityId("call/1"),
    kind=ActivityKind.CALL,
    accepted_at=NOW,
    legs=(a_report(),),
)
BEA = RecordId("bea")
WAITING = Waiting(reason="CONTACT_NOT_LINKED", message="Not yet.")
FOUND = Found(number="+39", contact_ids=(BEA,), reason="MADE", message="It was made.")


def sent() -> Activity:
    return begun(NEW, DRAFT, NOW)


def there() -> Activity:
    return logged(sent(), RemoteId(5), NOW + SECOND)


def sent_twice() -> Activity:
    """Return an activity whose first POST got no answer and whose second one is under way."""
    return begun(looked_for(sent(), None, NOW), DRAFT, NOW + 90 * SECOND)


def test_a_new_activity_is_created_and_then_looked_after_until_it_is_known_to_be_there() -> None:
    assert next_step(NEW, NOW) == Due(Create(), NOW)
    assert next_step(sent(), NOW) == Due(Find(NOW), NOW + SETTLE)
    assert next_step(there(), NOW) is None
    assert [state_of(one) for one in (NEW, sent(), there())] == ["pending", "pending", "logged"]


def test_a_post_that_was_not_found_leaves_once_more_and_both_are_looked_for() -> None:
    assert next_step(looked_for(sent(), None, NOW), NOW) == Due(Create(), NOW)
    assert sent_twice().tried_at == NOW
    assert next_step(sent_twice(), NOW) == Due(Find(NOW), NOW + 90 * SECOND + SETTLE)


def test_once_the_second_post_is_answered_a_twin_of_the_first_is_looked_for_later() -> None:
    answered = logged(sent_twice(), RemoteId(5), NOW + 91 * SECOND)

    assert next_step(answered, NOW) == Due(Find(NOW), NOW + 91 * SECOND + TWINS_AFTER)
    assert (answered.remote_id, answered.sent_at) == (5, None)
    assert next_step(looked_for(answered, RemoteId(5), NOW), NOW) is None


def test_an_answered_post_leaves_nothing_to_look_for() -> None:
    assert there() == replace(NEW, remote_id=RemoteId(5), written=DRAFT, told=fingerprint(NEW))


def test_a_post_that_was_found_needs_nothing_more() -> None:
    found = looked_for(sent(), RemoteId(5), NOW)

    assert (found.remote_id, found.sent_at, found.tried_at, found.look_at) == (5, None, None, None)
    assert next_step(found, NOW) is None


def test_once_one_of_two_posts_is_found_a_twin_of_the_other_is_looked_for_later() -> None:
    found = looked_for(sent_twice(), RemoteId(5), NOW + 170 * SECOND)

    assert (found.remote_id, found.sent_at) == (5, None)
    assert next_step(found, NOW) == Due(Find(NOW), NOW + 170 * SECOND + TWINS_AFTER)
    assert next_step(looked_for(found, RemoteId(5), NOW), NOW) is None


def test_news_of_a_logged_activity_are_written() -> None:
    news = with_legs(there(), (a_report(agents=("eva",)),))
    assert next_step(news, NOW) == Due(Update(), NOW)

    written = changed(replace(news, waiting=WAITING), replace(DRAFT, seconds=5), fingerprint(news))

    assert next_step(written, NOW) is None
    assert (written.written, written.waiting) == (replace(DRAFT, seconds=5), None)


def test_a_post_without_an_effect_leaves_no_trace() -> None:
    assert undone(sent()) == NEW
    assert undone(sent_twice()) == looked_for(sent(), None, NOW)


def test_a_post_leaves_once_more_as_it_was_and_what_differs_by_now_is_written_then() -> None:
    news = with_legs(looked_for(sent(), None, NOW), (a_report(agents=("eva",)),))
    renamed = replace(DRAFT, subject="Call with Bea")

    assert begun(looked_for(sent(), None, NOW), DRAFT, NOW).told == fingerprint(NEW)
    for again in (begun(news, renamed, NOW), begun(looked_for(sent(), None, NOW), renamed, NOW)):
        assert again.written == DRAFT
        assert next_step(looked_for(again, RemoteId(5), NOW), NOW) == Due(Update(), NOW)


def test_a_post_that_is_not_wanted_is_made_anew() -> None:
    assert rejected(sent()) == NEW
    assert rejected(sent_twice()) == replace(NEW, tried_at=NOW)


def test_what_is_parked_or_part_of_another_asks_for_nothing() -> None:
    assert next_step(parked(NEW, "REFUSED", "Look.", NOW), NOW) is None
    assert next_step(replace(NEW, part_of=ActivityId("call/2")), NOW) is None


def test_a_parked_activity_says_why_until_it_is_called_in() -> None:
    waiting = parked(NEW, "REFUSED", "Look.", NOW)

    assert state_of(waiting) == "parked"
    assert (view(waiting).reason, view(waiting).message) == ("REFUSED", "Look.")
    assert called_in(waiting) == NEW


def test_an_activity_that_needs_a_person_to_link_its_contact_counts_as_parked() -> None:
    assert state_of(replace(NEW, waiting=WAITING)) == "pending"
    assert state_of(replace(NEW, waiting=replace(WAITING, needs_person=True))) == "parked"


@pytest.mark.parametrize(
    ("activity", "waits_for"),
    [
        (NEW, "ana"),
        (replace(NEW, legs=(a_report(contact_ids=()),), found=FOUND), "bea"),
        (replace(NEW, legs=(a_report(contact_ids=(), deal_id=RecordId("roof")),)), "roof"),
    ],
    ids=["its contact", "whom its number led to", "its deal"],
)
def test_a_refused_activity_waits_for_a_person_and_for_whom_it_is_with(
    activity: Activity, waits_for: str
) -> None:
    after = refused(begun(activity, DRAFT, NOW), "NO_SUCH_DEAL", "The deal is gone.", NOW + SECOND)

    assert (after.sent_at, after.written, after.told) == (None, None, "")
    assert after.parked is not None
    assert after.parked.since == NOW + SECOND
    assert (after.parked.reason, after.parked.message) == ("NO_SUCH_DEAL", "The deal is gone.")
    assert after.waiting == Waiting(
        record_id=RecordId(waits_for),
        reason="NO_SUCH_DEAL",
        message="The deal is gone.",
        needs_person=True,
    )


def test_news_take_a_waiting_activity_up_again_and_keep_whom_it_was_found_to_be_with() -> None:
    waiting = parked(replace(NEW, waiting=WAITING, found=FOUND), "REFUSED", "Look.", NOW)
    legs = (a_report(agents=("eva",)),)

    assert with_legs(waiting, legs) == replace(NEW, legs=legs, found=FOUND)
    to_nobody = replace(NEW, found=replace(FOUND, contact_ids=()))
    assert with_legs(to_nobody, legs).found is None
    assert with_legs(NEW, legs).found is None


def test_an_activity_is_with_whom_vixiees_named_and_whom_its_number_led_to() -> None:
    activity = replace(NEW, found=FOUND)

    assert names_contact(activity, RecordId("ana"))
    assert names_contact(activity, BEA)
    assert not names_contact(NEW, BEA)


def test_callers_see_how_far_an_activity_is_and_why() -> None:
    legs = (a_report(contact_ids=(), deal_id=RecordId("roof")), a_report(source_id="2"))
    seen = view(replace(there(), legs=legs, found=FOUND))

    assert (seen.kind, seen.source_ids, seen.remote_id) == (ActivityKind.CALL, ("1", "2"), 5)
    assert (seen.contact_ids, seen.deal_id) == (("ana",), "roof")
    assert (seen.reason, seen.message) == ("MADE", "It was made.")
    assert view(replace(NEW, legs=legs[:1], found=FOUND)).contact_ids == (BEA,)
    assert view(replace(NEW, waiting=WAITING, found=FOUND)).reason == "CONTACT_NOT_LINKED"
    assert (view(NEW).reason, view(NEW).message, view(NEW).state) == ("", "", "pending")
    assert view(replace(NEW, legs=(a_report(contact_ids=()),))).contact_ids == ()


@pytest.mark.parametrize(
    ("after", "part"),
    [
        (replace(DRAFT, subject="x"), Part.SUBJECT),
        (replace(DRAFT, type="x"), Part.TYPE),
        (replace(DRAFT, at=NOW + SECOND), Part.TIME),
        (replace(DRAFT, seconds=1), Part.DURATION),
        (replace(DRAFT, contacts=(RemoteId(1),)), Part.CONTACTS),
        (replace(DRAFT, deal=RemoteId(1)), Part.DEAL),
        (replace(DRAFT, owner=UserId(1)), Part.OWNER),
        (replace(DRAFT, sections=(Section(name="x", heading="X", html=""),)), Part.NOTE),
    ],
)
def test_only_the_part_that_differs_is_written(after: Draft, part: Part) -> None:
    assert changed_parts(DRAFT, after) == {part}
    assert changed_parts(after, after) == frozenset()

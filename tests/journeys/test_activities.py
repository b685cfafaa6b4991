"""What was done in Vixiees is on the person's time line, once, and for how many tokens."""

from dataclasses import replace
from datetime import UTC, datetime

from google.protobuf.duration_pb2 import Duration

from app.demo.activities import CALL, EMAIL, NOTE, TASK
from app.demo.stage import eventually
from app.demo.timeline import TimeLine
from tests.journeys.town import Town
from vixiees.pipedrive.v1.activity_pb2 import Activity, ActivityKind, ActivityPolicy, ActivityState

_ANA = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612 345 678"}
_AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
_LINK = "https://recordings.vixiees.com/r/1.mp3"
_LOGGED = ActivityState.ACTIVITY_STATE_LOGGED


async def _logged(town: Town, kind: ActivityKind.ValueType, source_id: str) -> Activity:
    activities = town.vixiees.activities
    seen = await eventually(
        lambda: activities.seen(kind, source_id), lambda one: one.state == _LOGGED
    )
    assert seen.state == _LOGGED
    return seen


async def _ana(town: Town) -> str:
    """Connect with Ana on both sides and one call logged, so that the types are known."""
    await town.connect()
    contact_id = await town.vixiees.create(_ANA)
    assert await town.both_show(contact_id, _ANA)
    await town.vixiees.activities.call("first", _AT, contact_ids=[contact_id])
    await _logged(town, CALL, "first")
    await town.quiet()
    town.sandbox.ledger.clear()
    return contact_id


def _spent(town: Town) -> int:
    spent = town.sandbox.ledger.tokens("oauth")
    town.sandbox.ledger.clear()
    return spent


async def test_each_kind_costs_what_is_said(acme_on_each: Town) -> None:
    town, contact_id = acme_on_each, await _ana(acme_on_each)
    activities = town.vixiees.activities
    await activities.call("c", _AT, contact_ids=[contact_id])
    await _logged(town, CALL, "c")
    assert _spent(town) == 5
    await activities.email(
        "e", _AT, body_html="<p>Hi</p>", contact_ids=[contact_id], **{"from": "eva@acme.test"}
    )
    await _logged(town, EMAIL, "e")
    assert _spent(town) == 5
    await activities.task("t", _AT, name="Visit", contact_ids=[contact_id])
    await _logged(town, TASK, "t")
    assert _spent(town) == 5
    await activities.note("n", _AT, author="Eva", body_text="Nice", contact_ids=[contact_id])
    await _logged(town, NOTE, "n")
    assert _spent(town) == 10
    assert await activities.look_up("+34612345678") == [contact_id]
    await activities.call("c", _AT, contact_ids=[contact_id])
    assert _spent(town) == 0


async def test_the_echoes_of_our_activities_are_ignored(acme: Town) -> None:
    contact_id = await _ana(acme)
    webhooks = acme.sandbox.company.webhooks
    first = min(webhooks)
    webhooks[first] = replace(webhooks[first], event_object="*")
    delivered = acme.sandbox.company.deliveries.counts["delivered"]
    activities = acme.vixiees.activities
    await activities.call("c", _AT, contact_ids=[contact_id])
    await activities.note("n", _AT, author="Eva", body_text="Nice", contact_ids=[contact_id])
    await _logged(acme, CALL, "c")
    await _logged(acme, NOTE, "n")
    await acme.quiet()
    assert acme.sandbox.company.deliveries.counts["delivered"] == delivered + 2
    assert webhooks[first].last_http_status == 200
    assert _spent(acme) == 15


async def test_activities_are_listed_by_how_far_they_are(acme: Town) -> None:
    contact_id = await _ana(acme)
    activities = acme.vixiees.activities
    await activities.call("waits", _AT, contact_ids=["nobody yet"])
    await eventually(lambda: activities.seen(CALL, "waits"), lambda one: one.reason != "")
    lost = {"method": "POST", "path": "/api/v1/notes", "kind": "reset"}
    await acme.colleague.http.post("/sandbox/faults", json=lost)
    await activities.note("new", _AT, author="Eva", body_text="Hi", contact_ids=[contact_id])
    (logged,) = await activities.listed(_LOGGED)
    assert list(logged.source_ids) == ["first"]
    assert logged.pipedrive_id > 0
    (parked,) = await activities.listed(ActivityState.ACTIVITY_STATE_PARKED)
    assert list(parked.source_ids) == ["waits"]
    assert parked.reason == "CONTACT_NOT_LINKED"
    assert "'nobody yet' was never handed in" in parked.message
    (pending,) = await activities.listed(ActivityState.ACTIVITY_STATE_PENDING)
    assert list(pending.source_ids) == ["new"]
    assert not pending.HasField("pipedrive_id")
    assert len(await activities.listed()) == 3


async def test_a_late_recording_costs_a_look_and_a_change(acme: Town) -> None:
    contact_id = await _ana(acme)
    first = await acme.vixiees.activities.seen(CALL, "first")
    time_line = TimeLine(acme.colleague)
    await time_line.add_line(first.pipedrive_id, "Very friendly.")
    acme.sandbox.ledger.clear()
    await acme.vixiees.activities.call("first", _AT, contact_ids=[contact_id], recording_url=_LINK)
    seen = await eventually(
        lambda: time_line.activity(first.pipedrive_id), lambda text: _LINK in text
    )
    assert seen.endswith(f"Recording\n{_LINK}\nVery friendly.")
    assert _spent(acme) == 6


async def test_a_comment_that_grows_costs_a_look_and_a_change(acme: Town) -> None:
    contact_id = await _ana(acme)
    activities = acme.vixiees.activities
    await activities.note("n", _AT, author="Eva", body_text="Nice", contact_ids=[contact_id])
    note_id = (await _logged(acme, NOTE, "n")).pipedrive_id
    acme.sandbox.ledger.clear()
    await activities.note("n", _AT, author="Eva", body_text="Very nice", contact_ids=[contact_id])
    seen = await eventually(
        lambda: TimeLine(acme.colleague).note(note_id), lambda text: "Very nice" in text
    )
    assert seen == (
        "note · 2026-10-25 00:30\non Ana Pérez\n"
        "Comment\nAuthor: Eva\nUTC: 2026-10-25 00:30\nVery nice"
    )
    assert _spent(acme) == 12


async def test_an_unknown_number_of_a_long_call_is_logged_on_nobody(acme: Town) -> None:
    await _ana(acme)
    await acme.vixiees.activities.call(
        "c", _AT, to_number="+34 699 999 999", duration=Duration(seconds=90_000)
    )
    seen = await _logged(acme, CALL, "c")
    assert (seen.reason, list(seen.contact_ids)) == ("NO_CONTACT", [])
    text = await TimeLine(acme.colleague).activity(seen.pipedrive_id)
    assert text.startswith("call, done: Outbound call answered: +34 699 999 999")
    assert "23:59" in text
    assert "25:00:00" in text


async def test_a_person_with_a_national_number_is_found_by_the_whole_one(acme: Town) -> None:
    await acme.connect()
    person_id = await acme.colleague.create("Rosa Nacional", ["655 00 01 11"])
    contact_id = await acme.contact_of(person_id)
    activities = acme.vixiees.activities
    assert await activities.look_up("+34655000111") == []
    await activities.set_policy(ActivityPolicy(region="ES"))
    assert await activities.look_up("+34655000111") == [contact_id]
    assert await activities.look_up("+33655000111") == []

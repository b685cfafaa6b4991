"""Activities and notes at the sandbox: what is written there and read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from adapters.pipedrive.crm import PipedriveCrm
from domain.activity.draft import Draft, Part
from domain.activity.html_text import lines_of
from domain.activity.sections import Section, composed, is_ours, merged
from domain.errors import CrmGone, CrmRefused
from domain.model.activity_policy import ActivityType
from domain.model.catalog import UserId
from domain.model.values import RemoteId
from tests.adapters.pipedrive.canned import crm_of
from tests.adapters.pipedrive.opened_sandbox import Company

_ONE, _TWO = RemoteId(1), RemoteId(2)
_SOON_MIDNIGHT = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=2)))
_DRAFT = Draft(
    subject="Outbound call answered: Ana Pérez",
    type="call",
    at=_SOON_MIDNIGHT,
    seconds=3_599,
    contacts=(_TWO, _ONE),
    sections=(),
)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _held(acme: Company, entity: str, remote_id: RemoteId) -> Mapping[str, object]:
    return acme.sandbox.company.tables[entity].rows[remote_id].fields


async def test_an_activity_is_created_done_in_utc_with_its_participants(
    acme: Company, crm: PipedriveCrm
) -> None:
    made = await crm.create_activity(replace(_DRAFT, owner=UserId(11)), "<p>Hi</p>")
    held = _held(acme, "activity", made.remote_id)
    assert (held["subject"], held["type"], held["done"]) == (_DRAFT.subject, "call", True)
    assert (held["due_date"], held["due_time"]) == ("2026-03-28", "23:30:00")
    assert held["duration"] == "01:00:00"
    assert held["participants"] == [
        {"person_id": 2, "primary": True},
        {"person_id": 1, "primary": False},
    ]
    assert held["person_id"] == 2
    assert await crm.activity(made.remote_id) == made


async def test_an_activity_on_nobody_has_only_what_it_has(crm: PipedriveCrm) -> None:
    made = await crm.create_activity(Draft(subject="S", type="email", at=_LONG_AGO), "")
    assert made.html == ""


async def test_a_part_is_written_alone(acme: Company, crm: PipedriveCrm) -> None:
    made = await crm.create_activity(_DRAFT, "<p>Hi</p>")
    changed = replace(_DRAFT, subject="Other", contacts=(_ONE,))
    await crm.update_activity(made.remote_id, changed, "<p>New</p>", frozenset({Part.NOTE}))
    assert _held(acme, "activity", made.remote_id)["subject"] == _DRAFT.subject
    assert (await crm.activity(made.remote_id)).html == "<p>New</p>"
    await crm.update_activity(made.remote_id, changed, "", frozenset({Part.CONTACTS}))
    assert _held(acme, "activity", made.remote_id)["person_id"] == 1


async def test_the_newest_activities_are_those_since(crm: PipedriveCrm) -> None:
    made = await crm.create_activity(_DRAFT, "<p>Hi</p>")
    assert made in await crm.newest_activities(datetime.now(UTC) - timedelta(minutes=1))
    assert await crm.newest_activities(datetime.now(UTC) + timedelta(minutes=1)) == []


async def test_types_come_in_their_order_with_those_switched_off() -> None:
    types = [
        {"key_string": "email", "name": "Email", "order_nr": 2, "active_flag": True},
        {"key_string": "call", "name": "Ring", "order_nr": 1, "active_flag": False},
    ]
    crm = crm_of(lambda _: httpx.Response(200, json={"success": True, "data": types}))
    assert await crm.activity_types() == [
        ActivityType(key="call", name="Ring", is_active=False),
        ActivityType(key="email", name="Email"),
    ]


async def test_our_sections_are_found_in_what_is_read_back(crm: PipedriveCrm) -> None:
    marker = "https://app.vixiees.com/acme/calls/4%2F2"
    before = Section(name="call", heading="Call", html="Result: busy<br>Duration: 1:05")
    after = replace(before, html="Result: answered<br>Duration: 1:05")
    draft = replace(_DRAFT, contacts=(_ONE,))
    for make, newest in (
        (crm.create_activity, crm.newest_activities(_LONG_AGO)),
        (crm.create_note, crm.newest_notes(_ONE, None)),
    ):
        made = await make(draft, composed([before], marker) + "<p>Mine</p>")
        found = [one for one in await newest if is_ours(one.html, marker)]
        assert found == [made]
        text = lines_of(merged(made.html, [before], [after], marker))
        assert text == ["Call", "Result: answered", "Duration: 1:05", "Mine"]


async def test_a_type_that_is_not_there_is_refused(crm: PipedriveCrm) -> None:
    with pytest.raises(CrmRefused):
        await crm.create_activity(replace(_DRAFT, type="nothing"), "")


async def test_a_deleted_activity_is_gone() -> None:
    body = {
        "success": True,
        "data": {"id": 1, "add_time": "2026-01-01T00:00:00Z", "is_deleted": True},
    }
    crm = crm_of(lambda _: httpx.Response(200, json=body))
    with pytest.raises(CrmGone):
        await crm.activity(_ONE)


async def test_an_activity_that_never_was_is_gone(crm: PipedriveCrm) -> None:
    with pytest.raises(CrmGone):
        await crm.activity(RemoteId(999_999))
    with pytest.raises(CrmGone):
        await crm.update_activity(RemoteId(999_999), _DRAFT, "", frozenset({Part.SUBJECT}))


async def test_a_note_of_any_date_is_among_the_last_made(acme: Company, crm: PipedriveCrm) -> None:
    draft = Draft(at=_LONG_AGO, contacts=(_ONE,))
    made = await crm.create_note(draft, "<p>Hi</p>")
    assert acme.sandbox.company.tables["note"].rows[made.remote_id].add_time == (
        "2020-01-01T00:00:00Z"
    )
    assert (await crm.newest_notes(_ONE, None))[0] == made
    assert made not in await crm.newest_notes(_TWO, None)
    assert await crm.note(made.remote_id) == made


async def test_a_part_of_a_note_is_written_alone(acme: Company, crm: PipedriveCrm) -> None:
    draft = Draft(at=_LONG_AGO, contacts=(_ONE,))
    made = await crm.create_note(draft, "<p>Hi</p>")
    changed = Draft(at=_SOON_MIDNIGHT, contacts=(_TWO,), deal=_ONE)
    await crm.update_note(made.remote_id, changed, "<p>New</p>", frozenset({Part.NOTE}))
    held = _held(acme, "note", made.remote_id)
    assert (held["content"], held["person_id"], held["deal_id"]) == ("<p>New</p>", 1, None)
    links = frozenset({Part.DEAL, Part.CONTACTS, Part.TIME})
    await crm.update_note(made.remote_id, changed, "", links)
    held = _held(acme, "note", made.remote_id)
    assert (held["content"], held["person_id"], held["deal_id"]) == ("<p>New</p>", 2, 1)
    note = acme.sandbox.company.tables["note"].rows[made.remote_id]
    assert note.add_time == "2026-03-28T23:30:00Z"
    with pytest.raises(CrmGone):
        await crm.update_note(RemoteId(999_999), draft, "x", frozenset({Part.NOTE}))


async def test_a_link_of_a_note_is_never_taken_away(acme: Company, crm: PipedriveCrm) -> None:
    made = await crm.create_note(Draft(at=_LONG_AGO, contacts=(_ONE,), deal=_ONE), "<p>Hi</p>")
    on_deal = Draft(at=_LONG_AGO, deal=_ONE)
    await crm.update_note(made.remote_id, on_deal, "", frozenset({Part.CONTACTS}))
    assert _held(acme, "note", made.remote_id)["person_id"] == 1


async def test_a_deleted_note_is_gone() -> None:
    body = {"success": True, "data": {"id": 1, "content": "x", "active_flag": False}}
    crm = crm_of(lambda _: httpx.Response(200, json=body))
    with pytest.raises(CrmGone):
        await crm.note(_ONE)


async def test_what_is_deleted_is_gone(crm: PipedriveCrm) -> None:
    activity = await crm.create_activity(_DRAFT, "<p>Hi</p>")
    note = await crm.create_note(_DRAFT, "<p>Hi</p>")
    await crm.delete_activity(activity.remote_id)
    await crm.delete_note(note.remote_id)
    with pytest.raises(CrmGone):
        await crm.activity(activity.remote_id)
    with pytest.raises(CrmGone):
        await crm.note(note.remote_id)
    with pytest.raises(CrmGone):
        await crm.delete_activity(RemoteId(999_999))

"""Activities of the sandbox (v2)."""

import json

import pytest

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from tests.adapters.sandbox.activity_calls import ACTIVITIES, an_activity, listed_ids, made_activity
from tests.adapters.sandbox.driving import Client, Core, put_deal


def test_a_created_activity_is_answered_whole_and_can_be_read(core: Core) -> None:
    made = made_activity(
        core, 2, due_date="2026-11-23", public_description="Hi", busy=True, priority=3
    )

    assert (made["id"], made["type"], made["subject"]) == (1, "call", "Call")
    assert made["owner_id"] == made["creator_user_id"] == core.sandbox.installer.id
    assert (made["done"], made["marked_as_done_time"], made["is_deleted"]) == (False, None, False)
    assert made.pop("attendees") == []
    assert core.data("GET", f"{ACTIVITIES}/1") == made


def test_nothing_is_required(core: Core) -> None:
    made = core.data("POST", ACTIVITIES, {})

    assert (made["type"], made["subject"], made["participants"]) == ("call", "Call", [])
    assert core.data("POST", ACTIVITIES, {"type": "email"})["subject"] == "Email"


def test_attendees_come_when_asked_for(core: Core) -> None:
    attendees = [{"email": "anna@example.com", "is_organizer": True, "user_id": 12}]
    made_activity(core, 2, attendees=attendees)

    (listed,) = core.data("GET", ACTIVITIES)
    assert "attendees" not in listed
    assert core.data("GET", f"{ACTIVITIES}/1", include_fields="attendees")["attendees"] == attendees
    (listed,) = core.data("GET", ACTIVITIES, include_fields="attendees")
    assert listed["attendees"] == attendees


def test_the_primary_participant_is_the_person_of_the_activity(core: Core) -> None:
    made = made_activity(core, 3, 2)
    changed = core.data("PATCH", f"{ACTIVITIES}/1", {"participants": [{"person_id": 4}]})
    alone = core.data("PATCH", f"{ACTIVITIES}/1", {"participants": []})

    assert made["person_id"] == 3
    assert made["participants"] == [
        {"person_id": 3, "primary": True},
        {"person_id": 2, "primary": False},
    ]
    assert changed["participants"] == [{"person_id": 4, "primary": True}]
    assert (changed["person_id"], alone["person_id"]) == (4, None)


def test_the_person_is_never_written(core: Core) -> None:
    refused = core("POST", ACTIVITIES, {"person_id": 2})

    assert refused.status == 400
    assert json.loads(refused.body)["code"] == "ERR_BAD_REQUEST"
    assert "primary participant" in json.loads(refused.body)["error"]


def test_the_organization_is_that_of_the_person_unless_it_is_given(core: Core) -> None:
    core.data("PATCH", "/api/v2/persons/2", {"org_id": 5})

    assert made_activity(core, 2)["org_id"] == 5
    assert made_activity(core, 2, org_id=6)["org_id"] == 6
    assert core.data("POST", ACTIVITIES, {})["org_id"] is None


def test_a_deal_gives_its_organization_where_the_person_has_none(core: Core) -> None:
    put_deal(core, org_id=4)
    made = core.data("POST", ACTIVITIES, {"deal_id": 1})

    assert (made["deal_id"], made["org_id"], made["person_id"]) == (1, 4, None)
    assert listed_ids(core, deal_id=1) == [1]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("10:30", "10:30:00"), ("23:59:59", "23:59:59"), ("00:00", "00:00:00"), (None, None)],
)
def test_a_time_of_the_day_is_answered_with_seconds(
    core: Core, sent: str | None, kept: str | None
) -> None:
    assert made_activity(core, 2, due_time=sent)["due_time"] == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("00:00", "00:00:00"),
        ("01:20", "01:20:00"),
        ("24:00:01", "24:00:01"),
        ("100:59", "100:59:00"),
    ],
)
def test_a_duration_is_hours_and_minutes(core: Core, sent: str, kept: str) -> None:
    assert made_activity(core, 2, duration=sent)["duration"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", " "),
        ("subject", "x" * 256),
        ("type", "fax"),
        ("type", "Call"),
        ("type", None),
        ("owner_id", 999),
        ("deal_id", 999),
        ("org_id", 999),
        ("org_id", "1"),
        ("lead_id", "adf21080-0e10-11eb-879b-05d71fb426ec"),
        ("due_date", "23.11.2026"),
        ("due_time", "24:00"),
        ("due_time", "9:30"),
        ("due_time", "10:60"),
        ("due_time", "10:30Z"),
        ("duration", "00:60"),
        ("duration", "1:00"),
        ("duration", "-1:00"),
        ("duration", "\u0660\u0660:\u0660\u0660"),
        ("duration", 60),
        ("done", 1),
        ("busy", "true"),
        ("location", "Elbe 1"),
        ("participants", [{"person_id": 999}]),
        ("participants", [{"person_id": "2"}]),
        ("participants", [{"primary": True}]),
        ("participants", [{"person_id": 2}, {"person_id": 2}]),
        ("participants", [{"person_id": 2, "primary_flag": True}]),
        ("attendees", [{"mail": "x"}]),
        ("note", "x" * 100_001),
        ("note", "ü" * 50_001),
        ("note", "\ud800"),
        ("marked_as_done_time", "2026-11-23T12:00:00Z"),
        ("add_time", "2026-11-23T12:00:00Z"),
        ("custom_fields", {}),
    ],
)
def test_a_wrong_value_is_refused_with_its_field_and_leaves_no_trace(
    core: Core, field: str, value: object
) -> None:
    refused = core("POST", ACTIVITIES, {**an_activity(2), field: value})

    assert refused.status == 400
    assert field in json.loads(refused.body)["error"]
    assert core.sandbox.company.tables["activity"].last_id == 0


def test_a_deleted_person_takes_part_in_nothing_new_and_stays_in_what_was(core: Core) -> None:
    made_activity(core, 2)
    core.data("DELETE", "/api/v2/persons/2")

    assert core("POST", ACTIVITIES, an_activity(2)).status == 400
    assert core.data("PATCH", f"{ACTIVITIES}/1", {"done": True})["person_id"] == 2


def test_what_is_done_is_stamped_and_what_is_undone_is_not(core: Core) -> None:
    made = made_activity(core, 2, done=True)
    core.wait(minutes=5)
    again = core.data("PATCH", f"{ACTIVITIES}/1", {"done": True, "subject": "New"})
    undone = core.data("PATCH", f"{ACTIVITIES}/1", {"done": False})

    assert made["marked_as_done_time"] == again["marked_as_done_time"] == "2026-11-23T12:00:00Z"
    assert undone["marked_as_done_time"] is None


def test_a_note_is_cleaned_of_what_may_run(core: Core) -> None:
    made = made_activity(
        core, 2, note='<p onclick="x()">Hi<script>x()</script></p>', public_description="<"
    )

    assert (made["note"], made["public_description"]) == ("<p>Hi</p>", "&lt;")


def test_a_patch_that_changes_nothing_leaves_the_update_time(core: Core) -> None:
    made = made_activity(core, 2)
    core.wait(minutes=1)
    same = core.data("PATCH", f"{ACTIVITIES}/1", {"subject": "Call"})
    changed = core.data("PATCH", f"{ACTIVITIES}/1", {"subject": "Recall"})

    assert same["update_time"] == made["update_time"]
    assert changed["update_time"] == "2026-11-23T12:01:00Z"


async def test_an_app_may_read_and_write_activities(client: Client) -> None:
    app = client.acting_as(authorization=f"Bearer {(await client.tokens())['access_token']}")
    made = await app("POST", ACTIVITIES, an_activity(2))

    assert made.status == 200
    assert (await app("GET", f"{ACTIVITIES}/{made.data['id']}")).status == 200


def test_the_seed_has_an_activity_and_a_note_for_every_forty_persons() -> None:
    core = Core(sandbox=Sandbox(seeded_company(persons=200)))

    activities = core.data("GET", ACTIVITIES)
    assert [each["person_id"] for each in activities] == [40, 80, 120, 160, 200]
    assert all((each["marked_as_done_time"] is not None) == each["done"] for each in activities)
    assert len(core.data("GET", "/api/v1/notes")) == 5

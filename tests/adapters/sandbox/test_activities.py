"""Activities of the sandbox (v2)."""

import json
from typing import Any

import pytest

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from tests.adapters.sandbox.driving import Client, Core, put_deal

ACTIVITIES = "/api/v2/activities"


def _with(*person_ids: int, **values: object) -> dict[str, object]:
    """Write an activity with participants, the first of them the primary one."""
    people = [{"person_id": each, "primary": each == person_ids[0]} for each in person_ids]
    return {"subject": "Call", "type": "call", "participants": people, **values}


def _made(core: Core, *person_ids: int, **values: object) -> Any:  # noqa: ANN401 - tests look into it
    return core.data("POST", ACTIVITIES, _with(*person_ids, **values))


def _ids(core: Core, **query: object) -> list[int]:
    return [each["id"] for each in core.data("GET", ACTIVITIES, None, **query)]


def test_a_created_activity_is_answered_whole_and_can_be_read(core: Core) -> None:
    made = _made(core, 2, due_date="2026-11-23", public_description="Hi", busy=True, priority=3)

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
    _made(core, 2, attendees=attendees)

    (listed,) = core.data("GET", ACTIVITIES)
    assert "attendees" not in listed
    assert core.data("GET", f"{ACTIVITIES}/1", include_fields="attendees")["attendees"] == attendees
    (listed,) = core.data("GET", ACTIVITIES, include_fields="attendees")
    assert listed["attendees"] == attendees


def test_the_primary_participant_is_the_person_of_the_activity(core: Core) -> None:
    made = _made(core, 3, 2)
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

    assert _made(core, 2)["org_id"] == 5
    assert _made(core, 2, org_id=6)["org_id"] == 6
    assert core.data("POST", ACTIVITIES, {})["org_id"] is None


def test_a_deal_gives_its_organization_where_the_person_has_none(core: Core) -> None:
    put_deal(core, org_id=4)
    made = core.data("POST", ACTIVITIES, {"deal_id": 1})

    assert (made["deal_id"], made["org_id"], made["person_id"]) == (1, 4, None)
    assert _ids(core, deal_id=1) == [1]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("10:30", "10:30:00"), ("23:59:59", "23:59:59"), ("00:00", "00:00:00"), (None, None)],
)
def test_a_time_of_the_day_is_answered_with_seconds(
    core: Core, sent: str | None, kept: str | None
) -> None:
    assert _made(core, 2, due_time=sent)["due_time"] == kept


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
    assert _made(core, 2, duration=sent)["duration"] == kept


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
    refused = core("POST", ACTIVITIES, {**_with(2), field: value})

    assert refused.status == 400
    assert field in json.loads(refused.body)["error"]
    assert core.sandbox.company.tables["activity"].last_id == 0


def test_a_deleted_person_takes_part_in_nothing_new_and_stays_in_what_was(core: Core) -> None:
    _made(core, 2)
    core.data("DELETE", "/api/v2/persons/2")

    assert core("POST", ACTIVITIES, _with(2)).status == 400
    assert core.data("PATCH", f"{ACTIVITIES}/1", {"done": True})["person_id"] == 2


def test_what_is_done_is_stamped_and_what_is_undone_is_not(core: Core) -> None:
    made = _made(core, 2, done=True)
    core.wait(minutes=5)
    again = core.data("PATCH", f"{ACTIVITIES}/1", {"done": True, "subject": "New"})
    undone = core.data("PATCH", f"{ACTIVITIES}/1", {"done": False})

    assert made["marked_as_done_time"] == again["marked_as_done_time"] == "2026-11-23T12:00:00Z"
    assert undone["marked_as_done_time"] is None


def test_a_note_is_cleaned_of_what_may_run(core: Core) -> None:
    made = _made(
        core, 2, note='<p onclick="x()">Hi<script>x()</script></p>', public_description="<"
    )

    assert (made["note"], made["public_description"]) == ("<p>Hi</p>", "&lt;")


def test_a_patch_that_changes_nothing_leaves_the_update_time(core: Core) -> None:
    made = _made(core, 2)
    core.wait(minutes=1)
    same = core.data("PATCH", f"{ACTIVITIES}/1", {"subject": "Call"})
    changed = core.data("PATCH", f"{ACTIVITIES}/1", {"subject": "Recall"})

    assert same["update_time"] == made["update_time"]
    assert changed["update_time"] == "2026-11-23T12:01:00Z"


def test_a_deleted_activity_is_left_out_of_lists_and_gone_after_thirty_days(core: Core) -> None:
    _made(core, 2)
    assert core.data("DELETE", f"{ACTIVITIES}/1") == {"id": 1}

    assert _ids(core) == []
    assert core.data("GET", f"{ACTIVITIES}/1")["is_deleted"] is True
    assert core("PATCH", f"{ACTIVITIES}/1", {"done": True}).status == 404
    assert core("DELETE", f"{ACTIVITIES}/1").status == 404
    core.wait(days=30)
    assert core("GET", f"{ACTIVITIES}/1").status == 404


def test_lists_are_filtered(core: Core) -> None:
    _made(core, 2, 3, done=True, org_id=1)
    core.wait(hours=1)
    _made(core, 3, owner_id=12, org_id=2)

    assert _ids(core, person_id=3) == [2]
    assert _ids(core, person_id=2) == [1]
    assert _ids(core, owner_id=12) == [2]
    assert _ids(core, org_id=1) == [1]
    assert _ids(core, done="true") == [1]
    assert _ids(core, done="false") == [2]
    assert _ids(core, ids="2,7") == [2]
    assert _ids(core, updated_since="2026-11-23T13:00:00Z") == [2]
    assert _ids(core, updated_until="2026-11-23T13:00:00Z") == [1]
    assert _ids(core, deal_id=1) == []


def test_a_list_by_due_date_is_walked_page_by_page(core: Core) -> None:
    for due_date in ("2026-03-01", None, "2026-01-01", "2026-03-01", None):
        _made(core, 2, due_date=due_date)
    walked: list[int] = []
    cursor: dict[str, object] = {}
    for _ in range(3):
        page = json.loads(core("GET", ACTIVITIES, limit=2, sort_by="due_date", **cursor).body)
        walked += [each["id"] for each in page["data"]]
        cursor = {"cursor": page["additional_data"]["next_cursor"]}

    assert walked == [2, 5, 3, 1, 4]
    assert cursor == {"cursor": None}
    assert _ids(core, sort_by="due_date", sort_direction="desc") == [4, 1, 3, 5, 2]


@pytest.mark.parametrize(
    "query", [{"type": "call"}, {"filter_id": 1}, {"include_fields": "note"}, {"done": "1"}]
)
def test_a_query_that_is_not_published_or_not_served_is_refused(
    core: Core, query: dict[str, object]
) -> None:
    assert core("GET", ACTIVITIES, None, **query).status == 400


def test_the_activities_of_a_merged_person_go_to_the_one_that_stays(core: Core) -> None:
    _made(core, 2)
    _made(core, 4, 2, 3)
    _made(core, 2, 3)
    core.data("PUT", "/api/v1/persons/2/merge", {"merge_with_id": 3})

    assert _ids(core, person_id=3) == [1, 3]
    assert core.data("GET", f"{ACTIVITIES}/2")["participants"] == [
        {"person_id": 4, "primary": True},
        {"person_id": 3, "primary": False},
    ]
    assert core.data("GET", f"{ACTIVITIES}/3")["participants"] == [
        {"person_id": 3, "primary": True}
    ]


def test_the_activities_of_a_merged_organization_go_to_the_one_that_stays(core: Core) -> None:
    _made(core, 2, org_id=1)
    core.data("PUT", "/api/v1/organizations/1/merge", {"merge_with_id": 2})

    assert _ids(core, org_id=2) == [1]


async def test_an_app_may_read_and_write_activities(client: Client) -> None:
    app = client.acting_as(authorization=f"Bearer {(await client.tokens())['access_token']}")
    made = await app("POST", ACTIVITIES, _with(2))

    assert made.status == 200
    assert (await app("GET", f"{ACTIVITIES}/{made.data['id']}")).status == 200


def test_the_seed_has_an_activity_and_a_note_for_every_forty_persons() -> None:
    core = Core(sandbox=Sandbox(seeded_company(persons=200)))

    activities = core.data("GET", ACTIVITIES)
    assert [each["person_id"] for each in activities] == [40, 80, 120, 160, 200]
    assert all((each["marked_as_done_time"] is not None) == each["done"] for each in activities)
    assert len(core.data("GET", "/api/v1/notes")) == 5

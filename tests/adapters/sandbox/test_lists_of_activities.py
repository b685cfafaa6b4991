"""Lists of the sandbox's activities (v2), and who has them after a merge."""

import json

import pytest

from tests.adapters.sandbox.activity_calls import ACTIVITIES, listed_ids, made_activity
from tests.adapters.sandbox.driving import Core


def test_a_deleted_activity_is_left_out_of_lists_and_gone_after_thirty_days(core: Core) -> None:
    made_activity(core, 2)
    assert core.data("DELETE", f"{ACTIVITIES}/1") == {"id": 1}

    assert listed_ids(core) == []
    assert core.data("GET", f"{ACTIVITIES}/1")["is_deleted"] is True
    assert core("PATCH", f"{ACTIVITIES}/1", {"done": True}).status == 404
    assert core("DELETE", f"{ACTIVITIES}/1").status == 404
    core.wait(days=30)
    assert core("GET", f"{ACTIVITIES}/1").status == 404


def test_lists_are_filtered(core: Core) -> None:
    made_activity(core, 2, 3, done=True, org_id=1)
    core.wait(hours=1)
    made_activity(core, 3, owner_id=12, org_id=2)

    assert listed_ids(core, person_id=3) == [2]
    assert listed_ids(core, person_id=2) == [1]
    assert listed_ids(core, owner_id=12) == [2]
    assert listed_ids(core, org_id=1) == [1]
    assert listed_ids(core, done="true") == [1]
    assert listed_ids(core, done="false") == [2]
    assert listed_ids(core, ids="2,7") == [2]
    assert listed_ids(core, updated_since="2026-11-23T13:00:00Z") == [2]
    assert listed_ids(core, updated_until="2026-11-23T13:00:00Z") == [1]
    assert listed_ids(core, deal_id=1) == []


def test_a_list_by_due_date_is_walked_page_by_page(core: Core) -> None:
    for due_date in ("2026-03-01", None, "2026-01-01", "2026-03-01", None):
        made_activity(core, 2, due_date=due_date)
    walked: list[int] = []
    cursor: dict[str, object] = {}
    for _ in range(3):
        page = json.loads(core("GET", ACTIVITIES, limit=2, sort_by="due_date", **cursor).body)
        walked += [each["id"] for each in page["data"]]
        cursor = {"cursor": page["additional_data"]["next_cursor"]}

    assert walked == [2, 5, 3, 1, 4]
    assert cursor == {"cursor": None}
    assert listed_ids(core, sort_by="due_date", sort_direction="desc") == [4, 1, 3, 5, 2]


@pytest.mark.parametrize(
    "query", [{"type": "call"}, {"filter_id": 1}, {"include_fields": "note"}, {"done": "1"}]
)
def test_a_query_that_is_not_published_or_not_served_is_refused(
    core: Core, query: dict[str, object]
) -> None:
    assert core("GET", ACTIVITIES, None, **query).status == 400


def test_the_activities_of_a_merged_person_go_to_the_one_that_stays(core: Core) -> None:
    made_activity(core, 2)
    made_activity(core, 4, 2, 3)
    made_activity(core, 2, 3)
    core.data("PUT", "/api/v1/persons/2/merge", {"merge_with_id": 3})

    assert listed_ids(core, person_id=3) == [1, 3]
    assert core.data("GET", f"{ACTIVITIES}/2")["participants"] == [
        {"person_id": 4, "primary": True},
        {"person_id": 3, "primary": False},
    ]
    assert core.data("GET", f"{ACTIVITIES}/3")["participants"] == [
        {"person_id": 3, "primary": True}
    ]


def test_the_activities_of_a_merged_organization_go_to_the_one_that_stays(core: Core) -> None:
    made_activity(core, 2, org_id=1)
    core.data("PUT", "/api/v1/organizations/1/merge", {"merge_with_id": 2})

    assert listed_ids(core, org_id=2) == [1]

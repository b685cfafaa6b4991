import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from tests.adapters.sandbox.driving import Client, Core

PERSONS = "/api/v2/persons"


def _ids(core: Core, **query: object) -> list[int]:
    return [row["id"] for row in core.data("GET", PERSONS, None, limit=500, **query)]


def _walk(core: Core, **query: object) -> list[int]:
    """Read all pages, following the cursor."""
    found: list[int] = []
    cursor: dict[str, object] = {}
    while True:
        response = core("GET", PERSONS, None, **query, **cursor)
        page = json.loads(response.body)
        found += [row["id"] for row in page["data"]]
        following = page["additional_data"]["next_cursor"]
        if following is None:
            return found
        cursor = {"cursor": following}


@settings(max_examples=30, deadline=None)
@given(
    persons=st.integers(0, 40),
    limit=st.integers(1, 45),
    sort_by=st.sampled_from(["id", "update_time", "add_time"]),
    direction=st.sampled_from(["asc", "desc"]),
)
def test_a_walk_over_the_pages_meets_every_person_exactly_once(
    persons: int, limit: int, sort_by: str, direction: str
) -> None:
    core = Core(sandbox=Sandbox(seeded_company(persons=persons, organizations=1)))
    core("PUT", "/sandbox/switches", {"burst_api_token": 1000})

    walked = _walk(core, limit=limit, sort_by=sort_by, sort_direction=direction)

    assert sorted(walked) == list(range(1, persons + 1))
    assert walked == _ids(core, sort_by=sort_by, sort_direction=direction)


def test_a_walk_by_id_is_not_disturbed_by_deletions_and_creations(core: Core) -> None:
    first = json.loads(core("GET", PERSONS, None, limit=10).body)
    for gone in (3, 11):
        core("DELETE", f"{PERSONS}/{gone}")
    core("POST", PERSONS, {"name": "New"})
    cursor = first["additional_data"]["next_cursor"]

    assert _ids(core, cursor=cursor) == list(range(12, 32))


async def test_a_page_holds_a_hundred_unless_told_otherwise(client: Client) -> None:
    for _ in range(3):
        await client("POST", PERSONS, {"name": "A"})

    reply = await client("GET", PERSONS)
    assert len(reply.data) == 33
    assert reply.json["additional_data"] == {"next_cursor": None}


def test_updated_since_includes_its_second_and_updated_until_does_not(core: Core) -> None:
    core.data("PATCH", f"{PERSONS}/7", {"name": "Seven"})
    core.wait(seconds=1)
    core.data("PATCH", f"{PERSONS}/8", {"name": "Eight"})

    assert _ids(core, updated_since="2026-11-23T12:00:00Z") == [7, 8]
    assert _ids(core, updated_since="2026-11-23T13:00:01+01:00") == [8]
    assert 7 in _ids(core, updated_until="2026-11-23T12:00:01Z")
    assert 8 not in _ids(core, updated_until="2026-11-23T12:00:01Z")


def test_filters_by_ids_owner_and_organization(core: Core) -> None:
    core.data("PATCH", f"{PERSONS}/4", {"org_id": 2, "owner_id": 13})

    assert _ids(core, ids="4,9,999") == [4, 9]
    assert 4 in _ids(core, org_id=2)
    assert _ids(core, ids="4,9", owner_id=13, org_id=2) == [4]


@pytest.mark.parametrize(
    "query",
    [
        "limit=501",
        "limit=0",
        "limit=x",
        "cursor=rubbish",
        "sort_by=name",
        "sort_direction=up",
        "updated_since=2026-11-23T12:00:00.000Z",
        "updated_since=2026-11-23",
        "updated_since=2026-02-30T12:00:00Z",
        "ids=1,,2",
        "ids=" + ",".join(["1"] * 101),
        "org_id=abc",
        "include_fields=nonsense",
        "include_labels=1",
        "custom_fields=" + ",".join(["a"] * 16),
        "start=0",
    ],
)
async def test_a_bad_parameter_is_refused(client: Client, query: str) -> None:
    refused = await client("GET", f"{PERSONS}?{quote(query, safe='=&')}")

    assert refused.status == 400
    assert refused.json["code"] == "ERR_SCHEMA_VALIDATION_FAILED"


def test_a_cursor_of_another_order_is_refused(core: Core) -> None:
    page = json.loads(core("GET", PERSONS, None, limit=5).body)
    cursor = page["additional_data"]["next_cursor"]

    assert core("GET", PERSONS, None, cursor=cursor, sort_by="update_time").status == 400

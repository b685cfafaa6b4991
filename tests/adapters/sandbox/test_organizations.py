import json

import pytest

from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import Client, Core

ORGANIZATIONS = "/api/v2/organizations"
SEARCH = "/api/v2/organizations/search"


def _found(core: Core, **query: object) -> list[int]:
    return [hit["item"]["id"] for hit in core.data("GET", SEARCH, None, **query)["items"]]


async def test_an_organization_goes_through_its_life(client: Client) -> None:
    created = (await client("POST", ORGANIZATIONS, {"name": "Elbe", "website": None})).data
    path = f"{ORGANIZATIONS}/{created['id']}"
    changed = await client("PATCH", path, {"address": {"value": "Hafen 1, Hamburg"}})
    deleted = await client("DELETE", path)

    assert changed.data["address"]["value"] == "Hafen 1, Hamburg"
    assert changed.data["address"]["country"] is None
    assert deleted.data == {"id": created["id"]}
    assert (await client("GET", path)).data["is_deleted"] is True


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "A", "address": "Elbe"}, {"title": "A"}]
)
async def test_a_bad_organization_is_refused(client: Client, body: object) -> None:
    assert (await client("POST", ORGANIZATIONS, body)).status == 400


def test_two_organizations_may_have_one_name(core: Core) -> None:
    first = core.data("POST", ORGANIZATIONS, {"name": "Twin"})
    second = core.data("POST", ORGANIZATIONS, {"name": "Twin"})

    assert _found(core, term="twin", exact_match="true") == [first["id"], second["id"]]


def test_an_exact_search_takes_the_whole_name_in_any_case(core: Core) -> None:
    assert _found(core, term="acme gmbh", exact_match="true", fields="name") == [2, 3, 4]
    assert _found(core, term="acme", exact_match="true", fields="name") == []
    assert _found(core, term="acm", fields="name") == [2, 3, 4]


def test_a_search_has_pages(core: Core) -> None:
    first = json.loads(core("GET", SEARCH, None, term="acme", limit=2).body)
    cursor = first["additional_data"]["next_cursor"]

    assert [hit["item"]["id"] for hit in first["data"]["items"]] == [2, 3]
    assert _found(core, term="acme", limit=2, cursor=cursor) == [4]


@pytest.mark.parametrize("query", [{}, {"term": "a"}, {"term": "acme", "fields": "title"}])
def test_a_bad_search_is_refused(core: Core, query: dict[str, object]) -> None:
    assert core("GET", SEARCH, None, **query).status == 400


def test_a_search_may_lag_behind_the_writing(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"search_lag_seconds": 5})
    created = core.data("POST", ORGANIZATIONS, {"name": "Fresh"})

    assert _found(core, term="fresh") == []
    core.wait(seconds=5)
    assert _found(core, term="fresh") == [created["id"]]


def test_the_persons_of_a_merged_organization_move_to_the_other(core: Core) -> None:
    person = core.data("POST", "/api/v2/persons", {"name": "A", "org_id": 5})

    assert core.data("PUT", "/api/v1/organizations/5/merge", {"merge_with_id": 6}) == {"id": 6}
    assert core.data("GET", f"/api/v2/persons/{person['id']}")["org_id"] == 6


def test_a_person_still_names_its_deleted_organization(core: Core, sandbox: Sandbox) -> None:
    person = core.data("POST", "/api/v2/persons", {"name": "A", "org_id": 5})
    core.data("DELETE", f"{ORGANIZATIONS}/5")

    assert core.data("GET", f"/api/v2/persons/{person['id']}")["org_id"] == 5
    assert not sandbox.company.exists("organization", 5)

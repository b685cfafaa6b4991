"""Activity types of the sandbox (v1)."""

import pytest

from tests.adapters.sandbox.driving import Client, Core

TYPES = "/api/v1/activityTypes"


def _keys(core: Core) -> dict[str, bool]:
    return {each["key_string"]: each["active_flag"] for each in core.data("GET", TYPES)}


def test_a_company_begins_with_six_types(core: Core) -> None:
    names = ("call", "meeting", "task", "deadline", "email", "lunch")

    assert _keys(core) == dict.fromkeys(names, True)


def test_a_deactivated_type_stays_listed_and_is_refused(core: Core) -> None:
    gone = core.data("DELETE", f"{TYPES}/1")

    assert (gone["key_string"], gone["active_flag"]) == ("call", False)
    assert _keys(core)["call"] is False
    assert core("POST", "/api/v2/activities", {"type": "call"}).status == 400
    assert core.data("POST", "/api/v2/activities", {})["type"] == "meeting"


def test_an_activity_of_a_type_that_was_deactivated_can_still_be_changed(core: Core) -> None:
    core.data("POST", "/api/v2/activities", {"type": "call"})
    core.data("DELETE", f"{TYPES}/1")

    assert core.data("PATCH", "/api/v2/activities/1", {"done": True})["type"] == "call"


def test_without_any_type_nothing_can_be_logged(core: Core) -> None:
    for type_id in range(1, 7):
        core.data("DELETE", f"{TYPES}/{type_id}")

    assert core("POST", "/api/v2/activities", {"subject": "x"}).status == 400


def test_a_new_type_gets_a_key_that_no_other_has_and_keeps_it(core: Core) -> None:
    video = {"name": "Video call", "icon_key": "camera", "color": "aeb31b"}
    first, second = core.data("POST", TYPES, video), core.data("POST", TYPES, video)
    renamed = core.data("PUT", f"{TYPES}/{first['id']}", {"name": "Film", "order_nr": 1})

    assert (first["key_string"], second["key_string"]) == ("video_call", "video_call_2")
    assert (first["is_custom_flag"], first["add_time"]) == (True, "2026-11-23 12:00:00")
    assert (renamed["name"], renamed["key_string"]) == ("Film", "video_call")
    assert core.data("POST", "/api/v2/activities", {"type": "video_call"})["type"] == "video_call"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"icon_key": "call"},
        {"name": " ", "icon_key": "call"},
        {"name": "x", "icon_key": "fax"},
        {"name": "x", "icon_key": "call", "key_string": "x"},
    ],
)
def test_a_wrong_type_is_refused(core: Core, body: dict[str, object]) -> None:
    assert core("POST", TYPES, body).status == 400


def test_an_unknown_type_is_not_found(core: Core) -> None:
    assert core("PUT", f"{TYPES}/99", {"name": "x"}).status == 404
    assert core("DELETE", f"{TYPES}/x").status == 404


async def test_types_are_written_by_administrators_only(client: Client) -> None:
    app = client.acting_as(authorization=f"Bearer {(await client.tokens())['access_token']}")

    assert (await app("GET", TYPES)).status == 200
    assert (await app("DELETE", f"{TYPES}/1")).status == 403

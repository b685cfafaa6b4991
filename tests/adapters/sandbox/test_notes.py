"""Notes of the sandbox (v1)."""

import json
from typing import Any

import pytest

from tests.adapters.sandbox.driving import Client, Core, put_deal

NOTES = "/api/v1/notes"


def _made(core: Core, **values: object) -> Any:  # noqa: ANN401 - tests look into it as they like
    return core.data("POST", NOTES, {"content": "<p>Hi</p>", "person_id": 2, **values})


def _ids(core: Core, **query: object) -> list[int]:
    return [each["id"] for each in core.data("GET", NOTES, None, **query) or []]


def test_a_note_is_answered_with_the_names_of_what_it_hangs_on(core: Core) -> None:
    made = _made(core, org_id=1)
    person, company = core.data("GET", "/api/v2/persons/2"), core.sandbox.company

    assert (made["person"], made["deal"]) == ({"name": person["name"]}, None)
    assert made["organization"] == {"name": company.tables["organization"].rows[1].name}
    assert made["user"]["email"] == core.sandbox.installer.email
    assert (made["user"]["is_you"], made["active_flag"]) == (True, True)
    assert made["add_time"] == made["update_time"] == "2026-11-23 12:00:00"
    assert core.data("GET", f"{NOTES}/1") == made


def test_a_note_on_a_deal_names_it(core: Core) -> None:
    put_deal(core, title="Solar roof")
    made = _made(core, deal_id=1, person_id=None)

    assert (made["deal"], made["person"]) == ({"title": "Solar roof"}, None)
    assert _ids(core, deal_id=1) == [1]


def test_the_content_is_cleaned_so_that_it_may_differ_from_what_was_sent(core: Core) -> None:
    sent = '<p style="x">Tom & Ana<script>x()</script> <a href="https://a.example/1">link</a>'

    assert _made(core, content=sent)["content"] == (
        '<p>Tom &amp; Ana <a href="https://a.example/1" target="_blank"'
        ' rel="noopener noreferrer">link</a></p>'
    )


def test_a_note_may_be_of_another_time(core: Core) -> None:
    made = _made(core, add_time="2020-02-29 23:59:59")
    changed = core.data("PUT", f"{NOTES}/1", {"add_time": "2030-01-01 00:00:00"})

    assert made["add_time"] == "2020-02-29 23:59:59"
    assert changed["add_time"] == "2030-01-01 00:00:00"


@pytest.mark.parametrize(
    "changes",
    [
        {"person_id": None},
        {"person_id": 999},
        {"org_id": 999},
        {"deal_id": 999},
        {"deal_id": "1"},
        {"lead_id": "adf21080-0e10-11eb-879b-05d71fb426ec"},
        {"content": " "},
        {"content": "<script>x()</script>"},
        {"content": "x" * 100_001},
        {"content": None},
        {"user_id": 999},
        {"add_time": "2026-01-01T00:00:00Z"},
        {"add_time": "2026-02-30 00:00:00"},
        {"pinned_to_person_flag": True},
        {"pinned_to_organization_flag": 1},
        {"pinned_to_person_flag": 2},
        {"active_flag": False},
    ],
)
def test_a_wrong_note_is_refused_and_leaves_no_trace(
    core: Core, changes: dict[str, object]
) -> None:
    assert core("POST", NOTES, {"content": "x", "person_id": 2, **changes}).status == 400
    assert core.sandbox.company.tables["note"].last_id == 0


def test_content_is_required_at_first_only(core: Core) -> None:
    assert core("POST", NOTES, {"person_id": 2}).status == 400
    _made(core)
    assert core.data("PUT", f"{NOTES}/1", {"org_id": 1})["content"] == "<p>Hi</p>"


def test_a_note_cannot_lose_its_last_link(core: Core) -> None:
    _made(core)

    assert core("PUT", f"{NOTES}/1", {"person_id": None}).status == 400
    assert core.data("PUT", f"{NOTES}/1", {"person_id": None, "org_id": 1})["person_id"] is None


def test_a_pin_is_written_as_a_number_and_read_as_a_truth(core: Core) -> None:
    made = _made(core, pinned_to_person_flag=1)

    assert (made["pinned_to_person_flag"], made["pinned_to_deal_flag"]) == (True, False)


async def test_administrators_alone_write_in_the_name_of_another(client: Client) -> None:
    users = (await client("GET", "/sandbox/users")).json
    clara = client.acting_as(x_api_token=users[1]["api_token"])
    note = {"content": "x", "person_id": 2}
    by_admin = await client("POST", NOTES, {**note, "user_id": users[2]["id"]})
    by_clara = await clara("POST", NOTES, {**note, "user_id": users[2]["id"]})
    own = await clara("PUT", f"{NOTES}/{by_admin.data['id']}", {"content": "y"})

    assert (by_admin.data["user_id"], by_admin.data["user"]["is_you"]) == (users[2]["id"], False)
    assert by_clara.status == 403
    assert (own.data["user_id"], own.data["last_update_user_id"]) == (
        users[2]["id"],
        users[1]["id"],
    )


def test_a_deleted_note_is_inactive_and_left_out_of_lists(core: Core) -> None:
    _made(core)

    assert core.data("DELETE", f"{NOTES}/1") is True
    assert core.data("GET", f"{NOTES}/1")["active_flag"] is False
    assert core.data("GET", NOTES) is None
    assert core("PUT", f"{NOTES}/1", {"content": "x"}).status == 404
    assert core("DELETE", f"{NOTES}/1").status == 404
    assert core("GET", f"{NOTES}/2").status == 404


def test_lists_are_filtered(core: Core) -> None:
    _made(core, add_time="2026-01-05 00:00:00")
    core.wait(hours=1)
    _made(core, person_id=3, org_id=1, user_id=12, add_time="2026-01-06 12:00:00")

    assert _ids(core, person_id=2) == [1]
    assert _ids(core, org_id=1) == _ids(core, user_id=12) == [2]
    assert _ids(core, deal_id=1) == []
    assert _ids(core, start_date="2026-01-06") == [2]
    assert _ids(core, end_date="2026-01-05") == [1]
    assert _ids(core, updated_since="2026-11-23T13:00:00Z") == [2]


def test_lists_come_in_the_order_asked_for(core: Core) -> None:
    for person_id, content in ((3, "b"), (2, "a"), (3, "a")):
        _made(core, person_id=person_id, content=content)

    assert _ids(core, sort="person_id DESC,content ASC") == [3, 1, 2]
    assert _ids(core, sort="id desc") == [3, 2, 1]
    assert core("GET", NOTES, None, sort="person.name ASC").status == 400
    assert core("GET", NOTES, None, sort="id UP").status == 400


def test_pages_tell_where_the_next_one_begins(core: Core) -> None:
    for _ in range(3):
        _made(core)
    first, last = (
        json.loads(core("GET", NOTES, None, limit=2, start=start).body) for start in (0, 2)
    )

    assert [len(page["data"]) for page in (first, last)] == [2, 1]
    assert first["additional_data"]["pagination"] == {
        "start": 0,
        "limit": 2,
        "more_items_in_collection": True,
        "next_start": 2,
    }
    assert last["additional_data"]["pagination"]["more_items_in_collection"] is False


def test_the_notes_of_a_merged_person_go_to_the_one_that_stays(core: Core) -> None:
    _made(core)
    core.data("PUT", "/api/v1/persons/2/merge", {"merge_with_id": 3})

    assert _ids(core, person_id=3) == [1]

import pytest

from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import Client, Core

PERSONS = "/api/v2/persons"


def _code(sandbox: Sandbox, name: str) -> str:
    fields = sandbox.company.fields["person"].custom()
    return next(field.field_code for field in fields if field.field_name == name)


async def test_a_created_person_is_answered_whole_and_can_be_read(client: Client) -> None:
    created = await client("POST", PERSONS, {"name": "Anna Maria Bauer"})

    assert created.status == 200
    assert created.data["id"] == 31
    assert created.data["first_name"] == "Anna"
    assert created.data["last_name"] == "Maria Bauer"
    assert created.data["emails"] == created.data["phones"] == []
    assert len(created.data["custom_fields"]) == 12
    assert (await client("GET", f"{PERSONS}/31")).data == created.data


async def test_a_name_may_be_written_in_two_parts(client: Client) -> None:
    created = await client("POST", PERSONS, {"first_name": "Anna", "last_name": ""})

    assert (created.data["name"], created.data["last_name"]) == ("Anna", None)


async def test_a_first_name_alone_changes_the_name_with_it(client: Client) -> None:
    person = (await client("POST", PERSONS, {"name": "Anna Bauer"})).data
    changed = await client("PATCH", f"{PERSONS}/{person['id']}", {"first_name": "Hanna"})

    assert changed.data["name"] == "Hanna Bauer"


async def test_both_ways_to_write_a_name_at_once_are_refused(client: Client) -> None:
    refused = await client("POST", PERSONS, {"name": "Anna", "first_name": "Anna"})

    assert refused.status == 400
    assert "at the same time" in refused.json["error"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "   "},
        {"name": "x" * 256},
        {"first_name": "", "last_name": ""},
        {"first_name": "x" * 200, "last_name": "y" * 200},
        {"name": None},
        {"name": 7},
        {"name": "\ud800"},
        {"name": "A", "nickname": "B"},
        {"name": "A", "update_time": "2026-01-01T00:00:00Z"},
        {"name": "A", "add_time": "2026-01-01T00:00:00.5Z"},
        {"name": "A", "org_id": "1"},
        {"name": "A", "org_id": 999},
        {"name": "A", "owner_id": None},
        {"name": "A", "owner_id": 999},
        {"name": "A", "visible_to": 2},
        {"name": "A", "visible_to": True},
        {"name": "A", "visible_to": [3]},
        {"name": "A", "label_ids": [99]},
        {"name": "A", "phones": "1"},
        {"name": "A", "phones": None},
        {"name": "A", "phones": [{"label": "work"}]},
        {"name": "A", "phones": [{"value": 1}]},
        {"name": "A", "phones": [{"value": ""}]},
        {"name": "A", "phones": [{"value": "1", "primary": 1}]},
        ["A"],
    ],
)
async def test_a_body_that_breaks_the_schema_is_refused_and_leaves_no_trace(
    client: Client, sandbox: Sandbox, body: object
) -> None:
    refused = await client("POST", PERSONS, body)

    assert refused.status == 400
    assert refused.json["success"] is False
    assert sandbox.company.tables["person"].last_id == 30


async def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    async with client.session.post(
        client.base_url + PERSONS, data=b'{"name": NaN', headers=client.headers
    ) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("name", ["postal_address", "notes", "im", "birthday", "job_title"])
async def test_contact_sync_fields_are_forbidden(client: Client, name: str) -> None:
    assert (await client("POST", PERSONS, {"name": "A", name: "x"})).status == 403


async def test_the_last_primary_phone_is_the_one_and_else_the_first(client: Client) -> None:
    two = [{"value": "1", "primary": True}, {"value": "2", "primary": True, "label": "mobile"}]
    marked = (await client("POST", PERSONS, {"name": "A", "phones": two})).data["phones"]
    plain = [{"value": "1"}, {"value": "2", "primary": False}]
    unmarked = (await client("POST", PERSONS, {"name": "A", "phones": plain})).data["phones"]

    assert [phone["primary"] for phone in marked] == [False, True]
    assert [phone["primary"] for phone in unmarked] == [True, False]
    assert [phone["label"] for phone in marked] == ["work", "mobile"]


async def test_a_patch_replaces_phones_as_a_whole(client: Client) -> None:
    phones = [{"value": "1"}, {"value": "2"}]
    person = (await client("POST", PERSONS, {"name": "A", "phones": phones})).data
    path = f"{PERSONS}/{person['id']}"

    assert len((await client("PATCH", path, {"phones": [{"value": "3"}]})).data["phones"]) == 1
    assert (await client("PATCH", path, {"phones": []})).data["phones"] == []


async def test_null_takes_a_person_out_of_the_organization(client: Client) -> None:
    person = (await client("POST", PERSONS, {"name": "A", "org_id": 1})).data
    changed = await client("PATCH", f"{PERSONS}/{person['id']}", {"org_id": None})

    assert (person["org_id"], changed.data["org_id"]) == (1, None)


async def test_custom_fields_are_merged_by_their_code(client: Client, sandbox: Sandbox) -> None:
    nick, score = _code(sandbox, "Nickname"), _code(sandbox, "Score")
    custom = {nick: "Anni", score: 1.5}
    person = (await client("POST", PERSONS, {"name": "A", "custom_fields": custom})).data
    path = f"{PERSONS}/{person['id']}"
    changed = (await client("PATCH", path, {"custom_fields": {nick: None}})).data["custom_fields"]

    assert (changed[nick], changed[score]) == (None, 1.5)


async def test_one_unknown_custom_field_refuses_the_whole_request(
    client: Client, sandbox: Sandbox
) -> None:
    custom = {_code(sandbox, "Nickname"): "Anni", "f" * 40: "x"}
    refused = await client("PATCH", f"{PERSONS}/2", {"name": "New", "custom_fields": custom})

    assert refused.status == 400
    assert refused.json["code"] == "ERR_SCHEMA_VALIDATION_FAILED"
    assert refused.json["field_code"] == "f" * 40
    assert (await client("GET", f"{PERSONS}/2")).data["name"] != "New"


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("Nickname", "Anni", 5),
        ("Score", 2, "2"),
        ("Score", -0.5, 10**400),
        ("Budget", {"value": 10, "currency": "EUR"}, {"value": "10", "currency": "EUR"}),
        ("Source", 101, 99),
        ("Source", 102, {"id": 102}),
        ("Source", 102, 102.0),
        ("Interests", [104, 105], []),
        ("Birthday of contract", "2026-01-31", "31.01.2026"),
        ("Birthday of contract", None, "2026-W01-1"),
        ("Holiday", {"value": "2026-01-01", "until": "2026-01-02"}, "2026-01-01"),
        ("Best time to call", {"value": "10:00:00"}, "10:00:00"),
        ("Home address", {"value": "Elbe 1"}, "Elbe 1"),
        ("Account manager", 12, 999),
    ],
)
async def test_a_custom_value_has_to_be_of_the_type_of_its_field(
    client: Client, sandbox: Sandbox, field: str, good: object, bad: object
) -> None:
    code = _code(sandbox, field)

    assert (await client("PATCH", f"{PERSONS}/2", {"custom_fields": {code: good}})).status == 200
    assert (await client("PATCH", f"{PERSONS}/2", {"custom_fields": {code: bad}})).status == 400


async def test_option_labels_and_extra_fields_come_when_asked_for(
    client: Client, sandbox: Sandbox
) -> None:
    code = _code(sandbox, "Source")
    await client("PATCH", f"{PERSONS}/2", {"label_ids": [1], "custom_fields": {code: 101}})
    shown = await client(
        "GET",
        f"{PERSONS}/2",
        include_option_labels="true",
        include_labels="true",
        include_fields="notes_count",
        custom_fields=code,
    )

    assert shown.data["custom_fields"] == {code: {"id": 101, "label": "Fair"}}
    assert shown.data["labels"] == [{"id": 1, "label": "Customer"}]
    assert shown.data["notes_count"] == 0


def test_a_change_moves_the_update_time_and_an_equal_one_does_not(core: Core) -> None:
    created = core.data("POST", PERSONS, {"name": "Anna"})
    core.wait(seconds=90)
    same = core.data("PATCH", f"{PERSONS}/31", {"name": "Anna", "phones": []})
    changed = core.data("PATCH", f"{PERSONS}/31", {"name": "Hanna"})

    assert created["update_time"] == same["update_time"] == "2026-11-23T12:00:00Z"
    assert changed["update_time"] == "2026-11-23T12:01:30Z"


def test_a_deleted_person_is_left_out_of_lists_and_gone_after_thirty_days(core: Core) -> None:
    assert core.data("DELETE", f"{PERSONS}/2") == {"id": 2}

    assert 2 not in [person["id"] for person in core.data("GET", PERSONS)]
    assert core.data("GET", f"{PERSONS}/2")["is_deleted"] is True
    assert core("PATCH", f"{PERSONS}/2", {"name": "X"}).status == 404
    assert core("DELETE", f"{PERSONS}/2").status == 404
    core.wait(days=30)
    assert core("GET", f"{PERSONS}/2").status == 404


def test_the_person_of_the_path_of_a_merge_disappears(core: Core) -> None:
    loser = core.data("POST", PERSONS, {"name": "Anna B", "phones": [{"value": "1"}]})
    winner = core.data("POST", PERSONS, {"name": "Anna Bauer"})
    path = f"/api/v1/persons/{loser['id']}/merge"
    merged = core.data("PUT", path, {"merge_with_id": winner["id"]})

    assert merged["merge_what_id"] == loser["id"]
    assert merged["id"] == winner["id"]
    kept = core.data("GET", f"{PERSONS}/{winner['id']}")
    assert (kept["name"], kept["phones"][0]["value"]) == ("Anna Bauer", "1")
    assert core.data("GET", f"{PERSONS}/{loser['id']}")["is_deleted"] is True
    assert core("PUT", path, {"merge_with_id": winner["id"]}).status == 404


@pytest.mark.parametrize("body", [{}, {"merge_with_id": 2}, {"merge_with_id": "3"}])
def test_a_merge_needs_another_person(core: Core, body: object) -> None:
    assert core("PUT", "/api/v1/persons/2/merge", body).status == 400

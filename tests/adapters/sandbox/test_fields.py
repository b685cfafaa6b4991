import pytest

from tests.adapters.sandbox.driving import Client, Core

FIELDS = "/api/v2/personFields"


async def test_system_and_custom_fields_are_listed_page_by_page(client: Client) -> None:
    first = await client("GET", FIELDS, limit=20)
    cursor = first.json["additional_data"]["next_cursor"]
    second = await client("GET", FIELDS, limit=20, cursor=cursor)

    codes = [field["field_code"] for field in first.data + second.data]
    assert len(codes) == len(set(codes)) == 25
    assert sum(field["is_custom_field"] for field in first.data + second.data) == 12


async def test_a_new_field_has_a_code_of_forty_hex_digits_and_holds_values(client: Client) -> None:
    created = await client("POST", FIELDS, {"field_name": "Vixiees ID", "field_type": "varchar"})
    code = created.data["field_code"]
    person = await client("POST", "/api/v2/persons", {"name": "A", "custom_fields": {code: "v1"}})

    assert len(code) == 40
    assert int(code, 16)
    assert person.data["custom_fields"][code] == "v1"
    assert (await client("GET", f"{FIELDS}/{code}")).data == created.data


async def test_names_of_fields_are_not_unique(client: Client) -> None:
    body = {"field_name": "Twin", "field_type": "varchar"}
    codes = {(await client("POST", FIELDS, body)).data["field_code"] for _ in range(2)}

    assert len(codes) == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"field_name": "A"},
        {"field_name": "", "field_type": "varchar"},
        {"field_name": "A", "field_type": "int"},
        {"field_name": "A", "field_type": "enum"},
        {"field_name": "A", "field_type": "varchar", "options": [{"label": "x"}]},
        {"field_name": "A", "field_type": "varchar", "description": "x"},
    ],
)
async def test_a_bad_field_is_refused(client: Client, body: object) -> None:
    assert (await client("POST", FIELDS, body)).status == 400


async def test_the_plan_caps_the_number_of_custom_fields(client: Client) -> None:
    await client("PUT", "/sandbox/switches", {"custom_field_limit": 12})
    refused = await client("POST", FIELDS, {"field_name": "A", "field_type": "varchar"})

    assert refused.status == 403
    assert refused.json["code"] == "feature_capping_custom_fields_limit"


def test_options_are_added_renamed_and_removed(core: Core) -> None:
    options = [{"label": "Red"}, {"label": "Blue"}]
    body = {"field_name": "Colour", "field_type": "set", "options": options}
    path = f"{FIELDS}/{core.data('POST', FIELDS, body)['field_code']}"
    (green,) = core.data("POST", f"{path}/options", [{"label": "Green"}])
    core.data("PATCH", f"{path}/options", [{"id": green["id"], "label": "Grass"}])
    red = core.data("GET", path)["options"][0]
    core.data("DELETE", f"{path}/options", [{"id": red["id"]}])

    assert [each["label"] for each in core.data("GET", path)["options"]] == ["Blue", "Grass"]
    assert core("PATCH", f"{path}/options", [{"id": red["id"], "label": "x"}]).status == 400
    assert core("POST", f"{path}/options", []).status == 400


def test_a_deleted_field_takes_its_values_along_and_is_unknown_afterwards(core: Core) -> None:
    body = {"field_name": "A", "field_type": "varchar"}
    code = core.data("POST", FIELDS, body)["field_code"]
    core.data("PATCH", "/api/v2/persons/2", {"custom_fields": {code: "x"}})
    core.data("DELETE", f"{FIELDS}/{code}")

    assert code not in core.data("GET", "/api/v2/persons/2")["custom_fields"]
    assert core("PATCH", "/api/v2/persons/2", {"custom_fields": {code: "x"}}).status == 400
    assert core("GET", f"{FIELDS}/{code}").status == 404


def test_a_system_field_cannot_be_changed(core: Core) -> None:
    assert core("DELETE", f"{FIELDS}/name").status == 400
    assert core("POST", f"{FIELDS}/label_ids/options", [{"label": "x"}]).status == 400

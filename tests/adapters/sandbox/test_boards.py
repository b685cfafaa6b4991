"""Pipelines and stages of the sandbox."""

import pytest

from tests.adapters.sandbox.driving import Client


async def _sales(client: Client) -> int:
    made = await client("POST", "/api/v2/pipelines", {"name": "Sales"})
    pipeline_id: int = made.data["id"]
    return pipeline_id


async def test_the_seed_has_three_pipelines_of_five_stages(client: Client) -> None:
    pipelines = (await client("GET", "/api/v2/pipelines")).data
    stages = (await client("GET", "/api/v2/stages")).data
    assert [one["order_nr"] for one in pipelines] == [1, 2, 3]
    assert [sum(s["pipeline_id"] == p["id"] for s in stages) for p in pipelines] == [5, 5, 5]


async def test_a_stage_belongs_to_a_pipeline(client: Client) -> None:
    sales = await _sales(client)
    stage = {"name": "First", "pipeline_id": sales}
    made = (await client("POST", "/api/v2/stages", stage)).data
    listed = (await client("GET", "/api/v2/stages", pipeline_id=sales)).data
    assert listed == [made]
    assert (await client("GET", f"/api/v2/stages/{made['id']}")).data == made


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("pipelines", {}, "name"),
        ("pipelines", {"name": " "}, "name"),
        ("pipelines", {"name": "x", "colour": 1}, "colour"),
        ("stages", {"name": "x"}, "pipeline_id"),
        ("stages", {"name": "x", "pipeline_id": 999}, "pipeline_id"),
        ("stages", {"name": "x", "pipeline_id": "1"}, "pipeline_id"),
    ],
)
async def test_a_wrong_body_is_refused_with_the_field(
    client: Client, path: str, body: dict[str, object], field: str
) -> None:
    reply = await client("POST", f"/api/v2/{path}", body)
    assert reply.status == 400
    assert field in reply.json["error"]


async def test_a_renamed_stage_keeps_its_id(client: Client) -> None:
    renamed = (await client("PATCH", "/api/v2/stages/1", {"name": "Neu"})).data
    assert (renamed["id"], renamed["name"]) == (1, "Neu")


@pytest.mark.parametrize("path", ["pipelines", "stages"])
async def test_a_deleted_one_is_gone(client: Client, path: str) -> None:
    assert (await client("DELETE", f"/api/v2/{path}/1")).data == {"id": 1}
    assert (await client("GET", f"/api/v2/{path}/1")).status == 404
    assert (await client("DELETE", f"/api/v2/{path}/1")).status == 404
    assert 1 not in [one["id"] for one in (await client("GET", f"/api/v2/{path}")).data]


async def test_stages_come_in_the_order_asked_for(client: Client) -> None:
    reply = await client(
        "GET", "/api/v2/stages", pipeline_id=1, sort_by="order_nr", sort_direction="desc"
    )
    stages = reply.data
    assert [one["order_nr"] for one in stages] == [5, 4, 3, 2, 1]

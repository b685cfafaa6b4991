"""Deals of the sandbox: stages, statuses, archives, merges and their events."""

import pytest

from tests.adapters.sandbox.driving import Client

DEALS = "/api/v2/deals"


async def _deal(client: Client, **fields: object) -> int:
    created = await client("POST", DEALS, {"title": "Roof", **fields})
    assert created.status == 200, created.json
    number: int = created.data["id"]
    return number


async def test_a_deal_begins_in_the_first_stage_of_the_first_pipeline(client: Client) -> None:
    deal = (await client("GET", f"{DEALS}/{await _deal(client)}")).data

    assert (deal["pipeline_id"], deal["stage_id"], deal["status"]) == (1, 1, "open")
    assert (deal["value"], deal["currency"]) == (0, "EUR")


async def test_a_stage_brings_its_pipeline_with_it(client: Client) -> None:
    number = await _deal(client, stage_id=7)
    moved = await client("PATCH", f"{DEALS}/{number}", {"stage_id": 12, "pipeline_id": 1})

    assert (moved.data["pipeline_id"], moved.data["stage_id"]) == (3, 12)


async def test_a_pipeline_alone_means_its_first_stage(client: Client) -> None:
    moved = await client("PATCH", f"{DEALS}/{await _deal(client)}", {"pipeline_id": 2})

    assert moved.data["stage_id"] == 6


async def test_a_closed_deal_has_the_time_of_its_end(client: Client) -> None:
    number = await _deal(client)
    won = (await client("PATCH", f"{DEALS}/{number}", {"status": "won"})).data
    assert won["won_time"] == won["close_time"] is not None
    lost = {"status": "lost", "lost_reason": "Price", "lost_time": "2026-11-01T10:00:00Z"}
    ended = (await client("PATCH", f"{DEALS}/{number}", lost)).data
    assert (ended["won_time"], ended["close_time"]) == (None, "2026-11-01T10:00:00Z")
    opened = (await client("PATCH", f"{DEALS}/{number}", {"status": "open"})).data

    assert (opened["close_time"], opened["lost_time"], opened["lost_reason"]) == (None,) * 3


@pytest.mark.parametrize(
    "body",
    [
        {"title": " "},
        {"currency": "XXX"},
        {"currency": "HRK"},
        {"value": "12"},
        {"stage_id": 99},
        {"pipeline_id": 99},
        {"person_id": 10**9},
        {"owner_id": 99},
        {"status": "deleted"},
        {"lost_reason": "Price"},
        {"close_time": "2026-11-01T10:00:00Z"},
        {"status": "won", "lost_time": "2026-11-01T10:00:00Z"},
        {"won_time": "2026-11-01T10:00:00Z", "lost_time": "2026-11-01T10:00:00Z"},
        {
            "status": "lost",
            "won_time": "2026-11-01T10:00:00Z",
            "lost_time": "2026-11-01T10:00:00Z",
        },
        {"colour": "red"},
    ],
    ids=str,
)
async def test_a_wrong_deal_is_refused(client: Client, body: dict[str, object]) -> None:
    refused = await client("POST", DEALS, {"title": "Roof", **body})

    assert refused.status == 400


async def test_currencies_are_listed_inactive_ones_too_and_found_by_their_names(
    client: Client,
) -> None:
    listed = {one["code"]: one for one in (await client("GET", "/api/v1/currencies")).data}
    found = await client("GET", "/api/v1/currencies", term="kuna")

    assert (listed["EUR"]["active_flag"], listed["JPY"]["decimal_points"]) == (True, 0)
    assert [(one["code"], one["active_flag"]) for one in found.data] == [("HRK", False)]
    assert [one["code"] for one in listed.values() if one["is_custom_flag"]] == ["PTS"]


async def test_a_deal_without_a_title_is_refused(client: Client) -> None:
    assert (await client("POST", DEALS, {"value": 1})).status == 400


async def test_an_archived_deal_is_listed_apart_and_cannot_be_changed(client: Client) -> None:
    number = await _deal(client)
    await client("PATCH", f"{DEALS}/{number}", {"is_archived": True})
    archived = await client("GET", f"{DEALS}/archived", limit=500)
    others = await client("GET", DEALS, limit=500)

    assert number in [one["id"] for one in archived.data]
    assert number not in [one["id"] for one in others.data]
    assert (await client("PATCH", f"{DEALS}/{number}", {"title": "Roofs"})).status == 400
    back = await client("PATCH", f"{DEALS}/{number}", {"is_archived": False, "title": "Roofs"})
    assert back.data["title"] == "Roofs"


async def test_a_deleted_deal_is_listed_by_that_status_alone(client: Client) -> None:
    number = await _deal(client)
    await client("DELETE", f"{DEALS}/{number}")
    deleted = await client("GET", DEALS, status="deleted", limit=500)

    assert [(one["id"], one["is_deleted"]) for one in deleted.data] == [(number, True)]
    assert number not in [one["id"] for one in (await client("GET", DEALS, limit=500)).data]


async def test_deals_are_filtered_by_what_they_point_to(client: Client) -> None:
    number = await _deal(client, person_id=3, stage_id=7)
    found = await client("GET", DEALS, person_id=3, stage_id=7, pipeline_id=2, status="open")

    assert number in [one["id"] for one in found.data]
    assert {one["person_id"] for one in found.data} == {3}


async def test_the_deals_of_a_merged_person_go_to_the_survivor(client: Client) -> None:
    number = await _deal(client, person_id=3)
    await client("PUT", "/api/v1/persons/3/merge", {"merge_with_id": 4})

    assert (await client("GET", f"{DEALS}/{number}")).data["person_id"] == 4


async def test_a_merged_deal_leaves_its_empty_fields_to_the_winner(client: Client) -> None:
    loser, winner = await _deal(client, person_id=3), await _deal(client, title="Door")
    await client("PUT", f"/api/v1/deals/{loser}/merge", {"merge_with_id": winner})
    stays = (await client("GET", f"{DEALS}/{winner}")).data

    assert (stays["title"], stays["person_id"]) == ("Door", 3)
    assert (await client("GET", f"{DEALS}/{loser}")).data["is_deleted"] is True

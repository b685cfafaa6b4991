import json

import pytest

from tests.adapters.sandbox.driving import Client, Core

SWITCHES = "/sandbox/switches"
_HOOK = {
    "subscription_url": "http://127.0.0.1:9/",
    "event_action": "*",
    "event_object": "person",
    "name": "test",
}


def test_switches_are_turned_one_by_one(core: Core) -> None:
    turned = core("PUT", SWITCHES, {"daily_budget": 5})

    assert json.loads(turned.body)["daily_budget"] == 5
    assert json.loads(turned.body)["burst_oauth"] == 80
    assert json.loads(core("GET", SWITCHES).body) == json.loads(turned.body)


@pytest.mark.parametrize(
    "body", [{"daily": 5}, {"daily_budget": "5"}, {"daily_budget": -1}, {"suspended": 1}, []]
)
def test_a_bad_switch_is_refused(core: Core, body: object) -> None:
    assert core("PUT", SWITCHES, body).status == 400


def test_a_suspended_company_answers_402_until_it_is_back(core: Core) -> None:
    core("PUT", SWITCHES, {"suspended": True})
    suspended = core("GET", "/api/v1/users/me")
    core("PUT", SWITCHES, {"suspended": False})

    assert suspended.status == 402
    assert core("GET", "/api/v1/users/me").status == 200


def test_unknown_paths_and_methods_are_refused(core: Core) -> None:
    assert core("GET", "/api/v2/people").status == 404
    assert core("GET", "/nowhere").status == 404
    assert core("GET", "/sandbox/nowhere").status == 404
    refused = core("PUT", "/api/v2/persons")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, POST")


def test_v1_is_served_under_its_short_path_too(core: Core) -> None:
    assert core("GET", "/v1/users/me").status == 200


async def test_the_overview_tells_what_there_is(client: Client) -> None:
    overview = (await client("GET", "/sandbox")).json

    assert overview["records"]["person"] == 30
    assert overview["records"]["organization"] == 10
    assert overview["apps"][0]["client_id"] == "sandbox-client"


async def test_the_users_are_listed_with_their_tokens(client: Client) -> None:
    users = (await client("GET", "/sandbox/users")).json
    colleague = client.acting_as(x_api_token=users[1]["api_token"])

    assert (await colleague("GET", "/api/v1/users/me")).data["id"] == users[1]["id"]


async def test_pending_deliveries_are_shown(client: Client) -> None:
    await client("PUT", SWITCHES, {"webhook_delay_seconds": 60})
    await client("POST", "/api/v1/webhooks", _HOOK)
    await client("PATCH", "/api/v2/persons/3", {"name": "X"})

    shown = (await client("GET", "/sandbox/deliveries")).json
    assert [each["attempt"] for each in shown["pending"]] == [1]


def test_failed_deliveries_lay_no_ban_where_bans_are_off(core: Core) -> None:
    core("PUT", SWITCHES, {"webhook_bans": False})
    core.data("POST", "/api/v1/webhooks", _HOOK)
    for number in range(11):
        core.data("PATCH", "/api/v2/persons/3", {"name": f"New {number}"})
        (delivery,) = core.sandbox.due_deliveries(core.now)
        core.sandbox.delivered(delivery, 500, core.now)

    assert core.sandbox.company.deliveries.counts["bans"] == 0


@pytest.mark.parametrize(("switch", "status"), [("maintenance", 503), ("blocked", 403)])
def test_a_page_stands_before_the_company_while_it_is_switched_on(
    core: Core, switch: str, status: int
) -> None:
    core("PUT", SWITCHES, {switch: True})
    before = core("GET", "/api/v1/users/me")
    core("PUT", SWITCHES, {switch: False})

    assert (before.status, before.body[:9]) == (status, b"<!DOCTYPE")
    assert core("GET", "/api/v1/users/me").status == 200


def test_the_clock_can_be_turned_to_the_next_day(core: Core) -> None:
    core("PUT", SWITCHES, {"daily_budget": 10})
    assert core("GET", "/api/v2/persons").status == 200
    assert core("GET", "/api/v2/persons").status == 429

    core("PUT", SWITCHES, {"clock_ahead_seconds": 86_400})

    assert core("GET", "/api/v2/persons").status == 200


async def test_access_can_be_revoked_without_a_word(client: Client) -> None:
    tokens = await client.tokens()
    app = client.acting_as(authorization=f"Bearer {tokens['access_token']}")
    assert (await app("GET", "/api/v1/users/me")).status == 200

    await client("POST", "/sandbox/revoke-access")

    assert (await app("GET", "/api/v1/users/me")).status == 401
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert (await client.token(**form)).status == 400


async def test_subscriptions_can_be_banned_and_removed(client: Client) -> None:
    await client("POST", "/api/v1/webhooks", _HOOK)

    await client("POST", "/sandbox/ban-webhooks")
    await client("PATCH", "/api/v2/persons/3", {"name": "X"})
    banned = (await client("GET", "/sandbox/deliveries")).json
    await client("DELETE", "/sandbox/webhooks")

    assert (banned["pending"], banned["counts"]["lost_in_ban"]) == ([], 1)
    assert (await client("GET", "/api/v1/webhooks")).data == []

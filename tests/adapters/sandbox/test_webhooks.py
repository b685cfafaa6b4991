import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import Client

WEBHOOKS = "/api/v1/webhooks"
HOOK: dict[str, object] = {
    "subscription_url": "https://vixiees.example/hook",
    "event_action": "*",
    "event_object": "person",
    "name": "test",
}


@asynccontextmanager
async def _receiver(answer: Callable[[], web.Response]) -> AsyncIterator[tuple[str, Any]]:
    """Listen for deliveries; gives the address and the queue they come into."""
    received: asyncio.Queue[tuple[str, str | None, Any]] = asyncio.Queue()

    async def receive(request: web.Request) -> web.Response:
        body = await request.json()
        await received.put((request.method, request.headers.get("authorization"), body))
        return answer()

    app = web.Application()
    app.router.add_route("*", "/hook", receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", received
    finally:
        await runner.cleanup()


async def test_a_subscription_is_answered_with_all_its_fields(client: Client) -> None:
    made = await client("POST", WEBHOOKS, HOOK)

    assert made.status == 201
    assert made.json["status"] == "ok"
    assert (made.data["version"], made.data["is_active"]) == ("2.0", 1)
    assert (await client("GET", WEBHOOKS)).data == [made.data]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subscription_url": "http://example.com/hook"}, "subscription_url"),
        ({"subscription_url": "https://nordlicht.pipedrive.com/x"}, "subscription_url"),
        ({"subscription_url": "https://[x/"}, "subscription_url"),
        ({"subscription_url": 5}, "subscription_url"),
        ({"event_action": "added"}, "event_action"),
        ({"event_object": "board"}, "event_object"),
        ({"name": "x" * 256}, "name"),
        ({"version": "3.0"}, "version"),
        ({"user_id": 999}, "user_id"),
        ({"status": "x"}, "status"),
    ],
)
async def test_a_bad_subscription_is_refused_with_complaints_per_field(
    client: Client, changes: dict[str, object], field: str
) -> None:
    refused = await client("POST", WEBHOOKS, {**HOOK, **changes})

    assert refused.status == 400
    assert refused.json["status"] == "error"
    assert list(refused.json["errors"]) == [field]


async def test_a_missing_field_is_named(client: Client) -> None:
    refused = await client("POST", WEBHOOKS, {"name": "x"})

    assert refused.json["errors"] == {"subscription_url": ["is required"]}


async def test_nobody_has_more_than_forty(client: Client, sandbox: Sandbox) -> None:
    await client("PUT", "/sandbox/switches", {"burst_api_token": 100})
    for _ in range(40):
        assert (await client("POST", WEBHOOKS, HOOK)).status == 201

    assert (await client("POST", WEBHOOKS, HOOK)).status == 422
    assert len(sandbox.company.webhooks) == 40


async def test_an_app_sees_and_deletes_its_own_only(client: Client) -> None:
    mine = (await client("POST", WEBHOOKS, HOOK)).data
    app = client.acting_as(authorization=f"Bearer {(await client.tokens())['access_token']}")
    its = (await app("POST", WEBHOOKS, HOOK)).data

    assert [each["id"] for each in (await app("GET", WEBHOOKS)).data] == [its["id"]]
    assert (mine["type"], its["type"]) == ("general", "application")
    assert (await app("DELETE", f"{WEBHOOKS}/{mine['id']}")).status == 403
    assert (await app("DELETE", f"{WEBHOOKS}/{its['id']}")).status == 200
    assert (await app("DELETE", f"{WEBHOOKS}/{its['id']}")).status == 404


async def test_a_delivery_arrives_over_http_with_its_credentials(client: Client) -> None:
    async with _receiver(web.Response) as (url, received):
        credentials = {"http_auth_user": "vixiees", "http_auth_password": "geheim"}
        await client("POST", WEBHOOKS, {**HOOK, "subscription_url": url, **credentials})
        edit = {"name": "Über Geändert 🌻"}
        await client("PATCH", "/api/v2/persons/3", edit, headers={"x-sandbox-source": "app"})
        async with asyncio.timeout(5):
            method, authorization, event = await received.get()

    assert method == "POST"
    assert authorization == "Basic dml4aWVlczpnZWhlaW0="
    assert event["data"]["name"] == "Über Geändert 🌻"
    assert event["meta"]["change_source"] == "app"


async def test_a_delivery_that_is_refused_or_unanswered_waits_for_its_next_attempt(
    client: Client, sandbox: Sandbox
) -> None:
    async with _receiver(lambda: web.Response(status=302, headers={"location": "/"})) as (url, got):
        await client("POST", WEBHOOKS, {**HOOK, "subscription_url": url})
        await client("POST", WEBHOOKS, {**HOOK, "subscription_url": "http://127.0.0.1:9/"})
        await client("PATCH", "/api/v2/persons/3", {"name": "X"})
        async with asyncio.timeout(5):
            await got.get()
            while len(sandbox.company.deliveries.pending) < 2:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)

    assert [each.attempt for each in sandbox.company.deliveries.pending] == [2, 2]


async def test_an_uninstall_removes_the_webhooks_of_the_app_and_tells_it(
    client: Client, sandbox: Sandbox
) -> None:
    app = client.acting_as(authorization=f"Bearer {(await client.tokens())['access_token']}")
    async with _receiver(web.Response) as (url, received):
        await app("POST", WEBHOOKS, {**HOOK, "subscription_url": url})
        await client("POST", "/sandbox/uninstall", {"callback_url": url})
        async with asyncio.timeout(5):
            method, authorization, notice = await received.get()

    assert (method, notice["client_id"]) == ("DELETE", "sandbox-client")
    assert authorization is not None
    assert sandbox.company.webhooks == {}
    assert (await app("GET", "/api/v1/users/me")).status == 401

import asyncio
import json

import aiohttp
import pytest

from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import CALLBACK, Client, Core

PERSONS = "/api/v2/persons"
FAULTS = "/sandbox/faults"


def _plan(core: Core, **fault: object) -> None:
    answer = core("POST", FAULTS, {"path": PERSONS, **fault})
    assert answer.status == 200, answer.body


def test_a_fault_strikes_as_often_as_planned(core: Core) -> None:
    _plan(core, kind="status", status=503, times=2)

    assert [core("GET", PERSONS).status for _ in range(3)] == [503, 503, 200]


def test_a_fault_may_strike_before_or_after_the_effect(core: Core) -> None:
    _plan(core, kind="status", method="POST")
    _plan(core, kind="status", method="POST", after_effect=True)
    table = core.sandbox.company.tables["person"]
    before = (core("POST", PERSONS, {"name": "A"}).status, table.last_id)
    after = (core("POST", PERSONS, {"name": "A"}).status, table.last_id)

    assert (before, after) == ((500, 30), (500, 31))


def test_a_page_of_a_proxy_may_come_instead_of_the_answer(core: Core) -> None:
    _plan(core, kind="html", status=403)
    answer = core("GET", PERSONS)

    assert (answer.status, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")


def test_the_true_answer_may_be_overlaid_or_cut(core: Core) -> None:
    _plan(core, kind="overlay", overlay={"success": False, "data": None})
    _plan(core, kind="truncated")
    overlaid, cut = core("GET", PERSONS), core("GET", PERSONS)

    assert overlaid.status == 200
    assert json.loads(overlaid.body)["success"] is False
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut.body)


def test_headers_may_be_absurd(core: Core) -> None:
    _plan(core, kind="status", status=429, headers={"X-RateLimit-Reset": "soon"})

    assert core("GET", PERSONS).headers["x-ratelimit-reset"] == "soon"


def test_a_fault_may_strike_the_token_endpoint(core: Core) -> None:
    _plan(core, kind="status", status=503, path="/oauth/*")
    code = core.sandbox.grants.allow(11, "sandbox-client", CALLBACK, core.now)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}

    assert core.oauth("token", **form).status == 503
    assert core.oauth("token", **form).status == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"path": "/x"}, {"path": "/x", "kind": "fire"}, {"path": "/x", "kind": "html", "x": 1}],
)
def test_a_bad_plan_is_refused(core: Core, body: object) -> None:
    assert core("POST", FAULTS, body).status == 400


def test_plans_can_be_seen_and_dropped(core: Core) -> None:
    _plan(core, kind="empty")
    seen = json.loads(core("GET", FAULTS).body)
    core("DELETE", FAULTS)

    assert [plan["kind"] for plan in seen] == ["empty"]
    assert core("GET", PERSONS).status == 200


async def test_an_answer_may_come_late(client: Client) -> None:
    fault = {"path": PERSONS, "kind": "slow", "delay_seconds": 0.1}
    await client("POST", FAULTS, fault)
    asked = asyncio.get_running_loop().time()
    answer = await client("GET", PERSONS)

    assert answer.status == 200
    assert asyncio.get_running_loop().time() - asked >= 0.1


async def test_a_connection_may_be_cut_without_an_answer(client: Client) -> None:
    await client("POST", FAULTS, {"path": PERSONS, "kind": "reset"})

    with pytest.raises(aiohttp.ClientConnectionError):
        await client("POST", PERSONS, {"name": "A"})
    assert (await client("GET", PERSONS)).status == 200


async def test_an_answer_may_never_come_though_the_work_was_done(
    client: Client, sandbox: Sandbox
) -> None:
    await client("POST", FAULTS, {"path": PERSONS, "kind": "hang", "after_effect": True})

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await client("POST", PERSONS, {"name": "A"})
    assert sandbox.company.tables["person"].last_id == 31

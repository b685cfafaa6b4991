import asyncio

import pytest

from domain.model.views import Intake
from tests.adapters.http_server.listening import HOOK, Listener, basic
from tests.fakes.use_cases_http import PASSWORD, USER


async def test_a_delivery_is_stored_and_acknowledged(listener: Listener) -> None:
    answer = await listener.deliver(b'{"n": 1}')

    assert answer.status == 200
    assert answer.json == {"result": "stored"}
    assert listener.webhooks.stored == [{"n": 1}]


@pytest.mark.parametrize("intake", list(Intake))
async def test_whatever_becomes_of_an_event_of_ours_it_is_acknowledged(
    listener: Listener, intake: Intake
) -> None:
    listener.webhooks.intake = intake

    answer = await listener.deliver()

    assert (answer.status, answer.json) == (200, {"result": intake.value})


async def test_nothing_is_acknowledged_before_it_is_committed(listener: Listener) -> None:
    listener.webhooks.committing.clear()

    delivery = asyncio.create_task(listener.deliver())
    await listener.webhooks.arrived.wait()
    done, _ = await asyncio.wait({delivery}, timeout=0.05)
    assert not done

    listener.webhooks.committing.set()
    assert (await delivery).status == 200


async def test_fifty_deliveries_at_once_are_all_stored(listener: Listener) -> None:
    answers = await asyncio.gather(
        *(listener.deliver(f'{{"n": {number}}}'.encode()) for number in range(50))
    )

    assert [answer.status for answer in answers] == [200] * 50
    assert sorted(str(delivery["n"]) for delivery in listener.webhooks.stored) == sorted(
        map(str, range(50))
    )


async def test_a_store_that_fails_asks_for_the_delivery_again(listener: Listener) -> None:
    listener.webhooks.failure = OSError("disk full")

    answer = await listener.deliver()

    assert (answer.status, answer.reason) == (503, "INTERNAL")
    assert int(answer.headers["Retry-After"]) > 0
    assert "incident-1" in str(answer.json["message"])
    assert b"disk" not in answer.body

    listener.webhooks.failure = None
    assert (await listener.deliver()).status == 200


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "EMPTY_BODY"),
        (b"<html>", 400, "NOT_JSON"),
        (b"[1]", 422, "NOT_AN_OBJECT"),
    ],
)
async def test_a_body_that_is_no_event_is_refused_with_the_reason(
    listener: Listener, body: bytes, status: int, reason: str
) -> None:
    answer = await listener.deliver(body)

    assert (answer.status, answer.reason) == (status, reason)
    assert listener.webhooks.stored == []


async def test_an_event_of_another_company_is_forbidden(listener: Listener) -> None:
    answer = await listener.deliver(b'{"company_id": "78"}')

    assert (answer.status, answer.reason) == (403, "COMPANY_MISMATCH")


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic w6Q=",
        "Basic /////w==",
        "Bearer abc",
        basic(USER, "wrong"),
        basic("wrong", PASSWORD),
        basic(USER, PASSWORD) + " x",
        "Basic é",
    ],
)
async def test_wrong_credentials_are_refused_without_a_hint(listener: Listener, shown: str) -> None:
    answer = await listener.call("POST", HOOK, headers={"Authorization": shown}, body=b"{}")

    assert (answer.status, answer.reason) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert USER not in str(answer.json)
    assert listener.webhooks.stored == []


async def test_no_credentials_cost_no_look_up(listener: Listener) -> None:
    answer = await listener.call("POST", HOOK, body=b"{}")

    assert answer.status == 401
    assert listener.webhooks.asked == 0


@pytest.mark.parametrize("token", ["other", "path%00token", "a%2Fb", "x" * 200, "%F0%9F%A6%8A"])
async def test_an_unknown_path_token_answers_like_any_unknown_address(
    listener: Listener, token: str
) -> None:
    headers = {"Authorization": basic(USER, PASSWORD)}

    unknown = await listener.call("POST", f"/webhooks/pipedrive/{token}", headers=headers)
    elsewhere = await listener.call("POST", "/elsewhere", headers=headers)

    assert unknown.status == 404
    assert unknown.body == elsewhere.body


async def test_a_method_other_than_post_is_told_what_is_allowed(listener: Listener) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = await listener.call(method, HOOK)

        assert (answer.status, answer.reason) == (405, "METHOD_NOT_ALLOWED")
        assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity, gzip", "GZIP"])
async def test_an_encoded_body_is_refused(listener: Listener, encoding: str) -> None:
    answer = await listener.deliver(b"\x1f\x8b", Content_Encoding=encoding)

    assert (answer.status, answer.reason) == (415, "ENCODING_NOT_SUPPORTED")
    assert listener.webhooks.asked == 0


async def test_identity_is_no_encoding(listener: Listener) -> None:
    assert (await listener.deliver(Content_Encoding="Identity")).status == 200


async def test_a_query_is_ignored(listener: Listener) -> None:
    headers = {"Authorization": basic(USER, PASSWORD)}
    answer = await listener.call("POST", f"{HOOK}?a=1&a=2", headers=headers, body=b"{}")

    assert answer.status == 200

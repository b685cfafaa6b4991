import json

import pytest

from tests.adapters.http_server.listening import (
    CLIENT_ID,
    CLIENT_SECRET,
    Answer,
    Listener,
    basic,
)
from tests.fakes.use_cases_http import COMPANY_ID

NOTICE: dict[str, object] = {
    "client_id": CLIENT_ID,
    "company_id": int(COMPANY_ID),
    "user_id": 5,
    "timestamp": "2026-11-23T10:00:00Z",
}


async def send(
    listener: Listener, body: bytes | dict[str, object], secret: str = CLIENT_SECRET
) -> Answer:
    return await listener.call(
        "DELETE",
        "/oauth/callback",
        headers={"Authorization": basic(CLIENT_ID, secret)},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )


async def test_an_uninstallation_is_believed_with_the_apps_secret(listener: Listener) -> None:
    answer = await send(listener, NOTICE)

    assert (answer.status, answer.json) == (200, {"result": "uninstalled"})
    assert listener.authorize.removed == [(COMPANY_ID, "5")]


async def test_ids_may_be_texts(listener: Listener) -> None:
    await send(listener, NOTICE | {"company_id": COMPANY_ID, "user_id": "5"})

    assert listener.authorize.removed == [(COMPANY_ID, "5")]


@pytest.mark.parametrize("secret", ["", "wrong", CLIENT_SECRET + "x", "ünicode"])
async def test_a_wrong_secret_changes_nothing(listener: Listener, secret: str) -> None:
    answer = await send(listener, NOTICE, secret)

    assert (answer.status, answer.reason) == (401, "UNAUTHENTICATED")
    assert listener.authorize.removed == []


async def test_no_secret_changes_nothing(listener: Listener) -> None:
    answer = await listener.call("DELETE", "/oauth/callback", body=json.dumps(NOTICE).encode())

    assert answer.status == 401
    assert listener.authorize.removed == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "NOT_JSON"),
        (b"client_id=1", "NOT_JSON"),
        (b"\xff\xfe{\0}\0", "NOT_JSON"),
        (b"[" * 900, "NOT_JSON"),
        (b"[]", "NOT_AN_OBJECT"),
        (b"null", "NOT_AN_OBJECT"),
        (b"{}", "CLIENT_MISMATCH"),
    ],
)
async def test_a_body_that_says_nothing_is_refused(
    listener: Listener, body: bytes, reason: str
) -> None:
    answer = await send(listener, body)

    assert (answer.status, answer.reason) == (400, reason)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"client_id": "another"}, "CLIENT_MISMATCH"),
        ({"client_id": None}, "CLIENT_MISMATCH"),
        ({"company_id": None}, "INVALID_ID"),
        ({"company_id": True}, "INVALID_ID"),
        ({"company_id": -1}, "INVALID_ID"),
        ({"company_id": 1.5}, "INVALID_ID"),
        ({"company_id": 10**20}, "INVALID_ID"),
        ({"user_id": ""}, "INVALID_ID"),
        ({"user_id": "5; drop"}, "INVALID_ID"),
        ({"user_id": "\N{ARABIC-INDIC DIGIT FIVE}"}, "INVALID_ID"),
        ({"user_id": [5]}, "INVALID_ID"),
    ],
)
async def test_a_notice_with_a_wrong_field_is_refused_and_names_it(
    listener: Listener, wrong: dict[str, object], reason: str
) -> None:
    answer = await send(listener, NOTICE | wrong)

    assert (answer.status, answer.reason) == (400, reason)
    assert str(answer.json["message"]).startswith(next(iter(wrong)))
    assert listener.authorize.removed == []


async def test_an_unknown_company_is_not_found(listener: Listener) -> None:
    answer = await send(listener, NOTICE | {"company_id": 78})

    assert (answer.status, answer.reason) == (404, "CONNECTION_NOT_FOUND")


async def test_too_large_a_notice_is_refused(listener: Listener) -> None:
    answer = await send(listener, b" " * 1001)

    assert answer.status == 413


async def test_an_encoded_notice_is_refused(listener: Listener) -> None:
    headers = {"Authorization": basic(CLIENT_ID, CLIENT_SECRET), "Content-Encoding": "gzip"}

    answer = await listener.call("DELETE", "/oauth/callback", headers=headers, body=b"\x1f\x8b")

    assert answer.status == 415


async def test_an_address_with_two_methods_names_both(listener: Listener) -> None:
    answer = await listener.call("POST", "/oauth/callback")

    assert answer.status == 405
    assert answer.headers["Allow"] == "DELETE, GET"

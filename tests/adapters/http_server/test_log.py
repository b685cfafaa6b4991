import logging

import pytest
from structlog.testing import capture_logs

from tests.adapters.http_server.listening import (
    CLIENT_SECRET,
    HOOK,
    Listener,
    basic,
    head,
)
from tests.fakes.use_cases_http import PASSWORD, PATH, USER

PERSONAL = "Ada Lovelace"
SECRETS = (
    PASSWORD,
    USER,
    PATH,
    CLIENT_SECRET,
    PERSONAL,
    "c-1",
    "state-1",
    basic(USER, PASSWORD).removeprefix("Basic "),
)


async def test_an_answer_leaves_its_route_status_and_duration(listener: Listener) -> None:
    with capture_logs() as lines:
        await listener.deliver()

    assert len(lines) == 1
    assert lines[0].pop("milliseconds") >= 0
    assert lines[0] == {
        "event": "http_answered",
        "log_level": "info",
        "route": "/webhooks/pipedrive/{path_token}",
        "status": 200,
    }


async def test_what_looks_like_an_attack_or_an_outage_is_a_warning(listener: Listener) -> None:
    with capture_logs() as lines:
        await listener.call("POST", HOOK)
        await listener.deliver(b'{"company_id": "78"}')
        listener.webhooks.failure = OSError()
        await listener.deliver()

    answered = [line for line in lines if line["event"] == "http_answered"]
    assert [line["status"] for line in answered] == [401, 403, 503]
    assert {line["log_level"] for line in answered} == {"warning"}


async def test_an_incident_can_be_found_by_its_id(listener: Listener) -> None:
    listener.webhooks.failure = ValueError(f"bad row {PERSONAL}")

    with capture_logs() as lines:
        await listener.deliver()

    incident = lines[0]
    assert (incident["event"], incident["incident"]) == ("http_request_failed", "incident-1")
    assert incident["error"] == "ValueError"
    assert incident["frames"][-1].startswith("use_cases_http.py:")


async def test_no_secret_and_nothing_personal_is_ever_logged(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with capture_logs() as lines:
        await listener.come_back()
        await listener.call("GET", "/oauth/callback?error=user_denied&state=state-1")
        await listener.call("GET", f"/{PATH}")
        await listener.call("GET", HOOK)
        await listener.deliver(b'{"company_id": "Ada Lovelace"}')
        await listener.deliver(b"Ada Lovelace")
        listener.webhooks.failure = RuntimeError(f"{PERSONAL} {PASSWORD}")
        await listener.deliver()
        await listener.say(head("Nul: a\0b"))
        await listener.say(head(f"Long: {PASSWORD * 1000}"))
        await listener.say(head("Transfer-Encoding: chunked"), b"Ada Lovelace\r\n")
        await listener.say(head("Content-Length: 200"), b"Ada Lovelace", hang_up=True)

    assert len(lines) >= 12
    logged = f"{lines} {caplog.text}"
    assert [secret for secret in SECRETS if secret in logged] == []

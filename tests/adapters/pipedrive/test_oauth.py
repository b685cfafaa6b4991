"""Codes and refresh tokens against the authorization server."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.oauth import PipedriveOAuth
from adapters.pipedrive.opening import opened, utc_now
from domain.errors import CrmError, CrmUnavailable, GrantLost
from tests.adapters.pipedrive.opened_sandbox import CALLBACK, Company, app_at, code_for

_TOKEN = "/oauth/token"


async def test_a_code_becomes_tokens(acme: Company) -> None:
    grant = acme.tokens.grant
    assert grant.api_domain == acme.url
    assert "contacts:full" in grant.scopes
    assert grant.generation == 0
    lifetime = grant.expires_at - datetime.now(UTC)
    assert timedelta(minutes=55) < lifetime <= timedelta(hours=1)


async def test_tokens_are_never_printed(acme: Company) -> None:
    shown = repr(acme.tokens.grant) + repr(app_at(acme.url))
    assert acme.tokens.grant.access_token not in shown
    assert acme.tokens.grant.refresh_token not in shown
    assert "sandbox-secret" not in shown


async def test_a_code_works_once(acme: Company) -> None:
    code = await code_for(acme.pipedrive, acme.sandbox.installer.id)
    await acme.pipedrive.oauth.exchange(code)
    with pytest.raises(GrantLost):
        await acme.pipedrive.oauth.exchange(code)


async def test_a_refresh_gives_the_next_generation(acme: Company) -> None:
    newer = await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert newer.generation == 1
    assert newer.access_token != acme.tokens.grant.access_token


async def test_a_used_refresh_token_is_lost(acme: Company) -> None:
    await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    with pytest.raises(GrantLost) as problem:
        await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert problem.value.reason == "INVALID_GRANT"


async def test_a_revoked_authorization_is_over_and_can_be_revoked_again(acme: Company) -> None:
    await acme.pipedrive.oauth.revoke(acme.tokens.grant)
    await acme.pipedrive.oauth.revoke(acme.tokens.grant)
    with pytest.raises(GrantLost):
        await acme.pipedrive.oauth.refresh(acme.tokens.grant)


async def test_a_wrong_secret_of_ours_is_not_the_customers_fault(acme: Company) -> None:
    app = PipedriveApp(
        client_id="sandbox-client",
        client_secret="wrong",
        redirect_uri=CALLBACK,
        oauth_url=acme.url,
        sandbox_url=acme.url,
    )
    async with opened(app) as pipedrive:
        with pytest.raises(CrmUnavailable) as problem:
            await pipedrive.oauth.refresh(acme.tokens.grant)
    assert problem.value.reason == "INVALID_CLIENT"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"error": "invalid_grant"}, GrantLost),
        ({"error": "invalid_grant", "error_description": "of another client"}, GrantLost),
        ({"success": False, "message": "Invalid refresh token"}, GrantLost),
        ({"success": False}, GrantLost),
        ({"error": "invalid_client"}, CrmUnavailable),
        ({"success": False, "message": "Client credentials missing or invalid"}, CrmUnavailable),
    ],
)
async def test_a_refusal_tells_a_lost_authorization_from_our_own_mistake(
    said: dict[str, object], kind: type[CrmError]
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(400, json=said))
    async with httpx.AsyncClient(transport=transport) as http:
        oauth = PipedriveOAuth(http, app_at("http://127.0.0.1:9"), utc_now)
        with pytest.raises(CrmError) as problem:
            await oauth.exchange("a code")
    assert type(problem.value) is kind


@pytest.mark.parametrize(
    "plan",
    [
        {"kind": "status", "status": 503},
        {"kind": "html", "status": 502},
        {"kind": "html", "status": 200},
        {"kind": "html", "status": 400},
        {"kind": "truncated"},
        {"kind": "reset"},
        {"kind": "status", "status": 429},
    ],
)
async def test_an_outage_costs_no_authorization(acme: Company, plan: dict[str, object]) -> None:
    await acme.fault(_TOKEN, **plan)
    with pytest.raises(CrmUnavailable):
        await acme.pipedrive.oauth.refresh(acme.tokens.grant)


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        ({"refresh_token": None}, "INCOMPLETE_TOKENS"),
        ({"api_domain": None}, "INCOMPLETE_TOKENS"),
        ({"access_token": {"a": 1}}, "INCOMPLETE_TOKENS"),
        ({"access_token": ""}, "INCOMPLETE_TOKENS"),
        ({"access_token": "a\r\nx: b"}, "INCOMPLETE_TOKENS"),
        ({"access_token": "é"}, "INCOMPLETE_TOKENS"),
        ({"refresh_token": "a\n"}, "INCOMPLETE_TOKENS"),
        ({"expires_in": "NaN"}, "INCOMPLETE_TOKENS"),
        ({"expires_in": "soon"}, "INCOMPLETE_TOKENS"),
        ({"api_domain": "https://evil.example"}, "UNTRUSTED_API_DOMAIN"),
        ({"api_domain": "http://acme.pipedrive.com"}, "UNTRUSTED_API_DOMAIN"),
    ],
)
async def test_an_answer_that_cannot_be_used_asks_to_connect_again(
    acme: Company, overlay: dict[str, object], reason: str
) -> None:
    await acme.fault(_TOKEN, kind="overlay", overlay=overlay)
    with pytest.raises(GrantLost) as problem:
        await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert problem.value.reason == reason


@pytest.mark.parametrize(
    ("scope", "scopes"),
    [(None, set()), ("base,deals:full", {"base", "deals:full"}), ("a b", {"a", "b"})],
)
async def test_scopes_are_split_at_commas_or_blanks(
    acme: Company, scope: object, scopes: set[str]
) -> None:
    await acme.fault(_TOKEN, kind="overlay", overlay={"scope": scope})
    grant = await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert grant.scopes == scopes


@pytest.mark.parametrize(
    ("expires_in", "lifetime"),
    [
        (0, timedelta(minutes=1)),
        (-5, timedelta(minutes=1)),
        ("3600", timedelta(hours=1)),
        (1e12, timedelta(hours=24)),
    ],
)
async def test_an_absurd_lifetime_is_bounded(
    acme: Company, expires_in: object, lifetime: timedelta
) -> None:
    await acme.fault(_TOKEN, kind="overlay", overlay={"expires_in": expires_in})
    grant = await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert abs(grant.expires_at - datetime.now(UTC) - lifetime) < timedelta(seconds=30)

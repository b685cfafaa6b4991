"""Codes and refresh tokens against the authorization server."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.opening import opened
from domain.errors import CrmRefused, CrmUnavailable, GrantLost
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
        with pytest.raises(CrmRefused) as problem:
            await pipedrive.oauth.refresh(acme.tokens.grant)
    assert problem.value.reason == "INVALID_CLIENT"


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

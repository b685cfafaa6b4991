"""One request: its tokens, its limits, and what happens when it goes wrong on the way."""

import asyncio
from datetime import timedelta

import pytest

from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.opening import opened
from domain.errors import (
    AccountExpired,
    CrmLimit,
    CrmUnavailable,
    GrantLost,
    OutcomeUnknown,
)
from domain.model.values import RecordId
from tests.adapters.pipedrive.opened_sandbox import Company, HeldTokens, app_at

_PERSONS = "/api/v2/persons"


async def _create(crm: PipedriveCrm) -> None:
    await crm.create_contact(RecordId("one"), {"first_name": "Ana"}, None)


async def _answering(writer: asyncio.StreamWriter, answer: bytes) -> None:
    writer.write(answer)
    await writer.drain()
    writer.close()


async def test_an_expired_token_is_renewed_and_the_request_repeated(acme: Company) -> None:
    acme.sandbox.oauth.expire_access_tokens()
    assert len((await acme.crm().list_contacts()).items) == 30
    assert len(acme.tokens.renewals) == 1


async def test_a_token_that_is_refused_twice_is_lost(acme: Company) -> None:
    await acme.fault(f"{_PERSONS}*", kind="status", status=401, times=2)
    with pytest.raises(GrantLost):
        await acme.crm().list_contacts()
    assert len(acme.tokens.renewals) == 1


@pytest.mark.parametrize(
    "plan",
    [
        {"kind": "status", "status": 500},
        {"kind": "html", "status": 502},
        {"kind": "html", "status": 200},
        {"kind": "empty", "status": 200},
        {"kind": "truncated"},
        {"kind": "overlay", "overlay": {"success": False}},
        {"kind": "overlay", "overlay": {"data": "no list"}},
        {"kind": "reset"},
        {"kind": "status", "status": 302, "headers": {"location": "https://evil.example"}},
    ],
)
async def test_a_reading_that_goes_wrong_can_be_tried_again(
    acme: Company, plan: dict[str, object]
) -> None:
    await acme.fault(_PERSONS, **plan)
    with pytest.raises(CrmUnavailable) as problem:
        await acme.crm().list_contacts()
    assert not isinstance(problem.value, OutcomeUnknown)
    assert len((await acme.crm().list_contacts()).items) == 30


@pytest.mark.parametrize(
    "plan",
    [
        {"kind": "status", "status": 500, "after_effect": True},
        {"kind": "html", "status": 200, "after_effect": True},
        {"kind": "truncated"},
        {"kind": "reset", "after_effect": True},
    ],
)
async def test_a_write_whose_answer_is_lost_may_have_been_done(
    acme: Company, plan: dict[str, object]
) -> None:
    await acme.fault(_PERSONS, method="POST", **plan)
    with pytest.raises(OutcomeUnknown):
        await _create(acme.crm())
    assert len((await acme.crm().list_contacts()).items) == 31


async def test_a_suspended_company_is_an_expired_account(acme: Company) -> None:
    await acme.switch(suspended=True)
    with pytest.raises(AccountExpired):
        await _create(acme.crm())


async def test_a_spent_budget_is_a_daily_limit(acme: Company) -> None:
    await acme.switch(daily_budget=1)
    with pytest.raises(CrmLimit) as limit:
        await _create(acme.crm())
    assert limit.value.daily


async def test_a_full_window_is_a_limit_of_seconds(acme: Company) -> None:
    await acme.switch(burst_oauth=0, daily_headers=False)
    with pytest.raises(CrmLimit) as limit:
        await _create(acme.crm())
    assert not limit.value.daily
    assert limit.value.retry_after is not None
    assert limit.value.retry_after <= timedelta(seconds=2)


async def test_a_host_that_does_not_answer_was_never_asked(acme: Company) -> None:
    nobody = "http://127.0.0.1:9"
    async with opened(app_at(nobody)) as pipedrive:
        grant = acme.tokens.grant
        moved = type(grant)(
            access_token="a", refresh_token="r", api_domain=nobody, expires_at=grant.expires_at
        )
        crm = pipedrive.crms.open(HeldTokens(pipedrive, moved), "")
        with pytest.raises(CrmUnavailable) as problem:
            await _create(crm)
    assert problem.value.reason == "UNREACHABLE"
    assert not isinstance(problem.value, OutcomeUnknown)


async def test_an_answer_without_end_is_cut_off(acme: Company) -> None:
    async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
        await _answering(writer, head + b" " * (11 * 1024 * 1024))

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with opened(app_at(url)) as pipedrive:
            grant = acme.tokens.grant
            moved = type(grant)(
                access_token="a", refresh_token="r", api_domain=url, expires_at=grant.expires_at
            )
            crm = pipedrive.crms.open(HeldTokens(pipedrive, moved), "")
            with pytest.raises(CrmUnavailable, match="too large"):
                await crm.list_contacts()


async def test_tokens_are_never_sent_to_a_stranger(acme: Company) -> None:
    grant = acme.tokens.grant
    acme.tokens.grant = type(grant)(
        access_token="a",
        refresh_token="r",
        api_domain="https://pipedrive.com.evil.example",
        expires_at=grant.expires_at,
    )
    with pytest.raises(GrantLost) as problem:
        await acme.crm().list_contacts()
    assert problem.value.reason == "UNTRUSTED_API_DOMAIN"

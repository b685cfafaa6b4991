"""One request: its tokens, its limits, and what happens when it goes wrong on the way."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.pipedrive.client import Client, exchanged
from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.opening import opened
from domain.errors import (
    AccountExpired,
    CrmLimit,
    CrmUnavailable,
    GrantLost,
    OutcomeUnknown,
)
from domain.model.values import Kind, RecordId
from domain.ports.crm import Patch
from tests.adapters.pipedrive.opened_sandbox import Company, HeldTokens, app_at
from tests.adapters.pipedrive.raw_server import HEAD, dripping, saying, served

_PERSONS = "/api/v2/persons"


async def _create(crm: PipedriveCrm) -> None:
    await crm.records(Kind.CONTACT).create(RecordId("one"), Patch(fields={"first_name": "Ana"}))


@asynccontextmanager
async def _reached_at(url: str, acme: Company) -> AsyncIterator[PipedriveCrm]:
    """Open the company as if Pipedrive were at *url*."""
    async with opened(app_at(url)) as pipedrive:
        moved = replace(acme.tokens.grant, api_domain=url)
        yield pipedrive.crms.open(HeldTokens(pipedrive, moved), {})


async def test_an_expired_token_is_renewed_and_the_request_repeated(acme: Company) -> None:
    acme.sandbox.oauth.expire_access_tokens()
    assert len((await acme.crm().records(Kind.CONTACT).page()).items) == 30
    assert len(acme.tokens.renewals) == 1


async def test_newer_tokens_that_have_ended_as_well_are_renewed_too(acme: Company) -> None:
    await acme.fault(f"{_PERSONS}*", kind="status", status=401, times=2)
    assert len((await acme.crm().records(Kind.CONTACT).page()).items) == 30
    assert len(acme.tokens.renewals) == 2


async def test_tokens_that_are_refused_time_after_time_are_lost(acme: Company) -> None:
    await acme.fault(f"{_PERSONS}*", kind="status", status=401, times=3)
    with pytest.raises(GrantLost):
        await acme.crm().records(Kind.CONTACT).page()
    assert len(acme.tokens.renewals) == 2


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
        await acme.crm().records(Kind.CONTACT).page()
    assert not isinstance(problem.value, OutcomeUnknown)
    assert len((await acme.crm().records(Kind.CONTACT).page()).items) == 30


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
    assert len((await acme.crm().records(Kind.CONTACT).page()).items) == 31


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
    async with _reached_at("http://127.0.0.1:9", acme) as crm:
        with pytest.raises(CrmUnavailable) as problem:
            await _create(crm)
    assert problem.value.reason == "UNREACHABLE"
    assert not isinstance(problem.value, OutcomeUnknown)


@pytest.mark.parametrize("plan", [{"kind": "hang"}, {"kind": "slow", "delay_seconds": 5}])
async def test_an_answer_that_is_late_counts_as_lost(
    acme: Company, plan: dict[str, object]
) -> None:
    async with httpx.AsyncClient(timeout=0.2) as http:
        crm = PipedriveCrm(Client(http, acme.tokens, acme.url), {})
        await acme.fault(_PERSONS, method="GET", **plan)
        with pytest.raises(CrmUnavailable) as problem:
            await crm.records(Kind.CONTACT).page()
        assert not isinstance(problem.value, OutcomeUnknown)
        await acme.fault(_PERSONS, method="POST", **plan)
        with pytest.raises(OutcomeUnknown):
            await _create(crm)


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\n" + b" " * (11 * 1024 * 1024),
        HEAD + b"content-encoding: gzip\r\n\r\n" + gzip.compress(b" " * (64 * 1024 * 1024)),
    ],
    ids=["plain", "compressed"],
)
async def test_an_answer_without_end_is_cut_off(acme: Company, answer: bytes) -> None:
    async with served(saying(answer)) as url, _reached_at(url, acme) as crm:
        with pytest.raises(CrmUnavailable, match="too large"):
            await crm.records(Kind.CONTACT).page()


async def test_an_answer_that_only_drips_is_cut_off() -> None:
    async with served(dripping) as url, httpx.AsyncClient() as http:
        with pytest.raises(CrmUnavailable) as problem:
            await exchanged(http, http.build_request("GET", url), limit_seconds=0.2)
    assert problem.value.reason == "NO_ANSWER"


async def test_no_cookie_is_kept(acme: Company) -> None:
    body = b'{"success": true, "data": []}'
    answer = HEAD + b"set-cookie: session=acme\r\n\r\n" + body
    async with served(saying(answer)) as url, opened(app_at(url)) as pipedrive:
        moved = replace(acme.tokens.grant, api_domain=url)
        await pipedrive.crms.open(HeldTokens(pipedrive, moved), {}).records(Kind.CONTACT).page()
        assert not pipedrive.crms.http.cookies


async def test_tokens_are_never_sent_to_a_stranger(acme: Company) -> None:
    stranger = "https://pipedrive.com.evil.example"
    acme.tokens.grant = replace(acme.tokens.grant, api_domain=stranger)
    with pytest.raises(GrantLost) as problem:
        await acme.crm().records(Kind.CONTACT).page()
    assert problem.value.reason == "UNTRUSTED_API_DOMAIN"

"""What each answer other than success means."""

import json
from datetime import timedelta

import pytest

from adapters.pipedrive.problems import bounded, problem_of
from domain.errors import (
    AccountExpired,
    CrmError,
    CrmGone,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    OutcomeUnknown,
)

_HTML = b"<!DOCTYPE html><html><title>Attention Required!</title></html>"


def _body(**said: object) -> bytes:
    return json.dumps({"success": False, **said}).encode()


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason"),
    [
        (400, _body(error="bad", code="ERR_VALIDATION"), CrmRefused, "ERR_VALIDATION"),
        (400, _body(error="bad", errorCode=400), CrmRefused, "REFUSED"),
        (400, _body(error="bad", code="x'; drop"), CrmRefused, "REFUSED"),
        (402, _body(error="Company account is not open"), AccountExpired, "EXPIRED_ACCOUNT"),
        (402, b"", AccountExpired, "EXPIRED_ACCOUNT"),
        (402, _body(error="Required suites missing"), CrmRefused, "FEATURE_MISSING"),
        (403, _body(error="Scope and URL mismatch"), CrmRefused, "SCOPE_MISSING"),
        (403, _body(error="Forbidden", code="deals_limit"), CrmRefused, "DEALS_LIMIT"),
        (403, _HTML, CrmUnavailable, "BLOCKED"),
        (404, _body(error="Person not found"), CrmGone, "GONE"),
        (404, _HTML, CrmUnavailable, "UNAVAILABLE"),
        (410, _body(error="gone"), CrmGone, "GONE"),
        (415, _body(error="feature not enabled"), CrmRefused, "REFUSED"),
        (422, _body(errors={"webhook": ["webhooks limit reached"]}), CrmRefused, "WEBHOOK_LIMIT"),
        (422, _body(error="unprocessable"), CrmRefused, "REFUSED"),
        (423, _body(error="locked"), CrmUnavailable, "UNAVAILABLE"),
        (302, b"", CrmUnavailable, "UNAVAILABLE"),
        (500, _HTML, CrmUnavailable, "UNAVAILABLE"),
        (503, _HTML, CrmUnavailable, "MAINTENANCE"),
    ],
)  # fmt: skip
def test_a_reading_that_failed(status: int, body: bytes, kind: type[CrmError], reason: str) -> None:
    problem = problem_of(status, {}, body, writes=False)
    assert (type(problem), problem.reason) == (kind, reason)


@pytest.mark.parametrize("status", [302, 408, 423, 500, 502, 504])
def test_a_write_that_failed_so_may_have_been_done(status: int) -> None:
    assert isinstance(problem_of(status, {}, _HTML, writes=True), OutcomeUnknown)


@pytest.mark.parametrize("status", [400, 402, 403, 404, 422, 429, 503])
def test_a_write_that_was_refused_was_not_done(status: int) -> None:
    problem = problem_of(status, {}, _body(error="no"), writes=True)
    assert not isinstance(problem, OutcomeUnknown)


@pytest.mark.parametrize("status", [400, 403])
def test_a_page_nested_without_end_is_no_refusal(status: int) -> None:
    problem = problem_of(status, {}, b"[" * 200_000, writes=False)
    assert type(problem) is CrmUnavailable


def test_a_refusal_repeats_pipedrives_words_in_part() -> None:
    problem = problem_of(400, {}, _body(error="name: " + "x" * 5000), writes=True)
    assert problem.message.startswith("Pipedrive says: name: xxx")
    assert len(problem.message) < 300


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2"}, 2),
        ({"x-ratelimit-reset": "2", "retry-after": "7"}, 7),
        ({}, 2),
        ({"x-ratelimit-reset": "soon"}, 2),
        ({"x-ratelimit-reset": "-1"}, 2),
        ({"x-ratelimit-reset": "0"}, 1),
        ({"x-ratelimit-reset": "9e9"}, 600),
        ({"x-ratelimit-reset": "nan"}, 2),
        ({"x-daily-ratelimit-token-remaining": "1" * 5000}, 2),
        ({"x-ratelimit-remaining": "9" * 5000}, 2),
    ],
)
def test_a_burst_waits_as_long_as_pipedrive_asks_within_reason(
    headers: dict[str, str], seconds: int
) -> None:
    limit = problem_of(429, headers, _body(error="request over limit"), writes=False)
    assert isinstance(limit, CrmLimit)
    assert (limit.daily, limit.retry_after) == (False, timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "headers",
    [
        {"x-daily-ratelimit-token-remaining": "0"},
        {"x-daily-ratelimit-token-remaining": "3", "x-ratelimit-remaining": "79"},
    ],
)
def test_a_spent_day_is_told_from_a_burst(headers: dict[str, str]) -> None:
    limit = problem_of(429, headers, b"", writes=False)
    assert isinstance(limit, CrmLimit)
    assert (limit.daily, limit.retry_after) == (True, timedelta(hours=1))


def test_a_spent_day_is_over_at_midnight_at_the_latest() -> None:
    headers = {"x-ratelimit-remaining": "5", "date": "Mon, 23 Nov 2026 23:40:00 GMT"}
    limit = problem_of(429, headers, b"", writes=False)
    assert isinstance(limit, CrmLimit)
    assert limit.retry_after == timedelta(minutes=20)


def test_a_date_near_the_end_of_time_is_no_date() -> None:
    headers = {"x-ratelimit-remaining": "5", "date": "Fri, 31 Dec 9999 23:40:00 GMT"}
    limit = problem_of(429, headers, b"", writes=False)
    assert isinstance(limit, CrmLimit)
    assert limit.retry_after == timedelta(hours=1)


def test_a_number_of_seconds_is_kept_between_one_and_a_day() -> None:
    read = [bounded(text) for text in ("0.1", "30", "1e300", "-5", "", None)]
    seconds = [None if one is None else one.total_seconds() for one in read]
    assert seconds == [1, 30, None, None, None, None]

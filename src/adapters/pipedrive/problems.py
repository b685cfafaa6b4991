"""What an answer other than success means (Pipedrive's documentation, "HTTP status codes")."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus

from adapters.pipedrive.answer_body import object_if_any
from adapters.pipedrive.costs import number_in
from adapters.pipedrive.instants import http_date
from adapters.pipedrive.json_body import Json
from adapters.pipedrive.scalars import storable
from domain.errors import (
    AccountExpired,
    CrmError,
    CrmGone,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    OutcomeUnknown,
)

_LONGEST_WORDS = 200
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(hours=24)
_WINDOW = timedelta(seconds=2)
_PROBE = timedelta(hours=1)
"""The reset of the daily budget is not published to the hour, so it is asked for every hour."""
_BLOCKED = timedelta(minutes=5)
_LONGEST_BURST = timedelta(minutes=10)
"""A window of two seconds that is said to last longer is a mistake of somebody's."""
_CODE = re.compile(r"[A-Za-z][A-Za-z_]{2,60}")

_WEBHOOK_LIMIT = (
    "The Pipedrive user who authorized us has as many webhooks as Pipedrive allows (40). Delete "
    "some in Pipedrive under Tools and apps › Webhooks; until then changes made in Pipedrive "
    "arrive every 15 minutes."
)

Headers = Mapping[str, str]


def problem_of(status: int, headers: Headers, body: bytes, *, writes: bool) -> CrmError:  # noqa: PLR0911 - one return a kind
    """Return the error that an answer of this status stands for; 401 is not among them."""
    said = object_if_any(body)
    match status:
        case 402 if "suites" in _words(said):
            return CrmRefused("FEATURE_MISSING", f"Pipedrive says: {_words(said)}")
        case 402:
            return AccountExpired("EXPIRED_ACCOUNT", "The Pipedrive company is closed or unpaid.")
        case 404 | 410 if said is not None:
            return CrmGone("GONE", "Pipedrive has no such entry, or does not show it to us.")
        case 429:
            return _limit(headers)
        case 403 if said is None:
            message = "Pipedrive's network refused the request; it may be busy."
            return CrmUnavailable("BLOCKED", message, retry_after=_BLOCKED)
        case 403 if "scope" in _words(said).lower():
            message = "The authorization lacks a permission. Connect again and allow everything."
            return CrmRefused("SCOPE_MISSING", message)
        case 503:
            return CrmUnavailable(
                "MAINTENANCE", "Pipedrive is under maintenance.", retry_after=_asked(headers)
            )
        case _ if status in range(400, 500) and said is not None and status not in {408, 423}:
            return _refusal(status, said)
        case _ if writes:
            return outcome_unknown(f"Pipedrive answered {status}.")
        case _:
            message = f"Pipedrive answered {status}."
            return CrmUnavailable("UNAVAILABLE", message, retry_after=_asked(headers))


def outcome_unknown(message: str) -> OutcomeUnknown:
    """Return the error of a write that may have been done all the same."""
    return OutcomeUnknown("OUTCOME_UNKNOWN", message)


def bounded(seconds: str | None) -> timedelta | None:
    """Read a number of seconds, kept between one second and a day; None if it is none."""
    try:
        number = float(seconds or "")
        asked = timedelta(seconds=number)
    except (ValueError, OverflowError):
        return None
    return min(max(asked, _SHORTEST), _LONGEST) if number >= 0 else None


def _limit(headers: Headers) -> CrmLimit:
    """Tell the day's budget from the two-second burst: in a burst requests are left of the day."""
    is_daily = number_in(headers, "x-daily-ratelimit-token-remaining") == 0 or (
        (number_in(headers, "x-ratelimit-remaining") or 0) > 0
    )
    if is_daily:
        until = _until_midnight(http_date(headers.get("date")))
        return CrmLimit("Today's requests are used up.", retry_after=until, daily=True)
    pause = _asked(headers) or bounded(headers.get("x-ratelimit-reset")) or _WINDOW
    pause = min(pause, _LONGEST_BURST)
    return CrmLimit("Too many requests in two seconds.", retry_after=pause, daily=False)


def _until_midnight(served_at: datetime | None) -> timedelta:
    if served_at is None:
        return _PROBE
    midnight = served_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(midnight - served_at, _PROBE)


def _asked(headers: Headers) -> timedelta | None:
    return bounded(headers.get("retry-after"))


def _refusal(status: int, said: Json) -> CrmRefused:
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and "webhook" in _words(said).lower():
        return CrmRefused("WEBHOOK_LIMIT", _WEBHOOK_LIMIT)
    return CrmRefused(_reason(said), f"Pipedrive says: {_words(said)}")


def _words(said: Json | None) -> str:
    shown = said or {}
    told = shown.get("error") or shown.get("message") or shown.get("errors") or "no reason given"
    words = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return storable(words[:_LONGEST_WORDS])


def _reason(said: Json | None) -> str:
    code = (said or {}).get("code")
    return code.upper() if isinstance(code, str) and _CODE.fullmatch(code) else "REFUSED"

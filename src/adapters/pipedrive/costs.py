"""What each request costs (`x-token-cost` in Pipedrive's OpenAPI files), and what answers tell."""

from collections.abc import Mapping
from datetime import timedelta

from adapters.pipedrive.instants import http_date
from domain.model.budget import Charge, Gauge

_LONGEST = timedelta(hours=24)
_SINGLE = {"GET": 1, "POST": 5, "PATCH": 5, "PUT": 5, "DELETE": 3}
_OF_LISTS = {"GET": 10, "POST": 5}
_OLD = 2
"""What v1 costs more than v2."""
_EXCEPTIONS = {
    "GET /api/v1/users": 20,
    "GET /api/v1/users/me": 2,
    "GET /api/v1/webhooks": 10,
    "GET /api/v2/pipelines": 5,
    "GET /api/v2/stages": 5,
}
_MERGE = 40
_MOST_DIGITS = 12
_SEARCH = 20


def charge_of(method: str, path: str) -> Charge:
    """Return what the request costs."""
    exception = _EXCEPTIONS.get(f"{method} {path}")
    if exception is not None:
        return Charge(tokens=exception)
    _, version, *parts = path.strip("/").split("/")
    age = _OLD if version == "v1" else 1
    if parts[-1] == "merge":
        return Charge(tokens=_MERGE)
    if parts[-1] == "search":
        return Charge(tokens=_SEARCH * age, is_search=True)
    prices = _SINGLE if parts[-1].isdecimal() else _OF_LISTS
    return Charge(tokens=prices.get(method, _SINGLE[method]) * age)


def gauge_of(headers: Mapping[str, str]) -> Gauge:
    """Return what the headers tell; what is missing or absurd tells nothing."""
    return Gauge(
        day_limit=number_in(headers, "x-daily-ratelimit-token-limit"),
        day_left=number_in(headers, "x-daily-ratelimit-token-remaining"),
        burst_limit=number_in(headers, "x-ratelimit-limit"),
        burst_left=number_in(headers, "x-ratelimit-remaining"),
        burst_reset=_seconds(headers, "x-ratelimit-reset"),
        served_at=http_date(headers.get("date")),
    )


def number_in(headers: Mapping[str, str], name: str) -> int | None:
    """Return the whole number in the header; None if there is none, or an absurd one."""
    text = headers.get(name, "")
    is_sane = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_sane else None


def _seconds(headers: Mapping[str, str], name: str) -> timedelta | None:
    number = number_in(headers, name)
    return None if number is None else min(timedelta(seconds=number), _LONGEST)

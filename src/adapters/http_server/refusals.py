"""Every way a request can fail, as a status, a machine-readable reason and plain words."""

import traceback
from collections.abc import Mapping
from pathlib import Path

import structlog
from aiohttp import web

from domain.errors import (
    Conflict,
    CrmError,
    CrmUnavailable,
    InvalidInput,
    NotFound,
    StoreUnavailable,
    SyncError,
    Unauthenticated,
)
from domain.ports.world import Ids

_log = structlog.get_logger()

_UNAVAILABLE = 503
_RETRY = {"Retry-After": "5"}
_FRAMES = 5

_STATUS_OF_REASON = {
    "COMPANY_MISMATCH": 403,
    "NOT_AN_OBJECT": 422,
    "NOT_FINITE": 422,
    "NUMBER_TOO_LARGE": 422,
}
# The first that fits counts. 502 would fit CrmError better, but proxies replace such pages.
_STATUS_OF_ERROR: Mapping[type[SyncError], int] = {
    InvalidInput: 400,
    Unauthenticated: 401,
    NotFound: 404,
    Conflict: 409,
    StoreUnavailable: 503,
    CrmUnavailable: 503,
    CrmError: 400,
}


class Refusal(Exception):
    """A request that is answered with an error. *closing* also ends the connection."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        headers: Mapping[str, str] | None = None,
        closing: bool = False,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.message = message
        self.headers = headers or {}
        self.closing = closing


def nothing_here() -> Refusal:
    return Refusal(404, "NOT_FOUND", "There is nothing at this address.")


def refusal_of(error: Exception, ids: Ids) -> Refusal:
    """Return what to answer; an error that nobody foresaw is logged under a new incident id."""
    match error:
        case Refusal():
            return error
        case web.HTTPException():
            return _of_framework(error)
        case SyncError():
            return _of_domain(error) or _incident(error, ids)
        case _:
            return _incident(error, ids)


def where_from(error: BaseException) -> dict[str, object]:
    """Return the error's kind and its place in the code.

    Its text stays out: a database's complaint quotes the row, a parser's the headers.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "error": type(error).__qualname__,
        "frames": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames],
    }


def _of_framework(error: web.HTTPException) -> Refusal:
    match error:
        case web.HTTPNotFound():
            return nothing_here()
        case web.HTTPMethodNotAllowed():
            allowed = ", ".join(sorted(error.allowed_methods))
            message = f"This address answers to {allowed} only."
            return Refusal(405, "METHOD_NOT_ALLOWED", message, headers={"Allow": allowed})
        case _:
            return Refusal(error.status, "BAD_REQUEST", "The request cannot be answered.")


def _of_domain(error: SyncError) -> Refusal | None:
    known = (status for kind, status in _STATUS_OF_ERROR.items() if isinstance(error, kind))
    status = _STATUS_OF_REASON.get(error.reason) or next(known, None)
    if status is None:
        return None
    headers = _RETRY if status == _UNAVAILABLE else {}
    return Refusal(status, error.reason, error.message, headers=headers)


def _incident(error: Exception, ids: Ids) -> Refusal:
    """Answer 503, not 500: the sender shall come again, and what it sent is not lost."""
    incident = ids()
    _log.error("http_request_failed", incident=incident, **where_from(error))
    message = f"Something went wrong on our side. Try again; we know it as incident {incident}."
    return Refusal(_UNAVAILABLE, "INTERNAL", message, headers=_RETRY)

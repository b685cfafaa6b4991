"""One request to Pipedrive: authenticated, bounded in time and size, its answer understood."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import httpx
from pydantic import BaseModel

from adapters.pipedrive.addresses import trusted
from adapters.pipedrive.answer_body import json_in
from adapters.pipedrive.costs import charge_of, gauge_of
from adapters.pipedrive.instants import http_date
from adapters.pipedrive.problems import outcome_unknown, problem_of
from domain.errors import CrmError, CrmLimit, CrmUnavailable, GrantLost
from domain.model.budget import Gauge
from domain.model.connection import Grant
from domain.ports.crm import Meter, Tokens

LARGEST_ANSWER = 10 * 1024 * 1024
_LONGEST_SECONDS = 60.0
"""The limit of a whole exchange: an answer that only drips never meets those of its parts."""
_UNAUTHORIZED = 401
_MOST_RENEWALS = 2
"""What comes first may be newer tokens of a login, which have ended as well."""
_TOO_MANY = 429
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer. *served_at* is Pipedrive's clock."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def served_at(self) -> datetime | None:
        """Return the time of the `Date` header."""
        return http_date(self.headers.get("date"))


class Client:
    """Sends requests with a connection's tokens. It repeats one only after a renewal (401)."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        tokens: Tokens,
        sandbox_url: str | None,
        meter: Meter | None = None,
    ) -> None:
        self._meter = meter
        self._http = http
        self._tokens = tokens
        self._sandbox_url = sandbox_url

    async def get(self, path: str, shape: type[Shape], **query: str) -> tuple[Shape, Answer]:
        """Read *path*, such as `/api/v2/persons`. Raises CrmError."""
        answer = await self._send("GET", path, query=query)
        return _understood(answer, shape, writes=False), answer

    async def write(
        self, method: str, path: str, shape: type[Shape], body: Mapping[str, object] | None = None
    ) -> tuple[Shape, Answer]:
        """Write to *path*. Raises CrmError; OutcomeUnknown when it may have been done."""
        answer = await self._send(method, path, body=body)
        return _understood(answer, shape, writes=True), answer

    async def _send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Answer:
        grant = await self._tokens.current()
        request = self._request(grant, method, path, query, body)
        answer = await self._metered(request, path)
        for _ in range(_MOST_RENEWALS):
            if answer.status != _UNAUTHORIZED:
                break
            grant = await self._tokens.renewed(grant)
            request = self._request(grant, method, path, query, body)
            answer = await self._metered(request, path)
        if answer.status == _UNAUTHORIZED:
            raise GrantLost("EXPIRED_TOKEN", "Pipedrive does not accept renewed tokens either.")
        if answer.status not in range(200, 300):
            raise self._problem(answer, method, path)
        return answer

    async def _metered(self, request: httpx.Request, path: str) -> Answer:
        """Send the request once it may leave, and let the meter learn from its answer."""
        if self._meter is None:
            return await exchanged(self._http, request)
        charge, gauge, let_in = charge_of(request.method, path), Gauge(), False
        await self._meter.admit(charge)
        try:
            answer = await exchanged(self._http, request)
            gauge, let_in = gauge_of(answer.headers), answer.status != _TOO_MANY
        finally:
            self._meter.answered(charge, gauge, let_in=let_in)
        return answer

    def _problem(self, answer: Answer, method: str, path: str) -> CrmError:
        problem = problem_of(answer.status, answer.headers, answer.body, writes=method != "GET")
        if self._meter is not None and isinstance(problem, CrmLimit):
            return self._meter.refused(charge_of(method, path), problem)
        return problem

    def _request(
        self,
        grant: Grant,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, object] | None,
    ) -> httpx.Request:
        return self._http.build_request(
            method,
            trusted(grant.api_domain, self._sandbox_url) + path,
            params=query or None,
            json=body,
            headers={"authorization": f"Bearer {grant.access_token}"},
        )


async def exchanged(
    http: httpx.AsyncClient, request: httpx.Request, limit_seconds: float = _LONGEST_SECONDS
) -> Answer:
    """Send a request and read its answer whole. Raises CrmUnavailable, or OutcomeUnknown."""
    try:
        async with asyncio.timeout(limit_seconds):
            return await _exchanged(http, request)
    except _NEVER_SENT as error:
        raise CrmUnavailable("UNREACHABLE", "Pipedrive cannot be reached.") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
        raise _cut(request, "Pipedrive's answer did not arrive.") from error


async def _exchanged(http: httpx.AsyncClient, request: httpx.Request) -> Answer:
    response = await http.send(request, stream=True)
    try:
        body = await _bounded(response, request)
    finally:
        await response.aclose()
    return Answer(status=response.status_code, headers=response.headers, body=body)


async def _bounded(response: httpx.Response, request: httpx.Request) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise _cut(request, "Pipedrive's answer is too large.")
    return bytes(body)


def _cut(request: httpx.Request, message: str) -> CrmError:
    if request.method == "GET":
        return CrmUnavailable("NO_ANSWER", message)
    return outcome_unknown(message)


def _understood(answer: Answer, shape: type[Shape], *, writes: bool) -> Shape:
    """Read the body. The error never holds it: it is full of personal data."""
    try:
        return shape.model_validate(json_in(answer.body))
    except ValueError:
        message = "Pipedrive's answer cannot be understood."
    raise outcome_unknown(message) if writes else CrmUnavailable("UNREADABLE_ANSWER", message)

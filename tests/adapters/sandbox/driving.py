"""A small client for tests, over real HTTP or straight to the core."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Request, Response
from adapters.sandbox.sandbox import Sandbox

CALLBACK = "http://127.0.0.1:9/oauth/callback"
CREDENTIALS = {"authorization": aiohttp.encode_basic_auth("sandbox-client", "sandbox-secret")}
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - tests look into it as they like
        return json.loads(self.text)

    @property
    def data(self) -> Any:  # noqa: ANN401 - tests look into it as they like
        return self.json["data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Sends requests as one user or app; *headers* hold the credentials."""

    session: aiohttp.ClientSession
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        **query: object,
    ) -> Reply:
        async with self.session.request(
            method,
            self.base_url + path,
            params={name: str(value) for name, value in query.items()},
            json=body,
            headers={**self.headers, **(headers or {})},
        ) as answer:
            text = await answer.text()
            return Reply(status=answer.status, headers=answer.headers, text=text)

    def acting_as(self, **headers: str) -> "Client":
        """Return a client with other credentials: `x_api_token="…"` or `authorization="…"`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(session=self.session, base_url=self.base_url, headers=named)

    async def consent(self, decision: str = "allow", **changes: str) -> dict[str, str]:
        """Press a button of the consent page; return the query of the way back."""
        form = {"client_id": "sandbox-client", "redirect_uri": CALLBACK, "state": "s1", **changes}
        async with self.session.post(
            f"{self.base_url}/oauth/authorize",
            data={**form, "decision": decision},
            allow_redirects=False,
        ) as answer:
            assert answer.status == 302, await answer.text()
            query = parse_qs(urlsplit(answer.headers["location"]).query)
            return {name: values[0] for name, values in query.items()}

    async def token(self, **form: str) -> Reply:
        return await self.oauth("token", **form)

    async def oauth(self, endpoint: str, **form: str) -> Reply:
        async with self.session.post(
            f"{self.base_url}/oauth/{endpoint}", data=form, headers=CREDENTIALS
        ) as answer:
            text = await answer.text()
            return Reply(status=answer.status, headers=answer.headers, text=text)

    async def tokens(self) -> Any:  # noqa: ANN401 - the JSON of the answer
        """Go the whole way of the consent; return the answer with the tokens."""
        code = (await self.consent())["code"]
        reply = await self.token(grant_type="authorization_code", code=code, redirect_uri=CALLBACK)
        return reply.json


@dataclass(slots=True, kw_only=True)
class Core:
    """Drives the core without HTTP, at a time that only the test moves."""

    sandbox: Sandbox
    now: datetime = NOON

    def __call__(self, method: str, path: str, body: object = None, **query: object) -> Response:
        request = Request(
            method=method,
            path=path,
            query={name: str(value) for name, value in query.items()},
            headers={"x-api-token": self.sandbox.installer.api_token},
            body=b"" if body is None else json.dumps(body).encode(),
        )
        return self.sandbox.handle(request, self.now)

    def data(self, method: str, path: str, body: object = None, **query: object) -> Any:  # noqa: ANN401 - as above
        response = self(method, path, body, **query)
        assert response.status < 300, response.body
        return json.loads(response.body)["data"]

    def oauth(self, endpoint: str, **form: str) -> Response:
        """Post a form to an OAuth endpoint with the credentials of the app in it."""
        app = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        request = Request(
            method="POST",
            path=f"/oauth/{endpoint}",
            headers={"content-type": "application/x-www-form-urlencoded"},
            body=urlencode({**app, **form}).encode(),
        )
        return self.sandbox.handle(request, self.now)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)


def put_deal(core: Core, **fields: object) -> None:
    """Put the deal 1 into the company, with no more in it than *fields*."""
    time = "2026-11-23T12:00:00Z"
    core.sandbox.company.tables["deal"].put(
        Record(id=1, add_time=time, update_time=time, fields={"title": "Deal", **fields})
    )

"""A listener over real HTTP and the two ways to talk to it: properly, and byte by byte."""

import asyncio
import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import ClientSession

from tests.fakes.use_cases_http import PASSWORD, PATH, USER, FakeAuthorize, FakeWebhooks

CLIENT_ID = "client-1"
CLIENT_SECRET = "client-secret-8d2b"
HOOK = f"/webhooks/pipedrive/{PATH}"
QUICK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with its body still as bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        value: object = json.loads(self.body)
        assert isinstance(value, dict)
        return value

    @property
    def reason(self) -> object:
        assert set(self.json) == {"reason", "message"}
        return self.json["reason"]

    @property
    def page(self) -> str:
        assert self.headers["Content-Type"] == "text/html; charset=utf-8"
        return self.body.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What a test holds on to. *ready* is what the readiness check will say."""

    session: ClientSession
    url: str
    authorize: FakeAuthorize
    webhooks: FakeWebhooks
    ready: dict[str, bool]

    async def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        async with self.session.request(
            method, self.url + path, headers=headers, data=body, allow_redirects=False
        ) as answer:
            return Answer(status=answer.status, headers=answer.headers, body=await answer.read())

    async def deliver(self, body: bytes = b'{"n": 1}', **headers: str) -> Answer:
        """Deliver a webhook with the right password; *headers* with _ for - are added."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        all_headers = {"Authorization": basic(USER, PASSWORD)} | named
        return await self.call("POST", HOOK, headers=all_headers, body=body)

    async def begin(self) -> str:
        """Let this browser begin a login; gives the cookie as it was set."""
        answer = await self.call("GET", "/oauth/start?state=state-1")
        return answer.headers["Set-Cookie"]

    async def come_back(self, query: str = "code=c-1&state=state-1") -> Answer:
        """Begin a login and come back from Pipedrive with *query*."""
        cookie = (await self.begin()).partition(";")[0]
        return await self.call("GET", f"/oauth/callback?{query}", headers={"Cookie": cookie})

    async def say(self, *parts: bytes, hang_up: bool = False) -> bytes:
        """Send raw bytes, return what comes until the listener closes. Raises TimeoutError."""
        address = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        heard = b""
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
            if hang_up:
                writer.write_eof()
            with suppress(ConnectionError):
                async with asyncio.timeout(5):
                    heard = await reader.read()
        finally:
            writer.close()
        return heard


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def head(*headers: str, method: str = "POST", path: str = HOOK) -> bytes:
    """Return the head of a raw request that shows the right password."""
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: listener",
        f"Authorization: {basic(USER, PASSWORD)}",
        *headers,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status_of(heard: bytes) -> int:
    return int(heard.split(b" ", 2)[1])

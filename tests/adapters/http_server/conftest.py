from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession, DummyCookieJar

from adapters.http_server.server import serving
from adapters.http_server.wiring import Limits, Wiring
from tests.adapters.http_server.listening import (
    CLIENT_ID,
    CLIENT_SECRET,
    QUICK_SECONDS,
    Listener,
)
from tests.fakes.use_cases_http import FakeAuthorize, FakeWebhooks

Opening = Callable[..., AbstractAsyncContextManager[Listener]]

PATIENT = Limits(body_bytes=1000, linger_seconds=QUICK_SECONDS)
IMPATIENT = replace(PATIENT, body_seconds=QUICK_SECONDS, idle_seconds=QUICK_SECONDS)


@asynccontextmanager
async def opened(
    *,
    public_url: str = "http://localhost",
    return_url: str = "",
    limits: Limits = PATIENT,
) -> AsyncIterator[Listener]:
    authorize, webhooks, ready = FakeAuthorize(), FakeWebhooks(), {"store": True}

    async def readiness() -> Mapping[str, bool]:
        return ready

    wiring = Wiring(
        authorize=authorize,
        webhooks=webhooks,
        ready=readiness,
        ids=lambda: "incident-1",
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        public_url=public_url,
        return_url=return_url,
        limits=limits,
    )
    async with (
        serving(wiring, port=0) as url,
        ClientSession(cookie_jar=DummyCookieJar()) as session,
    ):
        yield Listener(
            session=session, url=url, authorize=authorize, webhooks=webhooks, ready=ready
        )


@pytest.fixture
def opening() -> Opening:
    """Open a listener otherwise than usual."""
    return opened


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with opened() as listener:
        yield listener


@pytest.fixture
async def impatient() -> AsyncIterator[Listener]:
    """Open a listener that soon gives up on slow clients."""
    async with opened(limits=IMPATIENT) as listener:
        yield listener

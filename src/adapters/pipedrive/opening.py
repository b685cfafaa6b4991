"""Opening the way to Pipedrive: one pool of connections for all its companies."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import httpx

from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.client import Client
from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.events import PipedriveEvents
from adapters.pipedrive.oauth import PipedriveOAuth
from domain.ports.crm import Markers, Meter, Tokens
from domain.ports.world import Clock

_TIMEOUT = httpx.Timeout(30, connect=5)
_LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipedriveCrms:
    """Opens the companies, as ports.crm.Crms."""

    http: httpx.AsyncClient
    sandbox_url: str | None

    def open(self, tokens: Tokens, markers: Markers, meter: Meter | None = None) -> PipedriveCrm:
        return PipedriveCrm(Client(self.http, tokens, self.sandbox_url, meter), markers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipedrive:
    """Everything that stands for Pipedrive inside."""

    oauth: PipedriveOAuth
    crms: PipedriveCrms
    events: PipedriveEvents


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@asynccontextmanager
async def opened(app: PipedriveApp, clock: Clock = utc_now) -> AsyncIterator[Pipedrive]:
    """Open Pipedrive while the block runs.

    Redirects are never followed with our tokens, and no company's cookies are sent for another.
    """
    agent = f"vixiees-pipedrive/{version('vixiees-pipedrive')}"
    async with httpx.AsyncClient(
        timeout=_TIMEOUT,
        limits=_LIMITS,
        follow_redirects=False,
        headers={"user-agent": agent},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
    ) as http:
        yield Pipedrive(
            oauth=PipedriveOAuth(http, app, clock),
            crms=PipedriveCrms(http=http, sandbox_url=app.sandbox_url),
            events=PipedriveEvents(),
        )

"""Answers that no sandbox gives: handed out one after the other, without a network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from adapters.pipedrive.client import Client
from adapters.pipedrive.crm import PipedriveCrm
from domain.model.connection import Grant
from domain.model.values import Kind

MARKER_FIELD = "f" * 40
_GRANT = Grant(
    access_token="access",
    refresh_token="refresh",
    api_domain="https://acme.pipedrive.com",
    expires_at=datetime(2026, 11, 23, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class _SameTokens:
    async def current(self) -> Grant:
        return _GRANT

    async def renewed(self, refused: Grant) -> Grant:
        return refused


def crm_of(answer: Callable[[httpx.Request], httpx.Response]) -> PipedriveCrm:
    """Open a company whose requests are answered so."""
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return PipedriveCrm(Client(http, _SameTokens(), None), {Kind.CONTACT: MARKER_FIELD})


def crm_saying(bodies: Iterable[bytes]) -> PipedriveCrm:
    """Open a company that answers with these bodies in turn."""
    following = iter(bodies)
    return crm_of(lambda _: httpx.Response(200, content=next(following)))

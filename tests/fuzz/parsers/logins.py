"""What Pipedrive's authorization server answers. An input is a status, a line break, the body."""

import asyncio
import json
from datetime import timedelta
from functools import cache

import httpx

from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.oauth import PipedriveOAuth
from domain.errors import CrmError
from tests.fakes.world import START
from tests.fuzz.oracles import check_storable
from tests.fuzz.target import parser

_APP = PipedriveApp(
    client_id="client",
    client_secret="secret",
    redirect_uri="https://sync.example/oauth/callback",
    oauth_url="https://oauth.pipedrive.com",
)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=24)


def exchange(data: bytes) -> bool:
    """Exchange a code and get that answer; tell whether there are tokens in it."""
    status, _, body = data.partition(b"\n")
    if not (status.isdigit() and len(status) == len(b"200")):
        return False
    answer = httpx.MockTransport(lambda _: httpx.Response(int(status), content=body))
    oauth = PipedriveOAuth(httpx.AsyncClient(transport=answer), _APP, lambda: START)
    try:
        grant = _loop().run_until_complete(oauth.exchange("code"))
    except CrmError as error:
        check_storable((error.reason, error.message))
        return False
    check_storable(grant)
    assert _SHORTEST <= grant.expires_at - START <= _LONGEST
    assert httpx.URL(grant.api_domain).host.endswith("pipedrive.com")
    assert httpx.URL(grant.api_domain).scheme == "https"
    httpx.Headers({"authorization": f"Bearer {grant.access_token}"}).raw  # noqa: B018 - encodes
    return True


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


_TOKENS = {
    "access_token": "7:aa:bb",
    "token_type": "bearer",
    "refresh_token": "7:cc:dd",
    "scope": "base,contacts:full deals:full",
    "expires_in": 3599,
    "api_domain": "https://acme.pipedrive.com",
}
_SEEDS = (
    *(f"{status}\n{json.dumps(_TOKENS)}".encode() for status in (200, 201, 500)),
    b'400\n{"success": false, "error": "invalid_grant", "error_description": "Invalid refresh"}',
    b'401\n{"success": "false", "message": "Invalid client: client is invalid", "error": "x"}',
    b"503\n<html>Maintenance</html>",
    b"200\n<html>Maintenance</html>",
)
_WORDS = (
    *(b"https://169.254.169.254", b"https://x.pipedrive.com.evil.com", b"https://evil.com"),
    *(b"@", b"#", b"\\", b".pipedrive.com", b"https://", b"http://", b"invalid_grant", b"client"),
)

LOGINS = parser("logins", exchange, _SEEDS, _WORDS, share=1, longest=2048)

"""HTTP Basic authentication (RFC 7617), the only kind Pipedrive can show us."""

import base64
import binascii
import hmac
from dataclasses import dataclass, field

from aiohttp import web

from adapters.http_server.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password as they came."""

    user: str
    password: str = field(repr=False)


def credentials(request: web.Request) -> Credentials:
    """Return what the request shows. Raises Refusal (401) unless it shows exactly one pair."""
    headers = request.headers.getall("Authorization", [])
    shown = _decoded(headers[0]) if len(headers) == 1 else None
    if shown is None:
        raise unauthenticated()
    return shown


def unauthenticated() -> Refusal:
    """Return the one answer to all wrong credentials: it does not tell which part is wrong."""
    return Refusal(
        401,
        "UNAUTHENTICATED",
        "Show the user name and password that were agreed, as HTTP Basic authentication.",
        headers={"WWW-Authenticate": 'Basic realm="vixiees-pipedrive", charset="UTF-8"'},
    )


def equal(one: Credentials, other: Credentials) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return _same(one.user, other.user) & _same(one.password, other.password)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _decoded(header: str) -> Credentials | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = (
            base64.b64decode(encoded.strip().encode("ascii"), validate=True).decode().partition(":")
        )
    except (binascii.Error, UnicodeError):
        return None
    return Credentials(user, password) if colon else None

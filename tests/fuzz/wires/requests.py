"""Raw bytes over sockets to the real listener: what no proper client would send.

An input is what is sent on one connection.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import ClientError
from hypothesis import strategies as st

from tests.adapters.http_server.conftest import PATIENT, opened
from tests.adapters.http_server.listening import HOOK, Listener, basic
from tests.fakes.use_cases_http import PASSWORD, USER
from tests.fuzz.target import Check, Target

_ANSWERS = frozenset({200, 302, 400, 401, 403, 404, 405, 408, 411, 413, 415, 417, 422, 429, 431})
_TAKEN = 200
_PATIENCE = 5
_AT_ONCE, _SOON = 0.05, 0.3
_LIMITS = replace(PATIENT, body_seconds=_SOON, idle_seconds=_AT_ONCE, linger_seconds=_AT_ONCE)
_PASSPORT = basic(USER, PASSWORD).encode()
_INSIDE = (_PASSPORT, b"aiohttp", b"Python", b"Traceback")


@contextmanager
def _opened() -> Iterator[Check]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        listener = runner.run(stack.enter_async_context(opened(limits=_LIMITS)))
        try:
            yield lambda data: runner.run(_send(listener, data))
        finally:
            runner.run(stack.aclose())


async def _send(listener: Listener, data: bytes) -> bool:
    """Send the bytes; tell whether a delivery in them was taken. Others are served as before."""
    listener.webhooks.stored.clear()
    heard = await _heard(listener, data)
    taken = len(listener.webhooks.stored)
    if heard is not None:
        assert not [one for one in _INSIDE if one in heard], "a glimpse of the inside"
        statuses = list(_statuses(heard))
        assert set(statuses) <= _ANSWERS, statuses
        assert taken <= statuses.count(_TAKEN), "something was stored without an answer"
    assert await _serves(listener), "a proper client is not served any more"
    return taken > 0


async def _serves(listener: Listener) -> bool:
    """Tell whether a proper client is served, on a busy machine perhaps not at once."""
    for _ in range(_PATIENCE):
        with suppress(ClientError):
            if (await listener.deliver(Connection="close")).status == _TAKEN:
                return True
    return False


async def _heard(listener: Listener, data: bytes) -> bytes | None:
    """Return all that is answered; None if the connection was torn, and what came with it."""
    address = urlsplit(listener.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write(data)
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return None
    finally:
        writer.close()


def _statuses(heard: bytes) -> Iterator[int]:
    """Take the answers apart; each is whole."""
    while heard:
        head, end, rest = heard.partition(b"\r\n\r\n")
        assert end, "an answer without an end"
        line, *headers = head.split(b"\r\n")
        version, status, _ = line.split(b" ", 2)
        assert version in {b"HTTP/0.9", b"HTTP/1.0", b"HTTP/1.1"}
        lengths = [one for one in headers if one.lower().startswith(b"content-length:")]
        length = int(lengths[0].partition(b":")[2]) if lengths else 0
        assert len(rest) >= length or status == b"405", "an answer that is cut off"
        heard = rest[length:]
        if status != b"100":
            yield int(status)


_HOST = b"Host: listener"
_AUTHORIZED = b"Authorization: " + _PASSPORT
_LINES = (
    *([f"POST {HOOK} HTTP/1.1".encode()] * 6),
    *(b"GET /healthz HTTP/1.1", b"GET /readyz?x=%00 HTTP/1.1", b"GET /oauth/start HTTP/1.1"),
    *(b"GET /oauth/start?state=state-1 HTTP/1.1", b"GET /oauth/callback?code=a&state=b HTTP/1.1"),
    *(
        b"GET /oauth/callback?error=%0d%0aX: y&state=\xff HTTP/1.1",
        b"DELETE /oauth/callback HTTP/1.1",
    ),
    *(b"POST /webhooks/pipedrive/../x HTTP/1.1", b"OPTIONS * HTTP/1.1", b"CONNECT x:1 HTTP/1.1"),
    *(b"GET http://evil.test/healthz HTTP/1.1", b"GET //evil.test HTTP/1.1", b"PRI * HTTP/2.0"),
    *(b"POST  / HTTP/1.1", b"GET / HTTP/1.0", b"GET / HTTP/1.2", b"GET / HTTP/11.1", b"GET /"),
    *(b"\xff / HTTP/1.1", b"G\0T / HTTP/1.1", b"GET /%zz HTTP/1.1", b"GET /\0 HTTP/1.1", b""),
    b"GET /" + b"x" * 9000 + b" HTTP/1.1",
)
_HEADERS = (
    *([_AUTHORIZED] * 3),
    *(b"Content-Length: 2", b"Content-Length: 2", b"Content-Length: 3", b"Content-Length: -2"),
    *(b"Content-Length: +2", b"Content-Length: 0x2", b"Content-Length: 2, 2", b"Content-Length:"),
    *(b"Content-Length: " + b"9" * 30, b"Content-Length : 2", b"content-length: 02"),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip"),
    *(b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding:\x0bchunked", b"TE: trailers"),
    *(b"Content-Encoding: gzip", b"Content-Encoding: identity", b"Expect: 100-continue"),
    *(b"Expect: x", b"Connection: close", b"Connection: keep-alive", b"Upgrade: websocket"),
    *(b"Connection: upgrade", b"Upgrade: h2c", b"Cookie: a=b; \xff; =; pipedrive-login=\0"),
    *(b" folded", b"\tfolded", b"No-Colon", b": empty", b"Nul: a\0b", b"Bare: a\rX: b", b"\xff: x"),
    *(
        b"Long: " + b"x" * 9000,
        b"X" * 300 + b": y",
        b"Content-Type: application/json; charset=\xff",
    ),
    *(b"Authorization: Basic", b"Authorization: Basic ////", b"Authorization: Bearer \xff"),
)
_BODIES = (
    *(b"", b"{}", b"{}", b"{}", b"{", b"[]", b"\xff", b"2\r\n{}\r\n0\r\n\r\n", b"0\r\n\r\n"),
    *(b"2\n{}\n0\n\n", b"2;x=y\r\n{}\r\n0\r\nTrailer: x\r\n\r\n", b"-1\r\n{}\r\n", b"zz\r\n"),
    *(b"fffffffffffffffff\r\n{}", b"2\r\n{}X\r\n0\r\n\r\n", b"\0" * 50, b"x" * 2000),
    *(b"02\r\n{}\r\n00\r\n\r\n", b"2 \r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\n0\r\n" + b"A: b\r\n" * 200),
)
_ENDS = (*([b"\r\n"] * 12), b"\n", b"\r", b"\r\r\n", b" \r\n", b"")


_HOOKED = (f"POST {HOOK} HTTP/1.1".encode(), _HOST, _AUTHORIZED)
_STARTS = (
    *([((*_HOOKED, b"Content-Length: 2"), b"{}")] * 12),
    *([((*_HOOKED, b"Transfer-Encoding: chunked"), b"2\r\n{}\r\n0\r\n\r\n")] * 12),
    *(((line, _HOST), b"") for line in _LINES),
)


@st.composite
def _requests(draw: st.DrawFn) -> bytes:
    start, body = draw(st.sampled_from(_STARTS))
    lines = [*start, *draw(st.lists(st.sampled_from(_HEADERS), max_size=4))]
    lines += [b"Header-%d: x" % number for number in range(draw(st.sampled_from([0, 0, 0, 70])))]
    ends = draw(st.sampled_from([_ENDS[:1], _ENDS[:1], _ENDS]))
    head = b"".join(line + draw(st.sampled_from(ends)) for line in (*lines, b""))
    return head + (body or draw(st.sampled_from(_BODIES)))


@st.composite
def _inputs(draw: st.DrawFn) -> bytes:
    data = b"".join(draw(st.lists(_requests(), min_size=1, max_size=3)))
    if draw(st.integers(0, 4)):
        return data
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=8)) + data[at + draw(st.integers(0, 40)) :]


REQUESTS = Target(name="requests", opened=_opened, inputs=_inputs(), share=0.1)

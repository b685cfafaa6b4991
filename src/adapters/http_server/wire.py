"""One TCP connection: what aiohttp does with it, less its talkativeness."""

import asyncio
import json

import structlog
from aiohttp import web

from adapters.http_server.answers import COMMON_HEADERS, json_refusal
from adapters.http_server.refusals import Refusal, where_from

_log = structlog.get_logger()

_INTERNAL = 500


class Wire(web.RequestHandler):
    """Answers what is no valid HTTP in our own words.

    aiohttp would quote the offending bytes, which may be a header with a password, in its answer
    and in its log, and would name its version and Python's.
    """

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - aiohttp's signature
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - same
    ) -> web.StreamResponse:
        """Return the answer to a request that never came as far as a route."""
        if status < _INTERNAL:
            _log.info("http_refused", status=status, error=type(exc).__qualname__)
            refusal = Refusal(status, "BAD_REQUEST", "This is no valid HTTP request.", closing=True)
        else:
            self.log_exception(exc_info=exc)
            refusal = Refusal(status, "INTERNAL", "Something went wrong on our side.", closing=True)
        answer = json_refusal(refusal)
        answer.headers.update(COMMON_HEADERS)
        return answer

    def log_exception(self, *_arguments: object, exc_info: object = None, **_: object) -> None:
        """Log where it happened, without the words."""
        place = where_from(exc_info) if isinstance(exc_info, BaseException) else {}
        _log.error("http_connection_failed", **place)


class Busy(asyncio.Protocol):
    """Turns a client away while too many are connected."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        body = json.dumps({"reason": "BUSY", "message": "Too many connections. Try again."})
        head = (
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
        )
        if isinstance(transport, asyncio.WriteTransport):
            transport.write((head + body).encode())
        transport.close()

"""What surrounds every route: errors become answers, and each answer leaves one line in the log."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from adapters.http_server.answers import json_refusal
from adapters.http_server.pages import Pages
from adapters.http_server.refusals import refusal_of
from domain.ports.world import Ids

_log = structlog.get_logger()

_ALARMING = frozenset({401, 403, 503})

_Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def log_answers(request: web.Request, handler: _Next) -> web.StreamResponse:
    """Log the route's template, never the address: it may hold a path token or a code."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    answer = await handler(request)
    resource = request.match_info.route.resource
    log = _log.warning if answer.status in _ALARMING else _log.info
    log(
        "http_answered",
        route=resource.canonical if resource else "unknown",
        status=answer.status,
        milliseconds=round((loop.time() - started) * 1000, 1),
    )
    return answer


def answer_errors(pages: Pages, ids: Ids) -> Middleware:
    """Return a middleware that answers errors: pages for browsers, JSON for all others."""

    @web.middleware
    async def middleware(request: web.Request, handler: _Next) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - the edge: nothing unforeseen gets out
            refusal = refusal_of(error, ids)
        return pages.failed(refusal) if _is_browser(request) else json_refusal(refusal)

    return middleware


def _is_browser(request: web.Request) -> bool:
    return request.method == "GET" and request.path.startswith("/oauth/")

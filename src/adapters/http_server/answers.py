"""The answers for machines: JSON, and the headers that every answer carries."""

from collections.abc import Mapping

from aiohttp import web

from adapters.http_server.refusals import Refusal

COMMON_HEADERS = {
    "Server": "vixiees-pipedrive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def json_answer(body: Mapping[str, object], status: int = 200) -> web.Response:
    return web.json_response(dict(body), status=status)


def json_refusal(refusal: Refusal) -> web.Response:
    answer = json_answer(
        {"reason": refusal.reason, "message": refusal.message}, status=refusal.status
    )
    answer.headers.update(refusal.headers)
    if refusal.closing:
        answer.force_close()
    return answer


async def add_common_headers(_request: web.Request, answer: web.StreamResponse) -> None:
    answer.headers.update(COMMON_HEADERS)

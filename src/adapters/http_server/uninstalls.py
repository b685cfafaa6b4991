"""`DELETE /oauth/callback`: Pipedrive tells that a user removed the app.

https://pipedrive.readme.io/docs/app-uninstallation; ids come as numbers or as texts.
"""

import json

from aiohttp import web

from adapters.http_server.answers import json_answer
from adapters.http_server.bodies import check_announced_body, read_body
from adapters.http_server.credentials import Credentials, credentials, equal, unauthenticated
from adapters.http_server.refusals import Refusal
from adapters.http_server.use_cases import Authorize
from adapters.http_server.wiring import Limits

_LONGEST_ID = 19


class UninstallRoute:
    """Believes only who knows the app's secret."""

    def __init__(self, authorize: Authorize, app: Credentials, limits: Limits) -> None:
        self._authorize = authorize
        self._app = app
        self._limits = limits

    async def delete(self, request: web.Request) -> web.Response:
        if not equal(credentials(request), self._app):
            raise unauthenticated()
        check_announced_body(request, self._limits.body_bytes)
        notice = _parsed(await read_body(request, self._limits.body_seconds))
        if notice.get("client_id") != self._app.user:
            raise Refusal(400, "CLIENT_MISMATCH", "client_id: this is not the app served here.")
        await self._authorize.uninstalled(_id(notice, "company_id"), _id(notice, "user_id"))
        return json_answer({"result": "uninstalled"})


def _parsed(body: bytes) -> dict[str, object]:
    try:
        notice: object = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refusal(400, "NOT_JSON", "The body is not JSON; expected an object.") from None
    if not isinstance(notice, dict):
        raise Refusal(400, "NOT_AN_OBJECT", "The body is JSON, but not an object.")
    return notice


def _id(notice: dict[str, object], name: str) -> str:
    value = notice.get(name)
    text = str(value) if type(value) is int else value
    if not (
        isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    ):
        raise Refusal(400, "INVALID_ID", f"{name}: expected a positive whole number.")
    return text

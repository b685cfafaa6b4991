"""`GET /oauth/start` and `GET /oauth/callback`: a browser's way to Pipedrive and back.

https://pipedrive.readme.io/docs/marketplace-oauth-authorization
"""

from aiohttp import web

from adapters.http_server.pages import Pages
from adapters.http_server.refusals import Refusal
from adapters.http_server.sessions import SessionCookie
from adapters.http_server.use_cases import Authorize
from domain.errors import NotFound, Unauthenticated
from domain.model.connection import Connection

_LONGEST_PARAMETER = 1024
_DECLINED = frozenset({"user_denied", "access_denied"})


class LoginRoutes:
    """Every error leaves as an exception; the middleware makes a page of it."""

    def __init__(self, authorize: Authorize, cookie: SessionCookie, pages: Pages) -> None:
        self._authorize = authorize
        self._cookie = cookie
        self._pages = pages

    async def start(self, request: web.Request) -> web.Response:
        state = _parameter(request, "state")
        try:
            departure = await self._authorize.begin(state)
        except (NotFound, Unauthenticated) as error:
            raise _useless_link(error.reason) from None
        answer = web.Response(status=302, headers={"Location": departure.url})
        self._cookie.give(answer, departure.session)
        return answer

    async def callback(self, request: web.Request) -> web.Response:
        try:
            if "error" in request.query:
                answer = await self._unfinished(request)
            else:
                answer = self._connected(await self._finished(request))
        except (NotFound, Unauthenticated) as error:
            raise _useless_link(error.reason) from None
        self._cookie.take_back(answer)
        return answer

    async def _finished(self, request: web.Request) -> Connection:
        code = _parameter(request, "code")
        if "state" not in request.query:
            raise Refusal(
                400,
                "STATE_MISSING",
                "An installation that begins in Pipedrive's Marketplace cannot know which "
                "account of Vixiees it is for. Please begin in Vixiees.",
            )
        state = _parameter(request, "state")
        return await self._authorize.finish(state, code, self._cookie.read(request))

    async def _unfinished(self, request: web.Request) -> web.Response:
        error = _parameter(request, "error")
        state = _parameter(request, "state")
        await self._authorize.refused(state, self._cookie.read(request))
        if error in _DECLINED:
            return self._pages.declined()
        message = "Pipedrive ended the authorization with an error of its own."
        return self._pages.failed(Refusal(400, "AUTHORIZATION_FAILED", message))

    def _connected(self, connection: Connection) -> web.Response:
        identity = connection.identity
        return self._pages.connected(identity.company_name if identity else "")


def _parameter(request: web.Request, name: str) -> str:
    """Return the one value, printable ASCII. Raises Refusal."""
    values = request.query.getall(name, [])
    upper = name.upper()
    if not any(values):
        raise Refusal(400, f"{upper}_MISSING", "The link is incomplete.")
    if len(values) > 1:
        raise Refusal(400, f"{upper}_REPEATED", "The link is damaged: it says one thing twice.")
    value = values[0]
    if len(value) > _LONGEST_PARAMETER or not (value.isascii() and value.isprintable()):
        raise Refusal(400, f"{upper}_MALFORMED", "The link is damaged.")
    return value


def _useless_link(reason: str) -> Refusal:
    return Refusal(
        400,
        reason,
        "This link was used already, is too old, or belongs to another browser. "
        "Nothing was connected.",
    )

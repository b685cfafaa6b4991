"""The cookie that binds a login to the browser that began it."""

from dataclasses import dataclass

from aiohttp import web

from adapters.http_server.refusals import Refusal

_LIFETIME_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """*secure* is False only where browsers reach us over plain http, on a developer's machine.

    SameSite is Lax: the way back from Pipedrive is a navigation from another site, on which a
    Strict cookie would stay away. `__Host-` forbids that a sister host plants the cookie.
    """

    secure: bool

    @property
    def name(self) -> str:
        return "__Host-pipedrive-login" if self.secure else "pipedrive-login"

    def give(self, answer: web.Response, session: str) -> None:
        answer.set_cookie(
            self.name,
            session,
            max_age=_LIFETIME_SECONDS,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def take_back(self, answer: web.Response) -> None:
        answer.del_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def read(self, request: web.Request) -> str:
        """Return the session. Raises Refusal when this browser has none."""
        session = request.cookies.get(self.name, "")
        if not session:
            raise Refusal(
                400,
                "SESSION_MISSING",
                "This browser did not begin the connection, or it began too long ago.",
            )
        return session

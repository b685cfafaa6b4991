"""Which address is answered by what."""

from aiohttp import web

from adapters.http_server.answers import add_common_headers
from adapters.http_server.credentials import Credentials
from adapters.http_server.health import HealthRoutes
from adapters.http_server.logins import LoginRoutes
from adapters.http_server.middleware import answer_errors, log_answers
from adapters.http_server.pages import Pages
from adapters.http_server.sessions import SessionCookie
from adapters.http_server.uninstalls import UninstallRoute
from adapters.http_server.webhooks import WebhookRoute
from adapters.http_server.wiring import Wiring


def application(wiring: Wiring) -> web.Application:
    pages = Pages(wiring.return_url)
    app = web.Application(
        client_max_size=wiring.limits.body_bytes,
        middlewares=[log_answers, answer_errors(pages, wiring.ids)],
    )
    app.on_response_prepare.append(add_common_headers)
    app.add_routes(_routes(wiring, pages))
    return app


def _routes(wiring: Wiring, pages: Pages) -> list[web.RouteDef]:
    cookie = SessionCookie(secure=wiring.public_url.startswith("https:"))
    app = Credentials(wiring.client_id, wiring.client_secret)
    logins = LoginRoutes(wiring.authorize, cookie, pages)
    uninstall = UninstallRoute(wiring.authorize, app, wiring.limits)
    webhook = WebhookRoute(wiring.webhooks, wiring.limits)
    health = HealthRoutes(wiring.ready)
    return [
        web.get("/oauth/start", logins.start, allow_head=False),
        web.get("/oauth/callback", logins.callback, allow_head=False),
        web.delete("/oauth/callback", uninstall.delete),
        web.post("/webhooks/pipedrive/{path_token:[A-Za-z0-9_.-]{1,128}}", webhook.post),
        web.get("/healthz", health.alive),
        web.get("/readyz", health.ready),
    ]

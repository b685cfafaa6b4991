"""The OAuth endpoints: `/oauth/authorize`, `/oauth/token`, `/oauth/revoke`.

The JSON of their errors is not documented; here it has `success`, `error` and `message`.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.deliveries import Delivery
from adapters.sandbox.errors import Refused, refused
from adapters.sandbox.exchange import Request, Response, html_response, json_response
from adapters.sandbox.instants import rfc3339
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.oauth.apps import App
from adapters.sandbox.oauth.grants import GrantRefused, Grants, Tokens
from adapters.sandbox.oauth.pages import consent_page, wrong_link_page

_FORM = "application/x-www-form-urlencoded"


class OAuth:
    """Serves the endpoints; the apps are keyed by client id."""

    def __init__(self, company: Company, grants: Grants, ledger: Ledger) -> None:
        self._company = company
        self._grants = grants
        self._ledger = ledger
        self.apps: dict[str, App] = {}

    def answer(self, request: Request, now: datetime) -> Response:
        match request.method, request.path.rstrip("/"):
            case "GET", "/oauth/authorize":
                return self._ask(request.query)
            case "POST", "/oauth/authorize":
                return self._decide(_form(request), now)
            case "POST", "/oauth/token":
                return self._token(request, now)
            case "POST", "/oauth/revoke":
                return self._revoke(request)
            case _:
                raise refused(404, "Not found", errorCode=404)

    def _ask(self, query: Mapping[str, str]) -> Response:
        app, redirect_uri = self._asking(query)
        page = consent_page(app, self._company, redirect_uri, query.get("state", ""))
        return html_response(200, page)

    def _decide(self, form: Mapping[str, str], now: datetime) -> Response:
        app, redirect_uri = self._asking(form)
        state = {"state": form["state"]} if form.get("state") else {}
        if form.get("decision") != "allow":
            return _back_to(redirect_uri, {"error": "user_denied", **state})
        user_id = form.get("user_id", str(self._company.installer.id))
        users = {str(user.id): user for user in self._company.users.values() if user.is_active}
        if user_id not in users:
            raise Refused(html_response(400, wrong_link_page("There is no such user.")))
        code = self._grants.allow(users[user_id].id, app.client_id, redirect_uri, now)
        return _back_to(redirect_uri, {"code": code, **state})

    def _asking(self, given: Mapping[str, str]) -> tuple[App, str]:
        app = self.apps.get(given.get("client_id", ""))
        if app is None:
            raise Refused(html_response(400, wrong_link_page("The client_id is not known.")))
        redirect_uri = given.get("redirect_uri", "")
        if not app.may_return_to(redirect_uri):
            why = "The redirect_uri is not the registered callback URL."
            raise Refused(html_response(400, wrong_link_page(why)))
        return app, redirect_uri

    def _token(self, request: Request, now: datetime) -> Response:
        form = _form(request)
        app = self._client(request, form)
        grants, switches = self._grants, self._company.switches
        try:
            match form.get("grant_type"):
                case "authorization_code":
                    code, uri = form.get("code", ""), form.get("redirect_uri", "")
                    tokens = grants.exchange(code, app.client_id, uri, now, switches)
                case "refresh_token":
                    token = form.get("refresh_token", "")
                    tokens = grants.renew(token, app.client_id, now, switches)
                case None:
                    raise _oauth_error("invalid_request", "grant_type is missing")
                case other:
                    raise _oauth_error("unsupported_grant_type", f"{other} is not supported")
        except GrantRefused as refusal:
            raise _oauth_error("invalid_grant", str(refusal)) from refusal
        return _tokens_shown(tokens, app, request)

    def _revoke(self, request: Request) -> Response:
        """Revoke a token; a refresh token takes the whole authorization of its user along.

        One that was exchanged for another is as unknown as any: the answer is 200 all the same.
        """
        form = _form(request)
        app = self._client(request, form)
        token = form.get("token", "")
        grant = self._grants.refresh.get(token)
        if grant is not None and grant.client_id == app.client_id and not grant.consumed:
            self._remove(grant.user_id, app.client_id)
            self._ledger.count_oauth("revocations")
        elif token in self._grants.access:
            del self._grants.access[token]
        return Response(status=200)

    def expire_access_tokens(self) -> None:
        self._grants.access.clear()

    def revoke_all(self) -> None:
        """End every authorization; nobody is told."""
        for table in (self._grants.codes, self._grants.access, self._grants.refresh):
            table.clear()

    def uninstall(self, user_id: int, client_id: str, *, notice_to: str, now: datetime) -> None:
        """Remove an app for one user, as that user would, and queue the notice to its callback."""
        self._remove(user_id, client_id)
        notice = {
            "client_id": client_id,
            "company_id": self._company.profile.company_id,
            "user_id": user_id,
            "timestamp": rfc3339(now),
        }
        secret = self.apps[client_id].client_secret
        self._company.deliveries.queue(
            Delivery(
                method="DELETE",
                url=notice_to,
                payload=notice,
                due=now,
                user=client_id,
                password=secret,
            )
        )

    def _remove(self, user_id: int, client_id: str) -> None:
        self._grants.forget(user_id, client_id)
        for webhook in list(self._company.webhooks.values()):
            if (webhook.user_id, webhook.client_id) == (user_id, client_id):
                del self._company.webhooks[webhook.id]
                self._company.deliveries.drop_of(webhook.id)

    def _client(self, request: Request, form: Mapping[str, str]) -> App:
        """Return the app whose credentials are in the header, or else in the body."""
        client_id, secret = _basic(request) or (
            form.get("client_id", ""),
            form.get("client_secret", ""),
        )
        app = self.apps.get(client_id)
        if app is None or not hmac.compare_digest(app.client_secret.encode(), secret.encode()):
            raise _oauth_error("invalid_client", "Client credentials are missing or invalid")
        return app


def _tokens_shown(tokens: Tokens, app: App, request: Request) -> Response:
    return json_response(
        200,
        {
            "access_token": tokens.access_token,
            "token_type": "Bearer",
            "refresh_token": tokens.refresh_token,
            "scope": ",".join(app.scopes),
            "expires_in": tokens.expires_in,
            "api_domain": f"http://{request.headers.get('host', 'localhost')}",
        },
    )


def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        raise _oauth_error("invalid_request", f"Content-Type must be {_FORM}")
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    client_id, _, secret = pair.partition(":")
    return client_id, secret


def _oauth_error(error: str, message: str) -> Refused:
    return Refused(json_response(400, {"success": False, "error": error, "message": message}))


def _back_to(redirect_uri: str, parameters: Mapping[str, str]) -> Response:
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return Response(
        status=302, headers={"location": f"{redirect_uri}{joint}{urlencode(parameters)}"}
    )

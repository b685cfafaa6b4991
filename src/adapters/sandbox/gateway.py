"""The way of an API request: endpoint, token, limits, scope, handler."""

from dataclasses import replace
from datetime import datetime

from adapters.sandbox.api.call import Call, Caller
from adapters.sandbox.company.company import Company
from adapters.sandbox.errors import Refused, company_closed, refused, scope_missing, unauthorized
from adapters.sandbox.exchange import Request, Response
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.limits import Limits
from adapters.sandbox.oauth.endpoints import OAuth
from adapters.sandbox.oauth.grants import Grants
from adapters.sandbox.routes import Route, find_route


class Gateway:
    """Lets requests in, counts them and hands them to their endpoints.

    What a user does in Pipedrive's own pages (`x-sandbox-source: app`) is free and knows no limits.
    """

    def __init__(self, company: Company, grants: Grants, oauth: OAuth, ledger: Ledger) -> None:
        self._company = company
        self._grants = grants
        self._oauth = oauth
        self._ledger = ledger
        self._limits = Limits()

    def answer(self, request: Request, now: datetime) -> Response:
        """Answer one request; the headers tell what is left of the limits."""
        route, variables = find_route(request.method, request.path)
        caller = self._caller(request, now)
        if self._company.switches.suspended:
            raise company_closed()
        source = request.headers.get("x-sandbox-source", "api")
        is_free = source == "app" and caller.client_id is None
        windows = {} if is_free else self._windows(route, caller)
        if not is_free:
            self._limits.admit(windows, route.cost, now, self._company.switches)
        self._ledger.charge(caller.access, route.operation, 0 if is_free else route.cost)
        call = Call(
            company=self._company,
            caller=caller,
            now=now,
            variables=variables,
            query=request.query,
            body=request.body,
            change_source=source,
        )
        response = _carried_out(route, call)
        headers = self._limits.headers(windows, now, self._company.switches)
        return replace(response, headers={**response.headers, **headers})

    def _caller(self, request: Request, now: datetime) -> Caller:
        """Tell who calls, by a personal token or an app's access token. Raises Refused (401)."""
        personal = request.headers.get("x-api-token")
        if personal is not None:
            for user in self._company.users.values():
                if user.api_token == personal and user.is_active:
                    return Caller(user_id=user.id)
            raise unauthorized()
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self._grants.holder(token, now) if scheme.lower() == "bearer" else None
        if grant is None or grant.client_id not in self._oauth.apps:
            raise unauthorized()
        scopes = frozenset(self._oauth.apps[grant.client_id].scopes)
        return Caller(user_id=grant.user_id, client_id=grant.client_id, scopes=scopes)

    def _windows(self, route: Route, caller: Caller) -> dict[str, int]:
        switches = self._company.switches
        general = switches.burst_api_token if caller.client_id is None else switches.burst_oauth
        windows = {caller.key: general}
        if route.is_search:
            windows[f"{caller.key} search"] = switches.burst_search
        return windows


def _carried_out(route: Route, call: Call) -> Response:
    try:
        if not call.caller.may(route.scopes):
            raise scope_missing()
        if call.change_source not in {"app", "api"}:
            raise refused(400, "x-sandbox-source must be app or api")
        return route.handler(call)
    except Refused as refusal:
        return refusal.response

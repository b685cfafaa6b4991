"""The endpoints under `/sandbox`, which no Pipedrive has: switches, faults, the ledger, people.

They need no token: the sandbox holds invented data and stands on one machine.
"""

from collections.abc import Callable
from datetime import datetime

from adapters.sandbox.checks import boolean, checked, integer, object_in, text
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Origin
from adapters.sandbox.company.people import add_user, change_user
from adapters.sandbox.company.users import User
from adapters.sandbox.errors import invalid, not_found, refused
from adapters.sandbox.exchange import Json, Request, Response, json_response
from adapters.sandbox.faults import Faults, fault_from
from adapters.sandbox.instants import rfc3339
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.oauth.endpoints import OAuth

_NAMES = {"name": text(blank=False), "email": text(blank=False), "is_active": boolean}
_RIGHTS = {"is_admin": boolean, "is_deals_admin": boolean}
_UNINSTALL = {"client_id": text(), "user_id": integer, "callback_url": text()}
_Endpoint = Callable[[Request, datetime], Response]


class Control:
    """Serves the endpoints; see the table for what there is."""

    def __init__(self, company: Company, ledger: Ledger, faults: Faults, oauth: OAuth) -> None:
        self._company = company
        self._ledger = ledger
        self._faults = faults
        self._oauth = oauth
        self._endpoints: dict[str, _Endpoint] = {
            "GET /sandbox": self._overview,
            "GET /sandbox/switches": self._show_switches,
            "PUT /sandbox/switches": self._turn_switches,
            "GET /sandbox/ledger": self._show_ledger,
            "DELETE /sandbox/ledger": self._clear_ledger,
            "GET /sandbox/faults": self._show_faults,
            "POST /sandbox/faults": self._plan_fault,
            "DELETE /sandbox/faults": self._clear_faults,
            "GET /sandbox/users": self._show_users,
            "POST /sandbox/users": self._add_user,
            "PATCH /sandbox/users": self._change_user,
            "GET /sandbox/deliveries": self._show_deliveries,
            "POST /sandbox/expire-access-tokens": self._expire_access_tokens,
            "POST /sandbox/revoke-access": self._revoke_access,
            "POST /sandbox/ban-webhooks": self._ban_webhooks,
            "DELETE /sandbox/webhooks": self._remove_webhooks,
            "POST /sandbox/uninstall": self._uninstall,
        }

    def answer(self, request: Request, now: datetime) -> Response:
        endpoint = self._endpoints.get(f"{request.method} {request.path.rstrip('/')}")
        if endpoint is None:
            raise refused(404, f"Not found; there is: {', '.join(self._endpoints)}")
        return endpoint(request, now)

    def _overview(self, _request: Request, _now: datetime) -> Response:
        company = self._company
        overview = {
            "company_id": company.profile.company_id,
            "company_name": company.profile.company_name,
            "records": {kind: len(list(table.living())) for kind, table in company.tables.items()},
            "apps": [
                {"client_id": app.client_id, "client_secret": app.client_secret}
                for app in self._oauth.apps.values()
            ],
            "endpoints": list(self._endpoints),
        }
        return json_response(200, overview)

    def _show_switches(self, _request: Request, _now: datetime) -> Response:
        return json_response(200, self._company.switches.shown())

    def _turn_switches(self, request: Request, now: datetime) -> Response:
        self._company.switches = self._company.switches.changed(object_in(request.body))
        return self._show_switches(request, now)

    def _show_ledger(self, _request: Request, _now: datetime) -> Response:
        return json_response(200, self._ledger.shown())

    def _clear_ledger(self, request: Request, now: datetime) -> Response:
        self._ledger.clear()
        return self._show_ledger(request, now)

    def _show_faults(self, _request: Request, _now: datetime) -> Response:
        return json_response(200, self._faults.shown())

    def _plan_fault(self, request: Request, now: datetime) -> Response:
        self._faults.plan(fault_from(object_in(request.body)))
        return self._show_faults(request, now)

    def _clear_faults(self, request: Request, now: datetime) -> Response:
        self._faults.clear()
        return self._show_faults(request, now)

    def _show_users(self, _request: Request, _now: datetime) -> Response:
        return json_response(200, [_shown(user) for user in self._company.users.values()])

    def _add_user(self, request: Request, now: datetime) -> Response:
        values = checked(object_in(request.body), _NAMES)
        return json_response(200, _shown(add_user(self._company, values, self._by_admin(now))))

    def _change_user(self, request: Request, now: datetime) -> Response:
        """Change the user that the `id` in the body names."""
        values = checked(object_in(request.body), {**_NAMES, **_RIGHTS, "id": integer})
        user = self._user(values.get("id"))
        changed = change_user(self._company, user, values, self._by_admin(now))
        return json_response(200, _shown(changed))

    def _show_deliveries(self, _request: Request, _now: datetime) -> Response:
        deliveries = self._company.deliveries
        pending = [
            {"webhook_id": each.webhook_id, "attempt": each.attempt, "due": rfc3339(each.due)}
            for each in deliveries.pending
        ]
        return json_response(200, {"pending": pending, "counts": dict(deliveries.counts)})

    def _expire_access_tokens(self, request: Request, now: datetime) -> Response:
        self._oauth.expire_access_tokens()
        return self._show_ledger(request, now)

    def _revoke_access(self, request: Request, now: datetime) -> Response:
        """End every app's authorizations as if its users had done so, without any notice."""
        self._oauth.revoke_all()
        return self._show_ledger(request, now)

    def _ban_webhooks(self, request: Request, now: datetime) -> Response:
        """Silence every subscription for half an hour, as after ten failed deliveries."""
        self._company.deliveries.ban_all(now)
        return self._show_deliveries(request, now)

    def _remove_webhooks(self, request: Request, now: datetime) -> Response:
        """Remove every subscription, as after three days without a successful delivery."""
        self._company.deliveries.remove_all()
        return self._show_deliveries(request, now)

    def _uninstall(self, request: Request, now: datetime) -> Response:
        """Remove an app as its user would in Pipedrive; its callback URL gets a DELETE."""
        given = checked(object_in(request.body or b"{}"), _UNINSTALL)
        app = self._oauth.apps.get(str(given.get("client_id", next(iter(self._oauth.apps)))))
        if app is None:
            raise not_found("App")
        user = self._user(given.get("user_id", self._company.installer.id))
        callback_url = given.get("callback_url", app.callback_url)
        if not callback_url:
            raise invalid("callback_url", "is required: the app has none registered")
        self._oauth.uninstall(user.id, app.client_id, notice_to=str(callback_url), now=now)
        return json_response(200, {"uninstalled": {"client_id": app.client_id, "user": user.id}})

    def _user(self, user_id: object) -> User:
        user = self._company.users.get(user_id) if isinstance(user_id, int) else None
        if user is None:
            raise not_found("User")
        return user

    def _by_admin(self, now: datetime) -> Origin:
        return Origin(user_id=self._company.installer.id, change_source="app", now=now)


def _shown(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "api_token": user.api_token,
        "is_active": user.is_active,
        "is_admin": user.is_admin,
        "is_deals_admin": user.is_deals_admin,
    }

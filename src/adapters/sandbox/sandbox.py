"""The sandbox as one object: requests in, answers out, deliveries to send."""

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.deliveries import Delivery
from adapters.sandbox.company.users import User
from adapters.sandbox.control import Control
from adapters.sandbox.errors import Refused
from adapters.sandbox.exchange import Request, Response, html_response
from adapters.sandbox.faults import PAGE, Faults
from adapters.sandbox.gateway import Gateway
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.oauth.apps import App
from adapters.sandbox.oauth.endpoints import OAuth
from adapters.sandbox.oauth.grants import Grants

CONTROL_PATH = "/sandbox"


class Sandbox:
    """One Pipedrive company. It does no I/O: the time of each request is given with it.

    *company* comes from `seed.build.seeded_company`. *app* is the first registered app.
    """

    def __init__(self, company: Company, app: App | None = None) -> None:
        self.company = company
        self.ledger = Ledger()
        self.faults = Faults()
        self.grants = Grants(company.mint, self.ledger)
        self.oauth = OAuth(company, self.grants, self.ledger)
        self.register(app or App())
        self._gateway = Gateway(company, self.grants, self.oauth, self.ledger)
        self._control = Control(company, self.ledger, self.faults, self.oauth)
        self.version = 0
        """Grows with every request and delivery: what is saved under one version is complete."""

    def register(self, app: App) -> None:
        self.oauth.apps[app.client_id] = app

    def handle(self, request: Request, now: datetime) -> Response:
        """Answer one request, by way of a planned fault if one concerns it."""
        self.version += 1
        now = self._time(now)
        if request.path == CONTROL_PATH or request.path.startswith(f"{CONTROL_PATH}/"):
            return _answered(self._control.answer, request, now)
        fault = self.faults.take(request)
        if fault is None:
            response = self._true_answer(request, now)
        elif fault.needs_answer:
            response = fault.spoil(self._true_answer(request, now))
        else:
            response = fault.spoil(Response(status=200))
        self.ledger.answered(response.status)
        return response

    def due_deliveries(self, now: datetime) -> list[Delivery]:
        """Take out what is to be sent now; each has to be settled with `delivered`."""
        return self.company.deliveries.take_due(self._time(now))

    def next_due(self) -> datetime | None:
        due = self.company.deliveries.next_due()
        return None if due is None else due - self._ahead

    def delivered(self, delivery: Delivery, status: int | None, now: datetime) -> None:
        """Tell how a delivery went: its HTTP status, None if no answer came within 10 s."""
        self.version += 1
        self.company.deliveries.settle(delivery, status, self._time(now))

    @property
    def installer(self) -> User:
        return self.company.installer

    def colleagues(self) -> list[User]:
        """List the active users beside the installer; act as one by the `api_token`."""
        return [u for u in self.company.users.values() if u.is_active and not u.is_admin]

    @property
    def _ahead(self) -> timedelta:
        return timedelta(seconds=self.company.switches.clock_ahead_seconds)

    def _time(self, now: datetime) -> datetime:
        """Return the company's time."""
        return now + self._ahead

    def _true_answer(self, request: Request, now: datetime) -> Response:
        if self.company.switches.maintenance:
            return html_response(503, PAGE)
        if self.company.switches.blocked and not request.path.startswith("/oauth/"):
            return html_response(403, PAGE)
        serve = self.oauth.answer if request.path.startswith("/oauth/") else self._gateway.answer
        return _answered(serve, request, now)


def _answered(
    serve: Callable[[Request, datetime], Response], request: Request, now: datetime
) -> Response:
    try:
        return serve(request, now)
    except Refused as refusal:
        return refusal.response

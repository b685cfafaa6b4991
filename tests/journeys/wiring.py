"""The service wired to a sandbox, requests carried in memory at a time of the test's own."""

from dataclasses import dataclass, field
from datetime import UTC, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import httpx
from dependency_injector import providers

from adapters.html.sanitizing import NhHtml
from adapters.phones.phones import LibPhones
from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.events import PipedriveEvents
from adapters.pipedrive.oauth import PipedriveOAuth
from adapters.pipedrive.opening import Pipedrive, PipedriveCrms
from adapters.sandbox.exchange import Ending, Request
from adapters.sandbox.oauth.apps import App
from adapters.sandbox.sandbox import Sandbox
from app.container import Container
from domain.model.connection import Connection
from domain.model.values import AccountId, Value
from domain.ports.store import Store
from domain.ports.world import Phones
from tests.fakes.world import FakeClock

ACME = AccountId("acme")
URL = "http://127.0.0.1:9"
CALLBACK = f"{URL}/oauth/callback"
_LATENCY = timedelta(milliseconds=60)


@dataclass(slots=True)
class Wire(httpx.AsyncBaseTransport):
    """Carries requests to the sandbox in memory; each takes a moment. *asked* lists them."""

    sandbox: Sandbox
    clock: FakeClock
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.clock.pass_(_LATENCY)
        answer = self.sandbox.handle(
            Request(
                method=request.method,
                path=request.url.path,
                query=dict(request.url.params),
                headers=dict(request.headers),
                body=await request.aread(),
            ),
            self.clock(),
        )
        self.asked.append((f"{request.method} {request.url.path}", answer.status))
        if answer.ending is not Ending.ANSWER:
            raise httpx.ReadError("cut", request=request)
        date = format_datetime(self.clock().astimezone(UTC), usegmt=True)
        return httpx.Response(
            answer.status, headers={**answer.headers, "date": date}, content=answer.body
        )


class RememberedPhones(LibPhones):
    """Reads each phone once: the store in memory has no index."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[Value, str | None] = {}

    def index_key(self, phone: Value) -> str | None:
        if phone not in self._keys:
            self._keys[phone] = super().index_key(phone)
        return self._keys[phone]


def wired(store: Store, phones: Phones, http: httpx.AsyncClient, clock: FakeClock) -> Container:
    """Wire the service to this store, and to the company that *http* leads to."""
    app = App()
    settings = PipedriveApp(
        client_id=app.client_id,
        client_secret=app.client_secret,
        redirect_uri=CALLBACK,
        oauth_url=URL,
        sandbox_url=URL,
    )
    service = Container(
        public_url=URL,
        app_url="https://app.example",
        store=store,
        phones=phones,
        html=NhHtml(),
        pipedrive=Pipedrive(
            oauth=PipedriveOAuth(http, settings, clock),
            crms=PipedriveCrms(http=http, sandbox_url=URL),
            events=PipedriveEvents(),
        ),
    )
    service.clock.override(providers.Object(clock))
    service.nap.override(providers.Object(clock.sleep))
    return service


async def log_in(service: Container, http: httpx.AsyncClient, sandbox: Sandbox) -> Connection:
    """Start a connection of ACME and press Allow as the sandbox's administrator."""
    _, url = await service.connections().start(ACME)
    state = parse_qs(urlsplit(url).query)["state"][0]
    authorize = service.authorize()
    departure = await authorize.begin(state)
    form = {name: one[0] for name, one in parse_qs(urlsplit(departure.url).query).items()}
    choice = {"decision": "allow", "user_id": str(sandbox.installer.id)}
    page = await http.post(f"{URL}/oauth/authorize", data={**form, **choice})
    code = parse_qs(urlsplit(page.headers["location"]).query)["code"][0]
    return await authorize.finish(state, code, departure.session)

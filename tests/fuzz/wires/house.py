"""The whole service on one database, beside a company that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import grpc
import httpx

from adapters.grpc_server.server import serving as serving_grpc
from adapters.http_server.server import serving as serving_http
from adapters.http_server.wiring import Limits, Wiring
from adapters.phones.phones import LibPhones
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sql.opening import open_store
from app.container import Container
from domain.model.budget import Budget
from domain.model.connection import Connection
from domain.model.work import Lease, Task, Work, WorkKey
from domain.ports.store import Store
from domain.use_cases.driven import Driven, Turns
from tests.fakes.world import FakeClock
from tests.fuzz.wires.rows import Rows
from tests.journeys.wiring import ACME, URL, Wire, log_in, wired

CLIENT_ID, CLIENT_SECRET = "client-1", "secret-1"
_KEY = bytes(32)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_LIMITS = Limits(body_bytes=100_000, grace_seconds=0.1)


@dataclass(slots=True)
class Strange(Wire):
    """Answers what *said* holds, by method and path; whatever else is asked, the sandbox answers.

    *heard* are the bodies of the sandbox's own answers.
    """

    said: dict[str, bytes] = field(default_factory=dict)
    heard: dict[str, bytes] = field(default_factory=dict)
    kept: tuple[Sandbox, datetime] | None = None

    def keep(self) -> None:
        """Remember the sandbox and the time."""
        self.kept = deepcopy(self.sandbox), self.clock.now
        self.asked.clear()

    def begin_anew(self) -> None:
        """Forget what was to be said; sandbox and time are again what was kept."""
        assert self.kept is not None
        sandbox, self.clock.now = self.kept
        if any(not request.startswith("GET ") for request, _ in self.asked):
            self.sandbox = deepcopy(sandbox)
        self.said.clear()
        self.asked.clear()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = f"{request.method} {request.url.path}"
        if name in self.said:
            return httpx.Response(200, content=self.said[name])
        answer = await Wire.handle_async_request(self, request)
        if "json" in answer.headers.get("content-type", ""):
            self.heard.setdefault(name, answer.content)
        return answer


@dataclass(slots=True, kw_only=True)
class House:
    """The service, its ways in, and the rows of its database to come back to."""

    service: Container
    store: Store
    pipedrive: Strange
    lease: Lease
    http: httpx.AsyncClient
    to_pipedrive: httpx.AsyncClient
    channel: grpc.aio.Channel
    rows: Rows

    def keep(self) -> None:
        """Remember everything as it is now."""
        self.rows.keep()
        self.pipedrive.keep()

    def begin_anew(self) -> None:
        """Make everything what it was."""
        self.rows.put_back()
        self.pipedrive.begin_anew()

    async def run(self, task: Task, subject: str = "") -> None:
        """Do one work once. Raises CrmError, and whatever it should not."""
        connection = await self.service.connections().get(ACME)
        tokens = self.service.tokens(connection.connection_id)
        driven = Driven(
            connection=connection,
            lease=self.lease,
            store=self.store,
            crm=self.service.crms().open(tokens, connection.markers),
            tokens=tokens,
            turns=Turns(asyncio.Lock),
            budget=Budget,
        )
        await self.service.runners()[task].run(driven, subject)


@asynccontextmanager
async def house(url: str) -> AsyncIterator[House]:
    """Build a house on the up to date database at this address: the account has just logged in."""
    clock, phones = FakeClock(), LibPhones()
    pipedrive = Strange(Sandbox(seeded_company(persons=4, organizations=2, deals=3)), clock)
    async with AsyncExitStack() as stack:
        out = await stack.enter_async_context(httpx.AsyncClient(transport=pipedrive))
        store = await stack.enter_async_context(open_store(url, keys=[_KEY], phones=phones))
        service = wired(store, phones, out, clock)
        address = await stack.enter_async_context(_serving_grpc(service))
        yield House(
            service=service,
            store=store,
            pipedrive=pipedrive,
            lease=await _leased(store, await log_in(service, out, pipedrive.sandbox)),
            to_pipedrive=out,
            http=await stack.enter_async_context(_serving_http(service)),
            channel=await stack.enter_async_context(grpc.aio.insecure_channel(address)),
            rows=stack.enter_context(Rows(url)),
        )


async def _leased(store: Store, connection: Connection) -> Lease:
    work = Work(key=WorkKey(Task.KEEP_ALIVE), due_at=_LONG_AGO)
    await store.transact(lambda tx: tx.work(connection.connection_id).mark([work]))
    lease = await store.lease("house", timedelta(days=9))
    assert lease is not None
    return lease


@asynccontextmanager
async def _serving_grpc(service: Container) -> AsyncIterator[str]:
    async with serving_grpc(
        "127.0.0.1:0",
        connections=service.connections(),
        contacts=service.contacts(),
        deals=service.deals(),
        changes=service.changes(),
        catalog=service.catalog(),
        properties=service.properties(),
        forecasts=service.forecasts(),
        activities=service.activities(),
        policies=service.policies(),
        tokens={},
        reflection=False,
        ids=lambda: "incident",
    ) as address:
        yield address


@asynccontextmanager
async def _serving_http(service: Container) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving_http(_wiring(service), port=0) as url,
        httpx.AsyncClient(base_url=url, verify=False) as http,  # noqa: S501 - plain HTTP
    ):
        yield http


def _wiring(service: Container) -> Wiring:
    async def ready() -> Mapping[str, bool]:
        return {"store": True}

    return Wiring(
        authorize=service.authorize(),
        webhooks=service.webhooks(),
        ready=ready,
        ids=lambda: "incident",
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        public_url=URL,
        limits=_LIMITS,
    )

"""The wired service and the sandbox on one virtual clock: days pass in seconds."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters.sandbox.company.deliveries import Delivery
from adapters.sandbox.exchange import Request, Response
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from domain.errors import SyncError
from domain.model.connection import Connection
from domain.model.values import ChangeNumber, FieldName, RecordId, Value
from domain.model.views import Bookmark, SyncCall
from tests.fakes.virtual_store import VirtualStore
from tests.fakes.world import FakeClock
from tests.journeys.wiring import ACME, RememberedPhones, Wire, log_in, wired

_MOST_TURNS = 200


class Days:
    """Both sides and the wired service between them."""

    def __init__(self, http: httpx.AsyncClient, wire: Wire) -> None:
        self.clock, self.wire, self.sandbox = wire.clock, wire, wire.sandbox
        self._http = http
        phones = RememberedPhones()
        self.store = VirtualStore(clock=self.clock, phones=phones)
        self.service = wired(self.store, phones, http, self.clock)
        self.applied = ChangeNumber(0)

    async def log_in(self) -> Connection:
        """Start a connection and press Allow as the administrator."""
        return await log_in(self.service, self._http, self.sandbox)

    async def connection(self) -> Connection:
        return await self.service.connections().get(ACME)

    async def call(self, contact_id: str, fields: Mapping[FieldName, Value]) -> None:
        """Let Vixiees hand in a contact that was edited now."""
        call = SyncCall(
            record_id=RecordId(contact_id),
            fields=fields,
            update_time=self.clock(),
            applied_change=self.applied,
        )
        await self.service.contacts().sync(ACME, call)

    def switch(self, **switches: object) -> None:
        self._control("PUT", "/sandbox/switches", switches)

    def fault(self, **plan: object) -> None:
        """Let requests go wrong, see adapters.sandbox.faults.Fault."""
        self._control("POST", "/sandbox/faults", plan)

    def control(self, method: str, name: str) -> None:
        self._control(method, f"/sandbox/{name}", None)

    def edit(self, person_id: int, **fields: object) -> None:
        """Let a colleague edit a person in Pipedrive."""
        self.colleague("PATCH", f"/api/v2/persons/{person_id}", **fields)

    def colleague(self, method: str, path: str, **body: object) -> None:
        """Let a colleague do something in Pipedrive, which may be in trouble itself."""
        answer = self.ask(method, path, body)
        assert answer.status in {200, 402, 403, 429, 502, 503, 504}

    def ask(self, method: str, path: str, body: Mapping[str, object]) -> Response:
        """Let a colleague ask Pipedrive's API for something."""
        colleague = self.sandbox.colleagues()[0]
        headers = {"x-api-token": colleague.api_token, "x-sandbox-source": "app"}
        content = json.dumps(body).encode() if body else b""
        request = Request(method=method, path=path, headers=headers, body=content)
        return self.sandbox.handle(request, self.clock())

    async def pass_(self, span: timedelta, step: timedelta = timedelta(minutes=5)) -> None:
        """Let time pass: webhooks are delivered, what is due is done, changes are applied."""
        end = self.clock() + span
        while self.clock() < end:
            self.clock.pass_(step)
            await self.settle()

    async def settle(self) -> None:
        """Deliver and do what is due now."""
        for delivery in self.sandbox.due_deliveries(self.clock()):
            self.sandbox.delivered(delivery, await self._deliver(delivery), self.clock())
        await self._work()
        await self._apply()

    async def differing(self) -> list[tuple[object, object]]:
        """Return the contacts that do not show the same on both sides."""
        persons = self.sandbox.company.tables["person"].living()
        shown = {one.id: (one.fields["first_name"], one.fields["last_name"]) for one in persons}
        token = ""
        found = list[tuple[object, object]]()
        while True:
            page, token = await self.service.contacts().list(ACME, 500, token)
            for contact in page:
                ours = (contact.fields.get("first_name"), contact.fields.get("last_name"))
                theirs = shown.pop(contact.remote_id, None) if contact.remote_id else None
                if theirs is None or _filled(ours) != _filled(theirs):
                    found.append((ours, theirs))
            if not token:
                return [*found, *((None, one) for one in shown.values())]

    async def differing_deals(self) -> list[tuple[object, object]]:
        """Return the deals that do not show the same title and status on both sides."""
        deals = self.sandbox.company.tables["deal"].living()
        shown = {one.id: (one.fields["title"], one.fields["status"]) for one in deals}
        page, _ = await self.service.deals().list(ACME, 500, "")
        found = list[tuple[object, object]]()
        for deal in page:
            ours = (deal.fields.get("title"), deal.fields.get("status"))
            theirs = shown.pop(deal.remote_id, None) if deal.remote_id else None
            if theirs != ours:
                found.append((ours, theirs))
        return [*found, *((None, one) for one in shown.values())]

    def asked(self, path: str, status: int | None = None) -> int:
        """Return how often something under this path was asked for."""
        return sum(
            path in request and (status is None or status == answer)
            for request, answer in self.wire.asked
        )

    def _control(self, method: str, path: str, body: Any) -> None:  # noqa: ANN401 - JSON
        content = b"" if body is None else json.dumps(body).encode()
        request = Request(method=method, path=path, body=content)
        assert self.sandbox.handle(request, self.clock()).status == 200

    async def _deliver(self, delivery: Delivery) -> int:
        token = urlsplit(delivery.url).path.rpartition("/")[2]
        pair = base64.b64decode(delivery.headers["authorization"].partition(" ")[2]).decode()
        user, _, password = pair.partition(":")
        webhooks = self.service.webhooks()
        with suppress(SyncError):
            connection = await webhooks.admit(token, user, password)
            await webhooks.receive(connection, delivery.body)
            return 200
        return 401

    async def _work(self) -> None:
        for _ in range(_MOST_TURNS):
            lease = await self.store.lease("worker", timedelta(hours=1))
            if lease is None:
                return
            try:
                await self.service.drive().run(lease, asyncio.Event())
            finally:
                await self.store.release(lease)
        raise AssertionError("the work never ends")

    async def _apply(self) -> None:
        """Let Vixiees apply what the feed tells."""
        changes = self.service.changes()
        async for item in changes.watch(ACME, self.applied):
            if isinstance(item, Bookmark):
                break
            self.applied = item.number
        await changes.acknowledge(ACME, self.applied)


def _filled(names: tuple[object, object]) -> tuple[object, object]:
    return names[0] or None, names[1] or None


@asynccontextmanager
async def days(*, persons: int = 40) -> AsyncIterator[Days]:
    """Build both sides, not connected yet."""
    clock = FakeClock()
    wire = Wire(Sandbox(seeded_company(persons=persons, organizations=10)), clock)
    async with httpx.AsyncClient(transport=wire) as http:
        yield Days(http, wire)

"""Everything at once: the service, the sandbox beside it, and people on both sides."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.serving.server import running as running_sandbox
from app.demo.login import log_in
from app.demo.pipedrive import Colleague, colleague
from app.demo.processes import free_addresses
from app.demo.stage import eventually, words
from app.demo.vixiees import Vixiees, vixiees
from app.service import running
from app.settings import Settings
from tests.openapi.spec import spec_present
from tests.openapi.witness import OpenApiWitness
from vixiees.pipedrive.v1.connection_service_pb2 import Connection, ConnectionState

Fields = dict[str, str]
_ACTIVE = ConnectionState.CONNECTION_STATE_ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Both sides at hand."""

    sandbox: Sandbox
    sandbox_url: str
    colleague: Colleague
    vixiees: Vixiees
    http_url: str
    channel: grpc.aio.Channel

    async def connect(self) -> Connection:
        """Log in as the administrator; return the connection once the import is over."""
        await log_in(await self.vixiees.authorize_url())
        return await self.state(_ACTIVE)

    async def state(self, wanted: ConnectionState.ValueType) -> Connection:
        """Wait until the connection is in that state; return it."""
        async for connection in self.vixiees.connection():
            if connection.state == wanted:
                return connection
        raise AssertionError("the stream of the connection ended")

    async def sides(self, contact_id: str) -> tuple[str, str]:
        """Return the contact in words, as Vixiees and as Pipedrive shows it."""
        person_id = await self.vixiees.person_id(contact_id)
        person = await self.colleague.person(person_id) if person_id else None
        row = self.vixiees.rows.get(contact_id)
        return (
            words(row.fields if row is not None else None),
            words(person.fields if person is not None else None),
        )

    async def both_show(self, contact_id: str, fields: Fields | None) -> bool:
        """Wait until both sides show the contact so; tell whether they do."""
        wanted = (words(fields), words(fields))
        return await eventually(lambda: self.sides(contact_id), lambda s: s == wanted) == wanted

    async def contact_of(self, person_id: int) -> str:
        """Wait until Vixiees has the contact of this person; return its id."""
        return await eventually(lambda: self.vixiees.contact_id(person_id), bool)

    async def webhooks(self) -> int:
        """Return how many webhooks the company has."""
        return len(self.sandbox.company.webhooks)

    async def quiet(self) -> None:
        """Wait until every delivery of the sandbox has been answered."""

        async def look() -> Sequence[object]:
            return self.sandbox.company.deliveries.pending

        await eventually(look, lambda pending: not pending)


@asynccontextmanager
async def town(database_url: str, folder: Path, *, persons: int = 60) -> AsyncIterator[Town]:
    """Build a town; on leaving, every request of the service must have been as published."""
    addresses = free_addresses(folder)
    witness = OpenApiWitness()
    sandbox = Sandbox(seeded_company(persons=persons))
    async with AsyncExitStack() as stack:
        observers = [witness] if spec_present() else []
        sandbox_url = await stack.enter_async_context(running_sandbox(sandbox, observers=observers))
        settings = Settings(
            database_url=database_url,
            sandbox_url=sandbox_url,
            public_url=addresses.http_url,
            http_port=int(addresses.http_url.rpartition(":")[2]),
            grpc_port=int(addresses.grpc_address.rpartition(":")[2]),
            state_folder=folder,
        )
        where = await stack.enter_async_context(running(settings))
        yield Town(
            sandbox=sandbox,
            sandbox_url=sandbox_url,
            colleague=await stack.enter_async_context(colleague(sandbox_url)),
            vixiees=await stack.enter_async_context(vixiees(where.grpc_address, "acme")),
            http_url=where.http_url,
            channel=await stack.enter_async_context(grpc.aio.insecure_channel(where.grpc_address)),
        )
    assert witness.faults == []

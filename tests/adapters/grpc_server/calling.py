"""A server around fakes, a real channel to it, and errors as a caller reads them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from adapters.grpc_server.callers import Tokens
from adapters.grpc_server.server import serving
from tests.fakes.use_cases_activities import FakeActivities, FakePolicies
from tests.fakes.use_cases_grpc import FakeCatalog, FakeChanges, FakeConnections, FakeContacts
from vixiees.pipedrive.v1.activity_service_pb2_grpc import ActivityServiceStub
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub
from vixiees.pipedrive.v1.change_service_pb2_grpc import ChangeServiceStub
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceStub
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The fakes inside, and the stubs outside."""

    in_connections: FakeConnections
    in_contacts: FakeContacts
    in_changes: FakeChanges
    in_catalog: FakeCatalog
    in_activities: FakeActivities
    in_policies: FakePolicies
    channel: grpc.aio.Channel
    connections: ConnectionServiceStub
    contacts: ContactServiceStub
    changes: ChangeServiceStub
    catalog: CatalogServiceStub
    activities: ActivityServiceStub
    stop: Callable[[], Awaitable[None]]

    @property
    def calls(self) -> list[tuple[object, ...]]:
        """Return everything that reached the inside."""
        inside = (
            self.in_connections,
            self.in_contacts,
            self.in_changes,
            self.in_catalog,
            self.in_activities,
            self.in_policies,
        )
        return [call for one in inside for call in one.calls]


@asynccontextmanager
async def service(
    tokens: Tokens | None = None, *, reflection: bool = True
) -> AsyncIterator[Service]:
    """Serve on a free port, with a channel to it."""
    numbers = count(1)
    inside = (FakeConnections(), FakeContacts(), FakeChanges(), FakeCatalog())
    activities, policies = FakeActivities(), FakePolicies()
    server = serving(
        "127.0.0.1:0",
        connections=inside[0],
        contacts=inside[1],
        changes=inside[2],
        catalog=inside[3],
        activities=activities,
        policies=policies,
        tokens=tokens or {},
        reflection=reflection,
        ids=lambda: f"incident-{next(numbers)}",
    )
    async with AsyncExitStack() as outer, AsyncExitStack() as inner:
        address = await inner.enter_async_context(server)
        channel = await outer.enter_async_context(grpc.aio.insecure_channel(address))
        yield Service(
            in_connections=inside[0],
            in_contacts=inside[1],
            in_changes=inside[2],
            in_catalog=inside[3],
            in_activities=activities,
            in_policies=policies,
            channel=channel,
            connections=ConnectionServiceStub(channel),
            contacts=ContactServiceStub(channel),
            changes=ChangeServiceStub(channel),
            catalog=CatalogServiceStub(channel),
            activities=ActivityServiceStub(channel),
            stop=inner.aclose,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A call that ended with an error."""

    code: grpc.StatusCode
    reason: str
    message: str
    metadata: Mapping[str, str]
    violations: Mapping[str, str]
    retry_after: timedelta | None


async def refused(call: Awaitable[object]) -> Refused:
    """Await the call, which has to fail; return how."""
    with pytest.raises(grpc.aio.AioRpcError) as failure:
        await call
    return read(failure.value)


def read(error: grpc.aio.AioRpcError) -> Refused:
    """Read an error with its details; one that grpc itself raised has none."""
    trailers = dict(error.trailing_metadata())
    status = Status.FromString(trailers.get("grpc-status-details-bin", b""))
    info, faults, retry = ErrorInfo(), BadRequest(), RetryInfo()
    found = [one for one in status.details for kind in (info, faults, retry) if one.Unpack(kind)]
    assert info.domain == "pipedrive.vixiees" or not found
    return Refused(
        code=error.code(),
        reason=info.reason,
        message=error.details() or "",
        metadata=dict(info.metadata),
        violations={one.field: one.reason for one in faults.field_violations},
        retry_after=retry.retry_delay.ToTimedelta() if retry.HasField("retry_delay") else None,
    )

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
from adapters.grpc_server.room import Room
from adapters.grpc_server.server import serving
from tests.fakes.use_cases_activities import FakeActivities, FakePolicies
from tests.fakes.use_cases_grpc import (
    FakeCatalog,
    FakeChanges,
    FakeConnections,
    FakeForecasts,
    FakeProperties,
    FakeRecords,
)
from vixiees.pipedrive.v1.activity_service_pb2_grpc import ActivityServiceStub
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub
from vixiees.pipedrive.v1.change_service_pb2_grpc import ChangeServiceStub
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceStub
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceStub
from vixiees.pipedrive.v1.sync_service_pb2_grpc import SyncServiceStub


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The fakes inside, and the stubs outside."""

    in_connections: FakeConnections
    in_contacts: FakeRecords
    in_deals: FakeRecords
    in_changes: FakeChanges
    in_catalog: FakeCatalog
    in_properties: FakeProperties
    in_forecasts: FakeForecasts
    in_activities: FakeActivities
    in_policies: FakePolicies
    channel: grpc.aio.Channel
    connections: ConnectionServiceStub
    contacts: ContactServiceStub
    deals: DealServiceStub
    changes: ChangeServiceStub
    catalog: CatalogServiceStub
    sync: SyncServiceStub
    activities: ActivityServiceStub
    stop: Callable[[], Awaitable[None]]

    @property
    def calls(self) -> list[tuple[object, ...]]:
        """Return everything that reached the inside."""
        inside = (
            self.in_connections,
            self.in_contacts,
            self.in_deals,
            self.in_changes,
            self.in_catalog,
            self.in_properties,
            self.in_forecasts,
            self.in_activities,
            self.in_policies,
        )
        return [call for one in inside for call in one.calls]


@asynccontextmanager
async def service(
    tokens: Tokens | None = None, *, reflection: bool = True, room: Room | None = None
) -> AsyncIterator[Service]:
    """Serve on a free port, with a channel to it."""
    numbers = count(1)
    connections, contacts, deals = FakeConnections(), FakeRecords(), FakeRecords()
    changes, catalog, properties = FakeChanges(), FakeCatalog(), FakeProperties()
    forecasts, activities, policies = FakeForecasts(), FakeActivities(), FakePolicies()
    server = serving(
        "127.0.0.1:0",
        connections=connections,
        contacts=contacts,
        deals=deals,
        changes=changes,
        catalog=catalog,
        properties=properties,
        forecasts=forecasts,
        activities=activities,
        policies=policies,
        tokens=tokens or {},
        reflection=reflection,
        ids=lambda: f"incident-{next(numbers)}",
        room=room,
    )
    async with AsyncExitStack() as outer, AsyncExitStack() as inner:
        address = await inner.enter_async_context(server)
        channel = await outer.enter_async_context(grpc.aio.insecure_channel(address))
        yield Service(
            in_connections=connections,
            in_contacts=contacts,
            in_deals=deals,
            in_changes=changes,
            in_catalog=catalog,
            in_properties=properties,
            in_forecasts=forecasts,
            in_activities=activities,
            in_policies=policies,
            channel=channel,
            connections=ConnectionServiceStub(channel),
            contacts=ContactServiceStub(channel),
            deals=DealServiceStub(channel),
            changes=ChangeServiceStub(channel),
            catalog=CatalogServiceStub(channel),
            sync=SyncServiceStub(channel),
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

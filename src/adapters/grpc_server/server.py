"""The server: our services, health and reflection on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection as grpc_reflection

from adapters.grpc_server.activities import ActivityServicer
from adapters.grpc_server.callers import Tokens
from adapters.grpc_server.catalog import CatalogServicer
from adapters.grpc_server.changes import ChangeServicer
from adapters.grpc_server.connections import ConnectionServicer
from adapters.grpc_server.contacts import ContactServicer
from adapters.grpc_server.deals import DealServicer
from adapters.grpc_server.guard import Guard
from adapters.grpc_server.room import Room
from adapters.grpc_server.sync import SyncServicer
from adapters.grpc_server.use_cases import (
    Activities,
    ActivityPolicies,
    Catalog,
    Changes,
    Connections,
    Forecasts,
    Properties,
    Records,
)
from domain.ports.world import Ids
from vixiees.pipedrive.v1 import (
    activity_service_pb2,
    activity_service_pb2_grpc,
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    change_service_pb2,
    change_service_pb2_grpc,
    connection_service_pb2,
    connection_service_pb2_grpc,
    contact_service_pb2,
    contact_service_pb2_grpc,
    deal_service_pb2,
    deal_service_pb2_grpc,
    sync_service_pb2,
    sync_service_pb2_grpc,
)

LARGEST_MESSAGE = 8 * 1024 * 1024
"""In bytes: an e-mail with pictures in it is taken and cut, not refused."""
GRACE = 5.0
"""Seconds that calls under way get when the server ends."""
_SERVICES = tuple(
    service.full_name
    for module in (
        connection_service_pb2,
        contact_service_pb2,
        deal_service_pb2,
        change_service_pb2,
        catalog_service_pb2,
        sync_service_pb2,
        activity_service_pb2,
    )
    for service in module.DESCRIPTOR.services_by_name.values()
)
_OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.max_concurrent_streams", 1000),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.so_reuseport", 0),
)


@asynccontextmanager
async def serving(  # noqa: PLR0913 - the use cases and how to serve them
    address: str,
    *,
    connections: Connections,
    contacts: Records,
    deals: Records,
    changes: Changes,
    catalog: Catalog,
    properties: Properties,
    forecasts: Forecasts,
    activities: Activities,
    policies: ActivityPolicies,
    tokens: Tokens,
    reflection: bool,
    ids: Ids,
    room: Room | None = None,
) -> AsyncIterator[str]:
    """Serve at *address* (`host:port`, port 0 takes a free one); yields the true address.

    On leaving, streams end with UNAVAILABLE and calls under way are finished.
    """
    closing = asyncio.Event()
    guard = Guard(tokens, closing, ids, room or Room())
    server = grpc.aio.server(interceptors=[guard], options=_OPTIONS)
    connection_service_pb2_grpc.add_ConnectionServiceServicer_to_server(
        ConnectionServicer(connections), server
    )
    deal_service_pb2_grpc.add_DealServiceServicer_to_server(DealServicer(deals), server)
    change_service_pb2_grpc.add_ChangeServiceServicer_to_server(ChangeServicer(changes), server)
    catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(
        CatalogServicer(catalog, properties), server
    )
    sync_service_pb2_grpc.add_SyncServiceServicer_to_server(SyncServicer(forecasts), server)
    contact_service_pb2_grpc.add_ContactServiceServicer_to_server(
        ContactServicer(contacts, policies), server
    )
    activity_service_pb2_grpc.add_ActivityServiceServicer_to_server(
        ActivityServicer(activities, policies), server
    )
    state = await _with_health(server)
    if reflection:
        names = (*_SERVICES, health.SERVICE_NAME, grpc_reflection.SERVICE_NAME)
        grpc_reflection.enable_server_reflection(names, server)
    port = server.add_insecure_port(address)
    await server.start()
    try:
        yield f"{address.rpartition(':')[0]}:{port}"
    finally:
        await state.enter_graceful_shutdown()
        closing.set()
        await server.stop(GRACE)


async def _with_health(server: grpc.aio.Server) -> health.aio.HealthServicer:
    state = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(state, server)
    for name in ("", *_SERVICES):
        await state.set(name, health_pb2.HealthCheckResponse.SERVING)
    return state

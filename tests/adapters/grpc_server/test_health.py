"""Health for whoever watches the service, reflection for whoever explores it."""

import grpc
import pytest
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_reflection.v1alpha.reflection_pb2 import (
    ServerReflectionRequest,
    ServerReflectionResponse,
)

from tests.adapters.grpc_server.calling import Service, refused, service

_SERVICES = [
    "vixiees.pipedrive.v1.ActivityService",
    "vixiees.pipedrive.v1.CatalogService",
    "vixiees.pipedrive.v1.ChangeService",
    "vixiees.pipedrive.v1.ConnectionService",
    "vixiees.pipedrive.v1.ContactService",
    "vixiees.pipedrive.v1.DealService",
    "vixiees.pipedrive.v1.SyncService",
]


@pytest.mark.parametrize("name", ["", *_SERVICES])
async def test_every_service_is_healthy_and_says_so_without_a_token(name: str) -> None:
    async with service({"a-token": None}) as served:
        check: grpc.aio.UnaryUnaryMultiCallable[HealthCheckRequest, HealthCheckResponse]
        check = served.channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=HealthCheckRequest.SerializeToString,
            response_deserializer=HealthCheckResponse.FromString,
        )
        answer = await check(HealthCheckRequest(service=name))
    assert answer.status == HealthCheckResponse.SERVING


async def _listed(served: Service) -> list[str]:
    ask: grpc.aio.StreamStreamMultiCallable[ServerReflectionRequest, ServerReflectionResponse]
    ask = served.channel.stream_stream(
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        request_serializer=ServerReflectionRequest.SerializeToString,
        response_deserializer=ServerReflectionResponse.FromString,
    )
    requests = iter([ServerReflectionRequest(list_services="")])
    answers = [answer async for answer in ask(requests)]
    return [one.name for answer in answers for one in answer.list_services_response.service]


async def test_reflection_lists_every_service(served: Service) -> None:
    listed = await _listed(served)
    assert sorted(name for name in listed if name.startswith("vixiees.")) == _SERVICES


async def test_reflection_can_be_switched_off() -> None:
    async with service(reflection=False) as served:
        failure = await refused(_listed(served))
    assert failure.code is grpc.StatusCode.UNIMPLEMENTED

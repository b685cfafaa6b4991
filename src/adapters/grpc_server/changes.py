"""ChangeService."""

from collections.abc import AsyncIterator

from adapters.grpc_server import requests
from adapters.grpc_server.change_answers import item_of
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import Changes
from vixiees.pipedrive.v1.change_service_pb2 import (
    AcknowledgeChangesRequest,
    AcknowledgeChangesResponse,
    WatchChangesRequest,
    WatchChangesResponse,
)
from vixiees.pipedrive.v1.change_service_pb2_grpc import ChangeServiceServicer


class ChangeServicer(ChangeServiceServicer):
    """Answers with the use cases in *changes*."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    async def WatchChanges(
        self, request: WatchChangesRequest, _context: Context
    ) -> AsyncIterator[WatchChangesResponse]:
        account_id = requests.account_id(request.account_id)
        after = requests.number("after", request.after)
        async for item in self._changes.watch(account_id, after):
            yield item_of(item)

    async def AcknowledgeChanges(
        self, request: AcknowledgeChangesRequest, _context: Context
    ) -> AcknowledgeChangesResponse:
        account_id = requests.account_id(request.account_id)
        await self._changes.acknowledge(account_id, requests.number("number", request.number))
        return AcknowledgeChangesResponse()

"""ConnectionService."""

from collections.abc import AsyncIterator

from adapters.grpc_server import answers, requests
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import Connections
from vixiees.pipedrive.v1.connection_service_pb2 import (
    DisconnectRequest,
    DisconnectResponse,
    GetConnectionRequest,
    GetConnectionResponse,
    ListConnectionsRequest,
    ListConnectionsResponse,
    ResumeConnectionRequest,
    ResumeConnectionResponse,
    SetDeletionPolicyRequest,
    SetDeletionPolicyResponse,
    StartConnectionRequest,
    StartConnectionResponse,
    WatchConnectionRequest,
    WatchConnectionResponse,
)
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceServicer


class ConnectionServicer(ConnectionServiceServicer):
    """Answers with the use cases in *connections*."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def StartConnection(
        self, request: StartConnectionRequest, _context: Context
    ) -> StartConnectionResponse:
        account_id = requests.account_id(request.account_id)
        connection, url = await self._connections.start(account_id)
        return StartConnectionResponse(authorize_url=url, connection=answers.connection(connection))

    async def GetConnection(
        self, request: GetConnectionRequest, _context: Context
    ) -> GetConnectionResponse:
        connection = await self._connections.get(requests.account_id(request.account_id))
        return GetConnectionResponse(connection=answers.connection(connection))

    async def ListConnections(
        self, request: ListConnectionsRequest, _context: Context
    ) -> ListConnectionsResponse:
        size = requests.page_size(request.page_size)
        page, token = await self._connections.list(size, request.page_token)
        return ListConnectionsResponse(
            connections=map(answers.connection, page), next_page_token=token
        )

    async def WatchConnection(
        self, request: WatchConnectionRequest, _context: Context
    ) -> AsyncIterator[WatchConnectionResponse]:
        account_id = requests.account_id(request.account_id)
        async for connection in self._connections.watch(account_id):
            yield WatchConnectionResponse(connection=answers.connection(connection))

    async def ResumeConnection(
        self, request: ResumeConnectionRequest, _context: Context
    ) -> ResumeConnectionResponse:
        connection = await self._connections.resume(requests.account_id(request.account_id))
        return ResumeConnectionResponse(connection=answers.connection(connection))

    async def SetDeletionPolicy(
        self, request: SetDeletionPolicyRequest, _context: Context
    ) -> SetDeletionPolicyResponse:
        account_id, policy = requests.deletion_policy(request)
        connection = await self._connections.set_deletions(account_id, policy)
        return SetDeletionPolicyResponse(connection=answers.connection(connection))

    async def Disconnect(self, request: DisconnectRequest, _context: Context) -> DisconnectResponse:
        account_id = requests.account_id(request.account_id)
        connection = await self._connections.disconnect(account_id, erase=request.erase_data)
        return DisconnectResponse(connection=answers.connection(connection))

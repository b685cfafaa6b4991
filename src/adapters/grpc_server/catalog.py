"""CatalogService."""

from adapters.grpc_server import catalog_answers, catalog_requests, requests
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import Catalog, Properties
from domain.model.catalog import PipelineId, UserId
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    GetPipelineMappingResponse,
    GetPropertyMappingRequest,
    GetPropertyMappingResponse,
    ListPipelinesRequest,
    ListPipelinesResponse,
    ListPlaybooksRequest,
    ListPlaybooksResponse,
    ListPropertiesRequest,
    ListPropertiesResponse,
    ListUsersRequest,
    ListUsersResponse,
    PutPlaybookRequest,
    PutPlaybookResponse,
    SetFallbackOwnerRequest,
    SetFallbackOwnerResponse,
    SetPipelineMappingRequest,
    SetPipelineMappingResponse,
    SetPropertyMappingRequest,
    SetPropertyMappingResponse,
)
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceServicer


class CatalogServicer(CatalogServiceServicer):
    """Answers with the use cases in *catalog* and *properties*."""

    def __init__(self, catalog: Catalog, properties: Properties) -> None:
        self._catalog = catalog
        self._properties = properties

    async def ListUsers(self, request: ListUsersRequest, _context: Context) -> ListUsersResponse:
        users = await self._catalog.users(requests.account_id(request.account_id))
        return ListUsersResponse(users=map(catalog_answers.user, users))

    async def ListPipelines(
        self, request: ListPipelinesRequest, _context: Context
    ) -> ListPipelinesResponse:
        pipelines = await self._catalog.pipelines(requests.account_id(request.account_id))
        shown = (catalog_answers.pipeline(one, stages) for one, stages in pipelines)
        return ListPipelinesResponse(pipelines=shown)

    async def ListProperties(
        self, request: ListPropertiesRequest, _context: Context
    ) -> ListPropertiesResponse:
        properties = await self._catalog.properties(requests.account_id(request.account_id))
        return ListPropertiesResponse(properties=map(catalog_answers.property_of, properties))

    async def PutPlaybook(
        self, request: PutPlaybookRequest, _context: Context
    ) -> PutPlaybookResponse:
        stored = await self._catalog.put_playbook(*catalog_requests.playbook(request))
        return PutPlaybookResponse(playbook=catalog_answers.playbook(stored))

    async def ListPlaybooks(
        self, request: ListPlaybooksRequest, _context: Context
    ) -> ListPlaybooksResponse:
        playbooks = await self._catalog.playbooks(requests.account_id(request.account_id))
        return ListPlaybooksResponse(playbooks=map(catalog_answers.playbook, playbooks))

    async def SetPipelineMapping(
        self, request: SetPipelineMappingRequest, _context: Context
    ) -> SetPipelineMappingResponse:
        view = await self._catalog.set_mapping(*catalog_requests.pipeline_mapping(request))
        return SetPipelineMappingResponse(mapping=catalog_answers.pipeline_mapping(view))

    async def GetPipelineMapping(
        self, request: GetPipelineMappingRequest, _context: Context
    ) -> GetPipelineMappingResponse:
        account_id = requests.account_id(request.account_id)
        view = await self._catalog.mapping(account_id, PipelineId(request.pipeline_id))
        return GetPipelineMappingResponse(mapping=catalog_answers.pipeline_mapping(view))

    async def SetPropertyMapping(
        self, request: SetPropertyMappingRequest, _context: Context
    ) -> SetPropertyMappingResponse:
        account_id, mappings = catalog_requests.property_mappings(request)
        stored = await self._properties.set(account_id, mappings)
        return SetPropertyMappingResponse(mappings=map(catalog_answers.property_mapping, stored))

    async def GetPropertyMapping(
        self, request: GetPropertyMappingRequest, _context: Context
    ) -> GetPropertyMappingResponse:
        mappings = await self._properties.get(requests.account_id(request.account_id))
        return GetPropertyMappingResponse(mappings=map(catalog_answers.property_mapping, mappings))

    async def SetFallbackOwner(
        self, request: SetFallbackOwnerRequest, _context: Context
    ) -> SetFallbackOwnerResponse:
        account_id = requests.account_id(request.account_id)
        user_id = UserId(request.user_id) if request.HasField("user_id") else None
        await self._catalog.set_fallback_owner(account_id, user_id)
        return SetFallbackOwnerResponse()

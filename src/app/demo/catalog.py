"""Vixiees' view of the company's set-up, over gRPC alone."""

from collections.abc import Mapping, Sequence

import grpc

from vixiees.pipedrive.v1.catalog_pb2 import (
    PipelineMapping,
    Playbook,
    PropertyMapping,
    PropertyOwner,
    StageMapping,
    Step,
)
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    ListPipelinesRequest,
    ListPropertiesRequest,
    ListUsersRequest,
    PutPlaybookRequest,
    SetPipelineMappingRequest,
    SetPropertyMappingRequest,
)
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub

Boards = Mapping[str, Sequence[str]]
"""The names of the pipelines, each with those of its stages."""


class Catalog:
    """Reads the lists and maps pipelines."""

    def __init__(self, channel: grpc.aio.Channel, account_id: str) -> None:
        self._stub = CatalogServiceStub(channel)
        self._account_id = account_id

    async def users(self) -> Mapping[str, bool]:
        """Return who works there: name to whether still active."""
        request = ListUsersRequest(account_id=self._account_id)
        answer = await self._stub.ListUsers(request, wait_for_ready=True)
        return {user.name: user.active for user in answer.users}

    async def boards(self) -> Boards:
        """Return the pipelines and their stages."""
        request = ListPipelinesRequest(account_id=self._account_id)
        answer = await self._stub.ListPipelines(request, wait_for_ready=True)
        return {one.name: [stage.name for stage in one.stages] for one in answer.pipelines}

    async def custom_fields(self) -> Sequence[str]:
        """Return the names of the fields that the company made itself."""
        request = ListPropertiesRequest(account_id=self._account_id)
        answer = await self._stub.ListProperties(request, wait_for_ready=True)
        return sorted(one.name for one in answer.properties if one.custom)

    async def codes(self) -> Mapping[tuple[PropertyOwner.ValueType, str], str]:
        """Return the codes of all fields by whose they are and how they are called."""
        request = ListPropertiesRequest(account_id=self._account_id)
        answer = await self._stub.ListProperties(request, wait_for_ready=True)
        return {(one.owner, one.name): one.code for one in answer.properties}

    async def options(self, code: str) -> dict[str, str]:
        """Return the ids of a field's options by their labels."""
        request = ListPropertiesRequest(account_id=self._account_id)
        answer = await self._stub.ListProperties(request, wait_for_ready=True)
        (found,) = (one for one in answer.properties if one.code == code)
        return {option.label: option.option_id for option in found.options}

    async def map_properties(self, *mappings: PropertyMapping) -> None:
        """Let these be all mappings of properties."""
        request = SetPropertyMappingRequest(account_id=self._account_id, mappings=mappings)
        await self._stub.SetPropertyMapping(request)

    async def put_playbook(self, playbook_id: str, steps: Sequence[str]) -> None:
        """Publish a playbook of these steps."""
        playbook = Playbook(
            playbook_id=playbook_id,
            name=playbook_id,
            steps=[Step(step_id=name, name=name) for name in steps],
        )
        request = PutPlaybookRequest(account_id=self._account_id, playbook=playbook)
        await self._stub.PutPlaybook(request)

    async def map(
        self, pipeline_id: int, playbook_id: str, stages: Mapping[int, str]
    ) -> PipelineMapping:
        """Map these stages of a pipeline to steps. Raises grpc.aio.AioRpcError."""
        pairs = [StageMapping(stage_id=one, step_id=step) for one, step in stages.items()]
        request = SetPipelineMappingRequest(
            account_id=self._account_id,
            pipeline_id=pipeline_id,
            playbook_id=playbook_id,
            stages=pairs,
        )
        return (await self._stub.SetPipelineMapping(request)).mapping

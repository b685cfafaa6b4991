"""CatalogService through its stub."""

import pytest

from domain.model.catalog import PipelineMapping, StageStep
from tests.adapters.grpc_server.calling import Service, refused
from tests.fakes.use_cases_grpc import A_PLAYBOOK
from vixiees.pipedrive.v1.catalog_pb2 import Playbook as PlaybookMessage
from vixiees.pipedrive.v1.catalog_pb2 import PropertyOwner, StageMapping
from vixiees.pipedrive.v1.catalog_pb2 import Step as StepMessage
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    ListPipelinesRequest,
    ListPlaybooksRequest,
    ListPropertiesRequest,
    ListUsersRequest,
    PutPlaybookRequest,
    SetPipelineMappingRequest,
)

_BRAIN = PlaybookMessage(
    playbook_id="p", name=" Brain ", steps=[StepMessage(step_id="s", name="First")]
)


async def test_users_are_listed(served: Service) -> None:
    answer = await served.catalog.ListUsers(ListUsersRequest(account_id="acme"))
    (user,) = answer.users
    assert (user.user_id, user.name, user.email, user.active) == (11, "Ana", "ana@acme.test", True)


async def test_pipelines_are_listed_with_their_stages(served: Service) -> None:
    answer = await served.catalog.ListPipelines(ListPipelinesRequest(account_id="acme"))
    (pipeline,) = answer.pipelines
    assert (pipeline.pipeline_id, pipeline.name) == (1, "Sales")
    assert [(stage.stage_id, stage.name) for stage in pipeline.stages] == [(2, "New")]


async def test_properties_are_listed_with_their_choices(served: Service) -> None:
    answer = await served.catalog.ListProperties(ListPropertiesRequest(account_id="acme"))
    (shown,) = answer.properties
    assert (shown.owner, shown.code, shown.name, shown.type, shown.custom) == (
        PropertyOwner.PROPERTY_OWNER_DEAL,
        "abc",
        "Colour",
        "enum",
        True,
    )
    assert [(one.option_id, one.label) for one in shown.options] == [("1", "red")]


async def test_a_playbook_is_put_whole(served: Service) -> None:
    request = PutPlaybookRequest(account_id="acme", playbook=_BRAIN)
    answer = await served.catalog.PutPlaybook(request)
    assert answer.playbook.name == "Brain"
    assert served.calls == [("put_playbook", "acme", A_PLAYBOOK)]


async def test_playbooks_are_listed(served: Service) -> None:
    answer = await served.catalog.ListPlaybooks(ListPlaybooksRequest(account_id="acme"))
    assert [one.playbook_id for one in answer.playbooks] == ["p"]


async def test_a_mapping_is_set_and_shown(served: Service) -> None:
    request = SetPipelineMappingRequest(
        account_id="acme",
        pipeline_id=1,
        playbook_id="p",
        stages=[StageMapping(stage_id=2, step_id="s")],
    )
    answer = await served.catalog.SetPipelineMapping(request)
    ((_, account_id, mapping),) = served.calls
    assert account_id == "acme"
    assert mapping == PipelineMapping(
        pipeline_id=1,  # type: ignore[arg-type]  # an id
        playbook_id="p",  # type: ignore[arg-type]  # an id
        stages=(StageStep(stage_id=2, step_id="s"),),  # type: ignore[arg-type]  # ids
    )
    assert answer.mapping.playbook_id == "p"
    assert [(one.stage_id, one.step_id) for one in answer.mapping.mapped] == [(2, "s")]


async def test_a_pipeline_without_a_mapping_shows_its_stages(served: Service) -> None:
    request = GetPipelineMappingRequest(account_id="acme", pipeline_id=1)
    mapping = (await served.catalog.GetPipelineMapping(request)).mapping
    assert (mapping.pipeline_id, mapping.playbook_id) == (1, "")
    assert [stage.stage_id for stage in mapping.unmapped] == [2]


@pytest.mark.parametrize(
    ("playbook", "violations"),
    [
        (None, {"playbook": "REQUIRED"}),
        (
            PlaybookMessage(steps=[StepMessage()]),
            {
                "playbook.playbook_id": "REQUIRED",
                "playbook.name": "REQUIRED",
                "playbook.steps[0].step_id": "REQUIRED",
                "playbook.steps[0].name": "REQUIRED",
            },
        ),
        (PlaybookMessage(playbook_id="p", name="x" * 256), {"playbook.name": "INVALID_NAME"}),
        (PlaybookMessage(playbook_id="p", name="a\nb"), {"playbook.name": "INVALID_NAME"}),
        (
            PlaybookMessage(playbook_id="p", name="P", steps=[_BRAIN.steps[0]] * 201),
            {"playbook.steps": "TOO_MANY"},
        ),
    ],
    ids=["none", "blank", "long name", "line break", "many steps"],
)
async def test_a_playbook_that_cannot_be_read_is_refused(
    served: Service, playbook: PlaybookMessage | None, violations: dict[str, str]
) -> None:
    request = PutPlaybookRequest(account_id="acme", playbook=playbook)
    failure = await refused(served.catalog.PutPlaybook(request))
    assert failure.violations == violations
    assert served.calls == []


async def test_a_mapping_that_cannot_be_read_is_refused(served: Service) -> None:
    pairs = [StageMapping(stage_id=number) for number in range(201)]
    request = SetPipelineMappingRequest(account_id="acme", pipeline_id=1, stages=pairs)
    failure = await refused(served.catalog.SetPipelineMapping(request))
    assert failure.violations == {"playbook_id": "REQUIRED", "stages": "TOO_MANY"}

"""How the company is set up, as Vixiees sees it, from the connection on."""

from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.catalog_pb2 import PipelineMapping, Playbook, StageMapping, Step
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    ListPipelinesRequest,
    ListPropertiesRequest,
    ListUsersRequest,
    PutPlaybookRequest,
    SetPipelineMappingRequest,
)
from vixiees.pipedrive.v1.catalog_service_pb2_grpc import CatalogServiceStub

_BRAIN = Playbook(
    playbook_id="brain",
    name="Brain",
    steps=[Step(step_id="first", name="First"), Step(step_id="second", name="Second")],
)


async def _users(catalog: CatalogServiceStub) -> dict[str, bool]:
    users = (await catalog.ListUsers(ListUsersRequest(account_id="acme"))).users
    return {user.name: user.active for user in users}


async def test_users_pipelines_and_properties_come_in_at_connection(acme_on_each: Town) -> None:
    catalog = CatalogServiceStub(acme_on_each.channel)
    await acme_on_each.connect()
    users = await _users(catalog)
    assert len(users) == 12
    assert {name for name, active in users.items() if not active} == {
        "Gone Gunther",
        "Left Lena",
    }
    pipelines = (await catalog.ListPipelines(ListPipelinesRequest(account_id="acme"))).pipelines
    assert [len(pipeline.stages) for pipeline in pipelines] == [5, 5, 5]
    listed = await catalog.ListProperties(ListPropertiesRequest(account_id="acme"))
    names = [one.name for one in listed.properties if one.custom]
    assert "Vixiees ID" in names
    assert len(names) > 12


async def test_a_user_who_leaves_is_told_by_a_webhook(acme: Town) -> None:
    catalog = CatalogServiceStub(acme.channel)
    await acme.connect()
    colleague = acme.sandbox.colleagues()[0]
    change = {"id": colleague.id, "is_active": False}
    (await acme.colleague.http.patch("/sandbox/users", json=change)).raise_for_status()

    async def still_active() -> tuple[bool, bool]:
        return (await _users(catalog))[colleague.name], acme.vixiees.users[colleague.id].active

    seen = await eventually(still_active, lambda active: not any(active))
    assert seen == (False, False)


async def test_a_pipeline_is_mapped_to_a_playbook(acme: Town) -> None:
    catalog = CatalogServiceStub(acme.channel)
    await acme.connect()
    await catalog.PutPlaybook(PutPlaybookRequest(account_id="acme", playbook=_BRAIN))
    (pipeline, *_) = (
        await catalog.ListPipelines(ListPipelinesRequest(account_id="acme"))
    ).pipelines
    pairs = [StageMapping(stage_id=pipeline.stages[0].stage_id, step_id="first")]
    request = SetPipelineMappingRequest(
        account_id="acme", pipeline_id=pipeline.pipeline_id, playbook_id="brain", stages=pairs
    )
    mapping = (await catalog.SetPipelineMapping(request)).mapping
    assert list(mapping.mapped) == pairs
    assert [stage.name for stage in mapping.unmapped] == [
        stage.name for stage in pipeline.stages[1:]
    ]
    asked = GetPipelineMappingRequest(account_id="acme", pipeline_id=pipeline.pipeline_id)
    assert (await catalog.GetPipelineMapping(asked)).mapping == mapping


async def test_a_deleted_stage_makes_its_mapping_stale_and_a_renamed_one_is_shown(
    acme: Town,
) -> None:
    catalog = CatalogServiceStub(acme.channel)
    await acme.connect()
    await catalog.PutPlaybook(PutPlaybookRequest(account_id="acme", playbook=_BRAIN))
    pairs = [
        StageMapping(stage_id=1, step_id="first"),
        StageMapping(stage_id=2, step_id="second"),
    ]
    request = SetPipelineMappingRequest(
        account_id="acme", pipeline_id=1, playbook_id="brain", stages=pairs
    )
    await catalog.SetPipelineMapping(request)
    await acme.colleague.rename_stage(2, "Besuch")
    (await acme.colleague.http.delete("/api/v2/stages/1")).raise_for_status()

    async def mapping() -> PipelineMapping:
        asked = GetPipelineMappingRequest(account_id="acme", pipeline_id=1)
        return (await catalog.GetPipelineMapping(asked)).mapping

    seen = await eventually(mapping, lambda one: bool(one.stale and one.renamed))
    assert [(one.stage_id, one.stage_name) for one in seen.stale] == [(1, "Lead")]
    (renamed,) = seen.renamed
    assert (renamed.stage_name, renamed.step_name) == ("Erstgespräch", "Second")
    assert [one.stage_id for one in seen.mapped] == [2]

"""The scenes about users, pipelines, stages and custom properties."""

from collections.abc import Mapping

import grpc

from app.demo.catalog import Boards
from app.demo.refusals import faults_of
from app.demo.stage import Row, Stage, eventually


async def users_come_in(stage: Stage) -> Row:
    expected = _people(await stage.colleague.users())
    seen = await eventually(stage.catalog.users, lambda users: _people(users) == expected)
    return Row(
        title="users come in, inactive ones too",
        expected=expected,
        vixiees=_people(seen),
        pipedrive=expected,
    )


async def user_leaves(stage: Stage) -> Row:
    name = "Tom O'Neill"
    await stage.colleague.let_go(name)
    expected = f"{name}: inactive"
    seen = await eventually(stage.catalog.users, lambda users: not users[name])
    shown = await stage.colleague.users()
    return Row(
        title="a user leaves the company",
        expected=expected,
        vixiees=f"{name}: {_state(seen[name])}",
        pipedrive=f"{name}: {_state(shown[name])}",
    )


async def pipelines_come_in(stage: Stage) -> Row:
    boards = await stage.colleague.boards()
    expected = _lines(boards)
    seen = await eventually(stage.catalog.boards, lambda shown: _lines(shown) == expected)
    return Row(
        title="pipelines and stages come in",
        expected=expected,
        vixiees=_lines(seen),
        pipedrive=_lines(boards),
    )


async def stage_is_renamed(stage: Stage) -> Row:
    await stage.colleague.rename_stage(1, "Erster Kontakt")
    boards = await stage.colleague.boards()
    expected = _lines(boards)
    seen = await eventually(stage.catalog.boards, lambda shown: _lines(shown) == expected)
    return Row(
        title="a stage is renamed in Pipedrive",
        expected=expected,
        vixiees=_lines(seen),
        pipedrive=_lines(boards),
    )


async def properties_come_in(stage: Stage) -> Row:
    fields = ", ".join(await stage.colleague.custom_fields())
    seen = await eventually(stage.catalog.custom_fields, lambda names: ", ".join(names) == fields)
    return Row(
        title="custom properties come in",
        expected=fields,
        vixiees=", ".join(seen),
        pipedrive=fields,
    )


async def pipeline_is_mapped(stage: Stage) -> Row:
    await stage.catalog.put_playbook("brain", ["first call", "offer"])
    mapping = await stage.catalog.map(1, "brain", {1: "first call", 3: "offer"})
    expected = "stage 1 = first call, stage 3 = offer; 3 stages without a step"
    pairs = ", ".join(f"stage {one.stage_id} = {one.step_id}" for one in mapping.mapped)
    return Row(
        title="a pipeline is mapped to a playbook",
        expected=expected,
        vixiees=f"{pairs}; {len(mapping.unmapped)} stages without a step",
        pipedrive=None,
    )


async def wrong_mapping_is_refused(stage: Stage) -> Row:
    expected = (
        "stages[0].step_id: STEP_MAPPED_TWICE, stages[1].stage_id: STAGE_OF_OTHER_PIPELINE, "
        "stages[1].step_id: STEP_MAPPED_TWICE"
    )
    seen = "accepted"
    try:
        await stage.catalog.map(1, "brain", {1: "offer", 6: "offer"})
    except grpc.aio.AioRpcError as error:
        seen = faults_of(error)
    return Row(
        title="a wrong mapping is refused with every fault",
        expected=expected,
        vixiees=seen,
        pipedrive=None,
    )


def _people(users: Mapping[str, bool]) -> str:
    gone = sorted(name for name, active in users.items() if not active)
    return f"{len(users)} users, inactive: {', '.join(gone)}"


def _state(active: bool) -> str:  # noqa: FBT001 - it is the whole argument
    return "active" if active else "inactive"


def _lines(boards: Boards) -> str:
    return "\n".join(f"{name}: {', '.join(stages)}" for name, stages in boards.items())


CATALOG_SCENES = (
    users_come_in,
    user_leaves,
    pipelines_come_in,
    stage_is_renamed,
    properties_come_in,
    pipeline_is_mapped,
    wrong_mapping_is_refused,
)

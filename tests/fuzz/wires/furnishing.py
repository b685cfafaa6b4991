"""A house that people live in: imported, its pipeline and properties mapped, something of each."""

from datetime import timedelta

from domain.model.activity import Call, CallState, Direction, Report, SourceId
from domain.model.catalog import (
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Property,
    PropertyId,
    PropertyMapping,
    StageStep,
    Step,
    StepId,
)
from domain.model.connection import ImportPhase
from domain.model.values import ChangeNumber, Kind, RecordId
from domain.model.views import SyncCall
from domain.model.work import Task
from domain.sync.steps import Step as StepName
from tests.fakes.world import START
from tests.fuzz.wires.chores import work_off
from tests.fuzz.wires.house import House
from tests.journeys.wiring import ACME

_BRAIN = PlaybookId("brain")
_PIPELINE = PipelineId(1)
_KINDS = (Kind.CONTACT, Kind.DEAL)


async def furnish(house: House) -> None:
    """Import everything, map what can be mapped, hand in a contact, a deal and a call."""
    await house.run(Task.SET_UP)
    while (await _phase(house)) is not ImportPhase.DONE:
        await house.run(Task.IMPORT)
    await _map(house)
    await _hand_in(house)
    await work_off(house)
    house.pipedrive.clock.pass_(timedelta(days=2))
    house.keep()


async def _phase(house: House) -> ImportPhase:
    return (await house.service.connections().get(ACME)).progress.phase


async def _map(house: House) -> None:
    catalog = house.service.catalog()
    pipelines = dict(await catalog.pipelines(ACME))
    stages = next(stages for one, stages in pipelines.items() if one.pipeline_id == _PIPELINE)
    steps = tuple(Step(step_id=StepId(f"s{number}"), name=f"S{number}") for number in range(9))
    await catalog.put_playbook(ACME, Playbook(playbook_id=_BRAIN, name="Brain", steps=steps))
    pairs = tuple(
        StageStep(stage_id=one.stage_id, step_id=step.step_id)
        for one, step in zip(stages[:-1], steps, strict=False)
    )
    mapping = PipelineMapping(pipeline_id=_PIPELINE, playbook_id=_BRAIN, stages=pairs)
    await catalog.set_mapping(ACME, mapping)
    definitions = [one for one in await catalog.properties(ACME) if one.is_custom]
    mappings = [_mapping(one) for one in definitions if one.name != "Vixiees ID"]
    await house.service.properties().set(ACME, mappings)


def _mapping(definition: Property) -> PropertyMapping:
    property_id = PropertyId(definition.type)
    return PropertyMapping(kind=definition.kind, property_id=property_id, code=definition.code)


async def _hand_in(house: House) -> None:
    contact = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34612345678"}
    step = StepName(_BRAIN, StepId("s1")).name
    deal = {"title": "Roof", "value": "1200.5 EUR", "status": "open", "stage": step}
    for uses, record_id, fields in (
        (house.service.contacts(), "c-1", contact),
        (house.service.deals(), "d-1", {**deal, "contact": "c-1"}),
    ):
        call = SyncCall(
            record_id=RecordId(record_id),
            fields=fields,
            update_time=START,
            applied_change=ChangeNumber(0),
        )
        await uses.sync(ACME, call)
    detail = Call(direction=Direction.INBOUND, state=CallState.ANSWERED, seconds=65)
    report = Report(
        source_id=SourceId("42"),
        at=START - timedelta(hours=1),
        detail=detail,
        contact_ids=(RecordId("c-1"),),
    )
    await house.service.activities().log(ACME, report)

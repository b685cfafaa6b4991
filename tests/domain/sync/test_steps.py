"""Steps of playbooks and the stages that they are mapped to."""

from dataclasses import replace

import pytest

from domain.model.catalog import (
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Stage,
    StageId,
    StageStep,
    StepId,
)
from domain.model.catalog import Step as PlaybookStep
from domain.model.values import STAGE, ChangeNumber, Kind
from domain.sync.deals import only_vixiees
from domain.sync.pipeline_mapping import Setting
from domain.sync.record import Record
from domain.sync.steps import Step, Steps, step_named
from tests.domain.sentences import told
from tests.domain.sync.building import in_step, linked_record

_NAMES = [f"s{number}" for number in range(1, 31)]
_SETTING = Setting(
    pipelines=[Pipeline(pipeline_id=PipelineId(1), name="Sales")],
    stages=[
        Stage(stage_id=StageId(number), pipeline_id=PipelineId(1), name=f"S{number}")
        for number in (7, 8)
    ],
    playbooks=[
        Playbook(
            playbook_id=PlaybookId("brain"),
            name="Brain",
            steps=tuple(PlaybookStep(step_id=StepId(one), name=one) for one in _NAMES),
        ),
        Playbook(playbook_id=PlaybookId("blank"), name="Blank"),
    ],
    mappings=[
        PipelineMapping(
            pipeline_id=PipelineId(1),
            playbook_id=PlaybookId("brain"),
            stages=(StageStep(stage_id=StageId(7), step_id=StepId("s1")),),
        )
    ],
)
MAPPED, OTHER = "brain\ns1", "brain\ns2"
NOTHING_APPLIED = ChangeNumber(0)


def a_deal(stage: str | None) -> Record:
    return replace(linked_record(**{STAGE: in_step(stage)}), kind=Kind.DEAL)


def test_a_step_gives_back_its_name() -> None:
    assert step_named(MAPPED) == Step(PlaybookId("brain"), StepId("s1"))
    assert step_named(MAPPED).name == MAPPED


def test_a_mapped_stage_and_its_step_lead_to_each_other() -> None:
    assert (Steps(_SETTING).stage_for(MAPPED), Steps(_SETTING).name_for("7")) == ("7", MAPPED)
    assert (Steps(_SETTING).stage_for(OTHER), Steps(_SETTING).name_for("8")) == (None, None)


def test_a_known_step_is_right_whether_it_is_mapped_or_not() -> None:
    assert (
        Steps(_SETTING).faults(step_named(MAPPED))
        == Steps(_SETTING).faults(step_named("brain\ns30"))
        == ()
    )


@pytest.mark.parametrize(
    ("step", "field", "reason", "said"),
    [
        ("heart\ns1", "fields.step.playbook_id", "UNKNOWN_PLAYBOOK", "'heart'"),
        ("blank\ns1", "fields.step.step_id", "UNKNOWN_STEP", "'s1'; its steps are none."),
    ],
)
def test_an_unknown_step_is_refused_by_name(step: str, field: str, reason: str, said: str) -> None:
    (fault,) = Steps(_SETTING).faults(step_named(step))
    assert told([fault]) == [(field, reason)]
    assert said in fault.message


def test_a_refused_step_is_told_the_first_twenty_that_there_are() -> None:
    (fault,) = Steps(_SETTING).faults(step_named("brain\nx"))
    assert fault.message.endswith(f"its steps are {', '.join(_NAMES[:20])}.")


@pytest.mark.parametrize("stage", ["7", None, only_vixiees(OTHER)])
def test_a_mapped_step_moves_the_deal_to_its_stage(stage: str | None) -> None:
    assert Steps(_SETTING).heard(MAPPED, a_deal(stage), NOTHING_APPLIED) == ("7", None)


@pytest.mark.parametrize(
    "record",
    [None, replace(a_deal("8"), remote_id=None), a_deal("7")],
    ids=["new", "not there yet", "there"],
)
def test_a_deal_waits_for_a_step_that_has_no_stage(record: Record | None) -> None:
    value, notice = Steps(_SETTING).heard(OTHER, record, NOTHING_APPLIED)
    assert value == only_vixiees(OTHER)
    assert notice is not None
    assert told([notice]) == [("fields.step", "STEP_NOT_MAPPED")]


def test_a_deal_in_a_stage_without_a_step_moves_when_vixiees_shows_another_step() -> None:
    deal = replace(a_deal("8"), step=OTHER)
    assert Steps(_SETTING).heard(MAPPED, deal, NOTHING_APPLIED) == ("7", None)


@pytest.mark.parametrize(("before", "shown"), [(MAPPED, MAPPED), (OTHER, OTHER), (MAPPED, OTHER)])
def test_a_deal_in_a_stage_without_a_step_is_left_there(before: str, shown: str) -> None:
    deal = replace(a_deal("8"), step=before)
    value, notice = Steps(_SETTING).heard(shown, deal, NOTHING_APPLIED)
    assert value is None
    assert notice is not None
    assert (notice.field, notice.reason) == ("fields.step", "STAGE_NOT_MAPPED")
    assert notice.message.startswith("stage 8, in which the deal is")

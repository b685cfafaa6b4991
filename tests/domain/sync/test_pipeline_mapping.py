"""Which mappings of a pipeline are allowed, and what becomes of one when its setting changes."""

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
    Step,
    StepId,
)
from domain.sync.pipeline_mapping import (
    Setting,
    mapping_faults,
    mapping_view,
    steps_of,
    with_names,
)
from tests.domain.sentences import told

_SALES = Pipeline(pipeline_id=PipelineId(1), name="Sales")
_OTHER = Pipeline(pipeline_id=PipelineId(2), name="Other")
_STAGES = [
    Stage(stage_id=StageId(number), pipeline_id=PipelineId(1 + (number > 13)), name=f"S{number}")
    for number in (11, 12, 13, 21)
]
_BRAIN = Playbook(
    playbook_id=PlaybookId("brain"),
    name="Brain",
    steps=tuple(Step(step_id=StepId(name), name=name) for name in ("a", "b", "c")),
)
_SETTING = Setting(pipelines=[_SALES, _OTHER], stages=_STAGES, playbooks=[_BRAIN])


def _mapping(
    *pairs: tuple[int, str], pipeline: int = 1, playbook: str = "brain"
) -> PipelineMapping:
    return PipelineMapping(
        pipeline_id=PipelineId(pipeline),
        playbook_id=PlaybookId(playbook),
        stages=tuple(StageStep(stage_id=StageId(one), step_id=StepId(two)) for one, two in pairs),
    )


@pytest.mark.parametrize("pairs", [(), ((11, "a"),), ((11, "c"), (12, "a"), (13, "b"))])
def test_stages_may_be_left_out(pairs: tuple[tuple[int, str], ...]) -> None:
    assert mapping_faults(_mapping(*pairs), _SETTING) == ()


@pytest.mark.parametrize(
    ("mapping", "faults"),
    [
        (_mapping(pipeline=9), ["pipeline_id UNKNOWN_PIPELINE"]),
        (_mapping(playbook="x"), ["playbook_id UNKNOWN_PLAYBOOK"]),
        (_mapping((99, "a")), ["stages[0].stage_id UNKNOWN_STAGE"]),
        (_mapping((21, "a")), ["stages[0].stage_id STAGE_OF_OTHER_PIPELINE"]),
        (_mapping((11, "z")), ["stages[0].step_id UNKNOWN_STEP"]),
        (
            _mapping((11, "a"), (12, "a")),
            ["stages[0].step_id STEP_MAPPED_TWICE", "stages[1].step_id STEP_MAPPED_TWICE"],
        ),
        (
            _mapping((11, "a"), (11, "b")),
            ["stages[0].stage_id STAGE_MAPPED_TWICE", "stages[1].stage_id STAGE_MAPPED_TWICE"],
        ),
        (
            _mapping((99, "z"), (21, "b"), pipeline=1),
            [
                "stages[0].stage_id UNKNOWN_STAGE",
                "stages[0].step_id UNKNOWN_STEP",
                "stages[1].stage_id STAGE_OF_OTHER_PIPELINE",
            ],
        ),
    ],
)
def test_every_fault_of_a_mapping_is_listed(mapping: PipelineMapping, faults: list[str]) -> None:
    found = told(mapping_faults(mapping, _SETTING))
    assert [f"{field} {reason}" for field, reason in found] == faults


def test_a_mapping_shows_what_is_mapped_and_what_is_not() -> None:
    seen = mapping_view(_mapping((11, "a")), _SETTING, _SALES)
    assert (seen.pipeline, seen.mapping) == (_SALES, _mapping((11, "a")))
    assert seen.mapped == _mapping((11, "a")).stages
    assert [stage.stage_id for stage in seen.unmapped] == [12, 13]
    assert seen.stale == ()


def test_without_a_mapping_every_stage_is_unmapped() -> None:
    seen = mapping_view(None, _SETTING, _SALES)
    assert (seen.mapping, seen.renamed) == (None, ())
    assert [stage.stage_id for stage in seen.unmapped] == [11, 12, 13]


def test_a_deleted_stage_or_step_makes_its_entry_stale() -> None:
    mapping = _mapping((11, "a"), (12, "b"), (13, "c"))
    shorter = replace(
        _SETTING, stages=_STAGES[1:], playbooks=[replace(_BRAIN, steps=_BRAIN.steps[:2])]
    )
    seen = mapping_view(mapping, shorter, _SALES)
    assert [one.stage_id for one in seen.mapped] == [12]
    assert [one.stage_id for one in seen.stale] == [11, 13]
    assert [stage.stage_id for stage in seen.unmapped] == [13]


def test_a_renamed_stage_or_step_stays_mapped_and_is_shown_with_its_old_name() -> None:
    mapping = with_names(_mapping((11, "a"), (12, "b"), (13, "c")), _SETTING)
    first, *others = _STAGES
    steps = (_BRAIN.steps[0], replace(_BRAIN.steps[1], name="Visit"), _BRAIN.steps[2])
    changed = replace(
        _SETTING,
        stages=[replace(first, name="Hello"), *others],
        playbooks=[replace(_BRAIN, steps=steps)],
    )
    seen = mapping_view(mapping, changed, _SALES)
    assert len(seen.mapped) == 3
    assert [(one.stage_name, one.step_name) for one in seen.renamed] == [("S11", "a"), ("S12", "b")]
    again = mapping_view(with_names(mapping, changed), changed, _SALES)
    assert again.renamed == ()


def test_what_another_pipeline_has_lost_is_in_nobodys_way() -> None:
    lost_stage = replace(_SETTING, mappings=[_mapping((11, "a"))], stages=_STAGES[1:])
    assert mapping_faults(_mapping((21, "a"), pipeline=2), lost_stage) == ()
    lost_pipeline = replace(_SETTING, mappings=[_mapping((11, "a"))], pipelines=[_OTHER])
    assert mapping_faults(_mapping((21, "a"), pipeline=2), lost_pipeline) == ()
    both_there = replace(_SETTING, mappings=[_mapping((11, "a"))])
    (fault,) = mapping_faults(_mapping((21, "a"), pipeline=2), both_there)
    assert fault.reason == "STEP_MAPPED_TWICE"


def test_a_deleted_playbook_makes_everything_stale() -> None:
    seen = mapping_view(_mapping((11, "a")), replace(_SETTING, playbooks=[]), _SALES)
    assert (seen.mapped, len(seen.stale), len(seen.unmapped)) == ((), 1, 3)


def test_each_mapped_stage_has_its_step_as_long_as_both_are_there() -> None:
    both = replace(
        _SETTING, mappings=[_mapping((11, "a"), (12, "z")), _mapping((21, "b"), pipeline=2)]
    )

    assert steps_of(both) == {11: ("brain", "a"), 21: ("brain", "b")}
    assert steps_of(replace(both, pipelines=[_SALES])) == {11: ("brain", "a")}


def test_a_step_of_another_playbook_may_have_the_same_name() -> None:
    heart = replace(_BRAIN, playbook_id=PlaybookId("heart"))
    setting = replace(
        _SETTING,
        playbooks=[_BRAIN, heart],
        mappings=[_mapping((21, "a"), pipeline=2, playbook="heart")],
    )

    assert mapping_faults(_mapping((11, "a")), setting) == ()


def test_what_is_gone_has_no_name() -> None:
    (named,) = with_names(_mapping((99, "z")), _SETTING).stages

    assert (named.stage_name, named.step_name) == ("", "")

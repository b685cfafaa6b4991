"""Whether a pipeline may be mapped so, and what has become of a mapping since."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import Violation
from domain.model.catalog import (
    Pipeline,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Stage,
    StageId,
    StageStep,
    StepId,
)
from domain.model.views import MappingView


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a mapping stands in: the company's pipelines and stages, and Vixiees' playbooks."""

    pipelines: Sequence[Pipeline]
    stages: Sequence[Stage]
    playbooks: Sequence[Playbook]
    mappings: Sequence[PipelineMapping] = ()


def steps_of(setting: Setting) -> Mapping[StageId, tuple[PlaybookId, StepId]]:
    """Return the step of each stage that has one today; no step is that of two stages."""
    return {
        pair.stage_id: (mapping.playbook_id, pair.step_id)
        for mapping in setting.mappings
        for pair in _holding(mapping, setting)
    }


def with_names(mapping: PipelineMapping, setting: Setting) -> PipelineMapping:
    """Return the mapping with what its stages and steps are called now."""
    names = _names(mapping, setting)
    pairs = (
        replace(one, stage_name=stage_name, step_name=step_name)
        for one in mapping.stages
        for stage_name, step_name in (names(one),)
    )
    return replace(mapping, stages=tuple(pairs))


def mapping_faults(mapping: PipelineMapping, setting: Setting) -> tuple[Violation, ...]:
    """Return everything that is wrong with a mapping; stages may be left out."""
    return (*_pair_faults(mapping, setting), *_stage_faults(mapping, setting))


def mapping_view(
    mapping: PipelineMapping | None, setting: Setting, pipeline: Pipeline
) -> MappingView:
    """Return what of the mapping still holds."""
    own = [one for one in setting.stages if one.pipeline_id == pipeline.pipeline_id]
    pairs = mapping.stages if mapping is not None else ()
    playbook = _playbook(mapping, setting)
    steps = {step.step_id for step in playbook.steps} if playbook is not None else set()
    stage_ids = {stage.stage_id for stage in own}
    mapped = tuple(one for one in pairs if one.stage_id in stage_ids and one.step_id in steps)
    named = {one.stage_id for one in mapped}
    return MappingView(
        pipeline=pipeline,
        mapping=mapping,
        mapped=mapped,
        unmapped=tuple(one for one in own if one.stage_id not in named),
        stale=tuple(one for one in pairs if one not in mapped),
        renamed=_renamed(mapping, setting, mapped) if mapping is not None else (),
    )


def _holding(mapping: PipelineMapping, setting: Setting) -> tuple[StageStep, ...]:
    """Return what of a mapping still holds, nothing where its pipeline is gone."""
    return next(
        (
            mapping_view(mapping, setting, one).mapped
            for one in setting.pipelines
            if one.pipeline_id == mapping.pipeline_id
        ),
        (),
    )


def _renamed(
    mapping: PipelineMapping, setting: Setting, mapped: Sequence[StageStep]
) -> tuple[StageStep, ...]:
    names = _names(mapping, setting)
    return tuple(one for one in mapped if (one.stage_name, one.step_name) != names(one))


def _names(mapping: PipelineMapping, setting: Setting) -> Callable[[StageStep], tuple[str, str]]:
    """Return what tells how stage and step of an entry are called now."""
    playbook = _playbook(mapping, setting)
    stages = {one.stage_id: one.name for one in setting.stages}
    steps = {one.step_id: one.name for one in playbook.steps} if playbook is not None else {}
    return lambda one: (stages.get(one.stage_id, ""), steps.get(one.step_id, ""))


def _pair_faults(mapping: PipelineMapping, setting: Setting) -> Iterator[Violation]:
    if not any(one.pipeline_id == mapping.pipeline_id for one in setting.pipelines):
        message = f"Pipedrive has no pipeline {mapping.pipeline_id}."
        yield Violation(field="pipeline_id", reason="UNKNOWN_PIPELINE", message=message)
    if _playbook(mapping, setting) is None:
        message = f"no playbook {mapping.playbook_id!r} was put here; call PutPlaybook first."
        yield Violation(field="playbook_id", reason="UNKNOWN_PLAYBOOK", message=message)


def _stage_faults(mapping: PipelineMapping, setting: Setting) -> Iterator[Violation]:
    stages = {one.stage_id: one for one in setting.stages}
    playbook = _playbook(mapping, setting)
    steps = {one.step_id for one in playbook.steps} if playbook is not None else None
    stage_uses = Counter(one.stage_id for one in mapping.stages)
    step_uses = Counter(one.step_id for one in (*mapping.stages, *_of_others(mapping, setting)))
    for index, pair in enumerate(mapping.stages):
        stage_field, step_field = f"stages[{index}].stage_id", f"stages[{index}].step_id"
        stage = stages.get(pair.stage_id)
        if stage is None:
            yield _fault(stage_field, "UNKNOWN_STAGE", f"Pipedrive has no stage {pair.stage_id}.")
        elif stage.pipeline_id != mapping.pipeline_id:
            message = f"stage {pair.stage_id} belongs to pipeline {stage.pipeline_id}."
            yield _fault(stage_field, "STAGE_OF_OTHER_PIPELINE", message)
        if stage_uses[pair.stage_id] > 1:
            message = f"stage {pair.stage_id} is mapped more than once."
            yield _fault(stage_field, "STAGE_MAPPED_TWICE", message)
        if steps is not None and pair.step_id not in steps:
            message = f"the playbook has no step {pair.step_id!r}."
            yield _fault(step_field, "UNKNOWN_STEP", message)
        if step_uses[pair.step_id] > 1:
            message = f"step {pair.step_id!r} is mapped more than once."
            yield _fault(step_field, "STEP_MAPPED_TWICE", message)


def _of_others(mapping: PipelineMapping, setting: Setting) -> list[StageStep]:
    """Return how other pipelines map the same playbook: a step leads to one stage only.

    What holds no more is in nobody's way.
    """
    return [
        pair
        for other in setting.mappings
        if other.playbook_id == mapping.playbook_id and other.pipeline_id != mapping.pipeline_id
        for pair in _holding(other, setting)
    ]


def _playbook(mapping: PipelineMapping | None, setting: Setting) -> Playbook | None:
    wanted = mapping.playbook_id if mapping is not None else None
    return next((one for one in setting.playbooks if one.playbook_id == wanted), None)


def _fault(field: str, reason: str, message: str) -> Violation:
    return Violation(field=field, reason=reason, message=message)

"""The catalog as messages."""

from collections.abc import Sequence

from domain.model.catalog import Pipeline as DomainPipeline
from domain.model.catalog import Playbook as DomainPlaybook
from domain.model.catalog import Property as DomainProperty
from domain.model.catalog import PropertyMapping as DomainPropertyMapping
from domain.model.catalog import Stage as DomainStage
from domain.model.catalog import StageStep
from domain.model.catalog import User as DomainUser
from domain.model.views import MappingView
from vixiees.pipedrive.v1.catalog_pb2 import (
    Pipeline,
    PipelineMapping,
    Playbook,
    Property,
    PropertyMapping,
    PropertyOption,
    PropertyOwner,
    Stage,
    StageMapping,
    Step,
    User,
)


def user(shown: DomainUser) -> User:
    """Return a user."""
    return User(user_id=shown.user_id, name=shown.name, email=shown.email, active=shown.is_active)


def pipeline(shown: DomainPipeline, stages: Sequence[DomainStage]) -> Pipeline:
    """Return a pipeline with its stages."""
    return Pipeline(
        pipeline_id=shown.pipeline_id, name=shown.name, stages=[_stage(one) for one in stages]
    )


def property_of(shown: DomainProperty) -> Property:
    """Return a property."""
    return Property(
        owner=PropertyOwner.Value(f"PROPERTY_OWNER_{shown.kind.name}"),
        code=shown.code,
        name=shown.name,
        type=shown.type,
        options=[PropertyOption(option_id=one.option_id, label=one.label) for one in shown.options],
        custom=shown.is_custom,
    )


def property_mapping(shown: DomainPropertyMapping) -> PropertyMapping:
    """Return a mapping of a property."""
    return PropertyMapping(
        owner=PropertyOwner.Value(f"PROPERTY_OWNER_{shown.kind.name}"),
        property_id=shown.property_id,
        code=shown.code,
        stale=shown.is_stale,
    )


def playbook(shown: DomainPlaybook) -> Playbook:
    """Return a playbook."""
    return Playbook(
        playbook_id=shown.playbook_id,
        name=shown.name,
        steps=[Step(step_id=one.step_id, name=one.name) for one in shown.steps],
    )


def pipeline_mapping(view: MappingView) -> PipelineMapping:
    """Return a mapping as it stands."""
    return PipelineMapping(
        pipeline_id=view.pipeline.pipeline_id,
        playbook_id=view.mapping.playbook_id if view.mapping is not None else "",
        mapped=map(_pair, view.mapped),
        unmapped=map(_stage, view.unmapped),
        stale=map(_named_pair, view.stale),
        renamed=map(_named_pair, view.renamed),
    )


def _stage(shown: DomainStage) -> Stage:
    return Stage(stage_id=shown.stage_id, name=shown.name)


def _named_pair(pair: StageStep) -> StageMapping:
    return StageMapping(
        stage_id=pair.stage_id,
        step_id=pair.step_id,
        stage_name=pair.stage_name,
        step_name=pair.step_name,
    )


def _pair(pair: StageStep) -> StageMapping:
    return StageMapping(stage_id=pair.stage_id, step_id=pair.step_id)

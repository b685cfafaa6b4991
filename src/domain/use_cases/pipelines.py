"""What pipelines are mapped with, and what follows for deals when that changes."""

from domain.model.catalog import Pipeline, PipelineMapping, Playbook, Stage
from domain.model.values import ConnectionId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Catalog, Tx
from domain.ports.world import Clock
from domain.sync.deals import only_vixiees
from domain.sync.pipeline_mapping import Setting
from domain.sync.steps import Steps

STAGE_SUBJECT = "stage:"
"""How the due list names the deals of one stage: `stage:17`."""


def setting_of(catalog: Catalog) -> Setting:
    """Return what pipelines are mapped with."""
    return Setting(
        pipelines=catalog.all(Pipeline),
        stages=catalog.all(Stage),
        playbooks=catalog.all(Playbook),
        mappings=catalog.all(PipelineMapping),
    )


def replan_stages(tx: Tx, connection_id: ConnectionId, before: Setting, clock: Clock) -> None:
    """Mark the deals whose step has changed since *before*, and those that waited for a stage."""
    after = setting_of(tx.catalog(connection_id))
    was, has = Steps(before), Steps(after)
    stages = {str(one.stage_id) for one in (*before.stages, *after.stages)}
    touched = {stage for stage in stages if was.name_for(stage) != has.name_for(stage)}
    names = [has.name_for(stage) for stage in touched]
    waiting = {only_vixiees(name) for name in names if name is not None}
    works = [
        Work(key=WorkKey(Task.REPLAN, f"{STAGE_SUBJECT}{stage}"), due_at=clock())
        for stage in sorted(touched | waiting)
    ]
    tx.work(connection_id).mark(works)

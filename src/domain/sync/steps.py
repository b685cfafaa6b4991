"""Steps of playbooks and the stages they are mapped to, as one deal goes from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Violation
from domain.model.catalog import PlaybookId, StageId, StepId
from domain.model.values import STAGE, ChangeNumber, Value
from domain.model.views import Notice
from domain.sync.deals import known_to_vixiees_alone, only_vixiees, speaks_old_words, truth_of
from domain.sync.pipeline_mapping import Setting, steps_of
from domain.sync.record import Record

STEP_OUTDATED = "STEP_OUTDATED"
"""Why a step is left out that Vixiees shows only until it has applied a change."""
_BETWEEN = "\n"
"""What no id of Vixiees contains."""
_SHOWN = 20
"""How many steps a refusal names."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a playbook, named as Vixiees names it."""

    playbook_id: PlaybookId
    step_id: StepId

    @property
    def name(self) -> str:
        """Return the one text that stands for the step."""
        return f"{self.playbook_id}{_BETWEEN}{self.step_id}"


def step_named(name: str) -> Step:
    """Return the step that such a text stands for."""
    playbook_id, _, step_id = name.partition(_BETWEEN)
    return Step(PlaybookId(playbook_id), StepId(step_id))


class Steps:
    """What is mapped today."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._of_stage: Mapping[StageId, Step] = {
            stage_id: Step(*pair) for stage_id, pair in steps_of(setting).items()
        }
        self._stages = {step: stage_id for stage_id, step in self._of_stage.items()}

    def faults(self, step: Step) -> tuple[Violation, ...]:
        """Return what is wrong with a step that Vixiees names."""
        playbooks = {one.playbook_id: one for one in self._setting.playbooks}
        playbook = playbooks.get(step.playbook_id)
        if playbook is None:
            message = f"no playbook {step.playbook_id!r} was put here; call PutPlaybook first."
            return (_fault("playbook_id", "UNKNOWN_PLAYBOOK", message),)
        if all(one.step_id != step.step_id for one in playbook.steps):
            has = ", ".join(one.step_id for one in playbook.steps[:_SHOWN]) or "none"
            message = f"the playbook has no step {step.step_id!r}; its steps are {has}."
            return (_fault("step_id", "UNKNOWN_STEP", message),)
        return ()

    def stage_for(self, name: str) -> str | None:
        """Return the stage of the step of this name, None while it has none."""
        stage_id = self._stages.get(step_named(name))
        return str(stage_id) if stage_id is not None else None

    def name_for(self, stage: str) -> str | None:
        """Return the step's name for a stage, None while it has none."""
        step = self._of_stage.get(StageId(int(stage)))
        return step.name if step is not None else None

    def heard(
        self, name: str, record: Record | None, applied_change: ChangeNumber
    ) -> tuple[Value, Notice | None]:
        """Return the stage that Vixiees means for the deal; None: leave it as it is."""
        if record is not None and record.remote_id is not None:
            state, present = record.fields.get(STAGE), truth_of(record, STAGE)
            if state is not None and speaks_old_words(state, applied_change):
                return None, _notice(STEP_OUTDATED, _OUTDATED)
            is_mapped = known_to_vixiees_alone(present) or not present or self.name_for(present)
            is_moved = name != record.step and self.stage_for(name) is not None
            if not is_mapped and not is_moved:
                return None, _notice("STAGE_NOT_MAPPED", f"stage {present}, {_STAGE_NOT_MAPPED}")
        stage = self.stage_for(name)
        if stage is not None:
            return stage, None
        return only_vixiees(name), _notice("STEP_NOT_MAPPED", _STEP_NOT_MAPPED)


_OUTDATED = (
    "the pipeline was mapped anew and this deal has not applied that change yet. "
    "The step was left as it is; apply the change feed, then send the deal again if it moved."
)
_STAGE_NOT_MAPPED = (
    "in which the deal is in Pipedrive, is mapped to no step. "
    "The step was left out; call SetPipelineMapping."
)
_STEP_NOT_MAPPED = (
    "no stage of Pipedrive is mapped to this step. The deal waits for it; call SetPipelineMapping."
)


def _fault(name: str, reason: str, message: str) -> Violation:
    return Violation(field=f"fields.step.{name}", reason=reason, message=message)


def _notice(reason: str, message: str) -> Notice:
    return Notice(field="fields.step", reason=reason, message=message)

"""What Pipedrive's company is set up with, and which playbooks of Vixiees it is mapped to."""

from dataclasses import dataclass, field
from typing import NewType

from domain.model.activity_policy import ActivityPolicy, ActivityTypes
from domain.model.values import Kind

UserId = NewType("UserId", int)
PipelineId = NewType("PipelineId", int)
StageId = NewType("StageId", int)
PlaybookId = NewType("PlaybookId", str)
StepId = NewType("StepId", str)
PropertyId = NewType("PropertyId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user of Pipedrive; an inactive one stays the owner of what it owns."""

    user_id: UserId
    name: str
    email: str
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A pipeline; *position* is its place among the others."""

    pipeline_id: PipelineId
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of one pipeline; *position* is its place there."""

    stage_id: StageId
    pipeline_id: PipelineId
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency of the company; one of its own has no code of ISO 4217.

    *digits* are those behind the point. Nothing new is worth anything in an inactive one.
    """

    code: str
    digits: int = 2
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a property; its label may change, its id never does."""

    option_id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A field of contacts or deals. *type* is Pipedrive's word for it (`enum`, `monetary` …)."""

    kind: Kind
    code: str
    name: str
    type: str
    options: tuple[Option, ...] = ()
    is_custom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A flow step of a playbook."""

    step_id: StepId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A Sales Brain of Vixiees with its steps in order."""

    playbook_id: PlaybookId
    name: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """One stage mapped to one step, and what these were called when somebody did so."""

    stage_id: StageId
    step_id: StepId
    stage_name: str = field(default="", compare=False)
    step_name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineMapping:
    """A pipeline mapped to a playbook; stages that are not named are not mapped."""

    pipeline_id: PipelineId
    playbook_id: PlaybookId
    stages: tuple[StageStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyMapping:
    """A property of Vixiees mapped to a field of contacts or deals in Pipedrive.

    It is stale while Pipedrive has no such field.
    """

    kind: Kind
    property_id: PropertyId
    code: str
    is_stale: bool = False


Entry = (
    User
    | Pipeline
    | Stage
    | Property
    | Currency
    | Playbook
    | PipelineMapping
    | ActivityTypes
    | ActivityPolicy
)
"""What the catalog of a connection is made of."""


def key_of(entry: Entry) -> str:  # noqa: PLR0911 - one return a kind
    """Return what names the entry among those of its type."""
    match entry:
        case User():
            return str(entry.user_id)
        case Pipeline() | PipelineMapping():
            return str(entry.pipeline_id)
        case Stage():
            return str(entry.stage_id)
        case Currency():
            return entry.code
        case Property():
            return f"{entry.kind}:{entry.code}"
        case Playbook():
            return entry.playbook_id
        case ActivityTypes() | ActivityPolicy():
            return ""

"""What the service shows to its callers, and what they hand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.model.catalog import Pipeline, PipelineMapping, Stage, StageStep
from domain.model.values import ChangeNumber, FieldName, RecordId, RemoteId, Value


class SyncState(StrEnum):
    """Whether both sides are equal, and if not, who has to act."""

    PENDING = "pending"
    SYNCED = "synced"
    PARKED = "parked"
    DELETED = "deleted"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A contact or deal as both sides shall hold it, and how far that is done.

    *fields* are in the words of Vixiees, *properties* those that no mapping names, by code.
    """

    record_id: RecordId
    fields: Mapping[FieldName, Value]
    state: SyncState
    properties: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    message: str = ""
    remote_id: RemoteId | None = None
    merged_into: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the caller should know although its request was accepted."""

    field: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to an accepted call: stored durably, not necessarily in Pipedrive yet."""

    record: RecordView
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncCall:
    """What Vixiees holds of a contact or deal: only the fields that the caller vouches for.

    *update_time* is Vixiees' own clock; *applied_change* the last change written into the row
    that the values were read from. A deal with *wait_for_contact* may name a contact that comes
    later.
    """

    record_id: RecordId
    fields: Mapping[FieldName, Value]
    update_time: datetime
    applied_change: ChangeNumber
    request_id: str = ""
    wait_for_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingView:
    """How a pipeline is mapped today.

    *unmapped* stages have no step; *stale* entries lost their stage or their step. Of the *mapped*
    entries the *renamed* ones may no longer mean what they did.
    """

    pipeline: Pipeline
    mapping: PipelineMapping | None
    mapped: tuple[StageStep, ...] = ()
    unmapped: tuple[Stage, ...] = ()
    stale: tuple[StageStep, ...] = ()
    renamed: tuple[StageStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Every change up to *number* has been sent."""

    number: ChangeNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where to send the administrator's browser, and the session its login is bound to."""

    url: str
    session: str


class Intake(StrEnum):
    """What became of a webhook delivery that was acknowledged."""

    STORED = "stored"
    REPEATED = "repeated"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"

"""Calls, e-mails, completed tasks and notes as Vixiees hands them in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.model.values import RecordId

SourceId = NewType("SourceId", str)
ActivityId = NewType("ActivityId", str)


class ActivityKind(StrEnum):
    """What was done."""

    CALL = "call"
    EMAIL = "email"
    TASK = "task"
    NOTE = "note"


class Direction(StrEnum):
    """Who called whom, seen from the account."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CallState(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CANCELED = "canceled"
    FAILED = "failed"


class TaskStatus(StrEnum):
    """Where a task stands; only completed ones are synchronized."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call. *session* is what the reports of several agents about one call share."""

    direction: Direction
    state: CallState
    seconds: int
    from_number: str = ""
    to_number: str = ""
    recording_url: str = ""
    notes: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An e-mail. *body* is safe HTML; *is_cut* tells that it was longer."""

    subject: str
    sender: str
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    body: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneTask:
    """A task and how long the work took."""

    name: str
    seconds: int
    status: TaskStatus
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What an agent wrote about a contact or a deal. *body* is safe HTML."""

    author: str
    body: str
    is_cut: bool = False


Detail = Call | Email | DoneTask | Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One activity as a service of Vixiees tells of it.

    *at* is when it began, was sent, completed or written. Of the contacts the first is the one it
    was with; *agents* are e-mail addresses, of whom the first owns the activity.
    """

    source_id: SourceId
    at: datetime
    detail: Detail
    contact_ids: tuple[RecordId, ...] = ()
    deal_id: RecordId | None = None
    agents: tuple[str, ...] = ()

    @property
    def kind(self) -> ActivityKind:
        """Return what kind of activity it is."""
        match self.detail:
            case Call():
                return ActivityKind.CALL
            case Email():
                return ActivityKind.EMAIL
            case DoneTask():
                return ActivityKind.TASK
            case Comment():
                return ActivityKind.NOTE

    @property
    def activity_id(self) -> ActivityId:
        """Return what names the activity within its connection."""
        return activity_id_of(self.kind, self.source_id)


def activity_id_of(kind: ActivityKind, source_id: SourceId) -> ActivityId:
    """Return what names the activity of this kind and source within its connection."""
    return ActivityId(f"{kind}/{source_id}")

"""Activities into the domain's words; every fault of one request is listed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.activity_words import CALL_STATES as ENDS
from adapters.grpc_server.activity_words import DIRECTIONS, KINDS, STATES, STATUSES
from adapters.grpc_server.calls import instant_of
from adapters.grpc_server.requests import account_faults, fault, id_faults, raise_any
from domain.activity.activity import ActivityState
from domain.activity.violations import violations
from domain.errors import InvalidInput, Violation
from domain.model.activity import (
    ActivityKind,
    Call,
    CallState,
    Comment,
    Detail,
    Direction,
    DoneTask,
    Email,
    Report,
    SourceId,
    TaskStatus,
)
from domain.model.values import AccountId, RecordId
from vixiees.pipedrive.v1.activity_service_pb2 import (
    GetActivityRequest,
    ListActivitiesRequest,
    LogCallRequest,
    LogEmailRequest,
    LogNoteRequest,
    LogTaskRequest,
)

Handed = tuple[AccountId, Report]
Request = LogCallRequest | LogEmailRequest | LogNoteRequest | LogTaskRequest
Faults = list[Violation]

_HALF_SECOND = 500_000_000
_LONGEST_SESSION = 128


def call(request: LogCallRequest) -> Handed:
    """Read a call. Raises InvalidInput."""
    at, faults = _time(request, "start_time", request.start_time)
    direction, state = DIRECTIONS.get(request.direction), ENDS.get(request.state)
    if direction is None:
        message = "send CALL_DIRECTION_INBOUND or CALL_DIRECTION_OUTBOUND."
        faults.append(fault("direction", "UNKNOWN_VALUE", message))
    if state is None:
        faults.append(fault("state", "UNKNOWN_VALUE", "send how the call ended."))
    if len(request.session_id) > _LONGEST_SESSION or not request.session_id.isprintable():
        message = f"send at most {_LONGEST_SESSION} printable characters."
        faults.append(fault("session_id", "INVALID_ID", message))
    detail = Call(
        direction=direction or Direction.OUTBOUND,
        state=state or CallState.ANSWERED,
        seconds=_length(request, at, faults),
        from_number=request.from_number.strip(),
        to_number=request.to_number.strip(),
        recording_url=request.recording_url.strip(),
        notes=request.notes.strip(),
        session=request.session_id,
    )
    return _handed(request, detail, at, faults, request.agent_emails)


def email(request: LogEmailRequest) -> Handed:
    """Read an e-mail. Raises InvalidInput."""
    at, faults = _time(request, "send_time", request.send_time)
    detail = Email(
        subject=request.subject.strip(),
        sender=getattr(request, "from").strip(),
        recipients=_filled(request.to),
        copies=_filled(request.cc),
        body=request.body_html or _as_html(request.body_text),
    )
    return _handed(request, detail, at, faults, request.agent_emails)


def task(request: LogTaskRequest) -> Handed:
    """Read a task. Raises InvalidInput."""
    at, faults = _time(request, "completion_time", request.completion_time)
    status = STATUSES.get(request.status)
    if status is None:
        faults.append(fault("status", "UNKNOWN_VALUE", "send where the task stands."))
    detail = DoneTask(
        name=request.name.strip(),
        seconds=_seconds(request.work_duration),
        status=status or TaskStatus.COMPLETED,
        notes=request.notes.strip(),
    )
    return _handed(request, detail, at, faults, request.agent_emails)


def note(request: LogNoteRequest) -> Handed:
    """Read a comment. Raises InvalidInput."""
    at, faults = _time(request, "create_time", request.create_time)
    body = request.body_html or _as_html(request.body_text)
    detail = Comment(author=request.author.strip(), body=body)
    return _handed(request, detail, at, faults, ())


def activity(request: GetActivityRequest) -> tuple[AccountId, ActivityKind, SourceId]:
    """Read what names an activity. Raises InvalidInput."""
    kind = KINDS.get(request.kind)
    faults = [*account_faults(request.account_id), *id_faults("source_id", request.source_id)]
    if kind is None:
        faults.append(fault("kind", "UNKNOWN_VALUE", "send what kind of activity it is."))
    raise_any(faults)
    return AccountId(request.account_id), kind or ActivityKind.CALL, SourceId(request.source_id)


def wanted_state(request: ListActivitiesRequest) -> ActivityState | None:
    """Read which activities are to be listed, None being all. Raises InvalidInput."""
    state = STATES.get(request.state)
    if state is None and request.state:
        raise_any([fault("state", "UNKNOWN_VALUE", "there is no such state.")])
    return state


def _handed(
    request: Request, detail: Detail, at: datetime, faults: Faults, agents: Sequence[str]
) -> Handed:
    report = Report(
        source_id=SourceId(request.source_id),
        at=at,
        detail=detail,
        contact_ids=tuple(map(RecordId, request.contact_ids)),
        deal_id=RecordId(request.deal_id) if request.deal_id else None,
        agents=_filled(agents),
    )
    found = [
        *account_faults(request.account_id),
        *id_faults("source_id", request.source_id),
        *(id_faults("deal_id", request.deal_id) if request.deal_id else ()),
        *faults,
    ]
    for index, contact_id in enumerate(request.contact_ids):
        found += id_faults(f"contact_ids[{index}]", contact_id)
    if found:
        raise InvalidInput(*found, *violations(report, datetime.now(UTC)))
    return AccountId(request.account_id), report


def _filled(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts without blanks around them, the empty ones left out."""
    return tuple(one.strip() for one in texts if one.strip())


def _time(request: Request, field: str, timestamp: Timestamp) -> tuple[datetime, Faults]:
    """Return when it took place, the present if that cannot be told, and what is wrong."""
    if not request.HasField(field):  # type: ignore[arg-type]  # each caller names its own field
        return datetime.now(UTC), [fault(field, "REQUIRED", "send when it took place.")]
    at = instant_of(timestamp)
    if at is None:
        message = "it is no time of the years 1 to 9999."
        return datetime.now(UTC), [fault(field, "TIME_OUT_OF_RANGE", message)]
    return at, []


def _length(request: LogCallRequest, at: datetime, faults: Faults) -> int:
    """Return how long the call took in whole seconds, by its duration or its end."""
    if request.WhichOneof("length") != "end_time":
        return _seconds(request.duration)
    end = instant_of(request.end_time)
    if end is None:
        message = "it is no time of the years 1 to 9999."
        faults.append(fault("end_time", "TIME_OUT_OF_RANGE", message))
        return 0
    if end < at:
        faults.append(fault("end_time", "END_BEFORE_START", "it lies before start_time."))
        return 0
    return round((end - at).total_seconds())


def _seconds(duration: Duration) -> int:
    return duration.seconds + (1 if duration.nanos >= _HALF_SECOND else 0)


def _as_html(text: str) -> str:
    return "<br>".join(escape(line) for line in text.strip().splitlines())

"""Requests about activities that are all right, but for what a test changes."""

from collections.abc import Awaitable, Callable

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from tests.adapters.grpc_server.calling import Service
from vixiees.pipedrive.v1.activity_pb2 import (
    ActivityKind,
    ActivityPolicy,
    CallDirection,
    CallState,
    TaskStatus,
)
from vixiees.pipedrive.v1.activity_service_pb2 import (
    GetActivityPolicyRequest,
    GetActivityRequest,
    ListActivitiesRequest,
    LogCallRequest,
    LogEmailRequest,
    LogNoteRequest,
    LogTaskRequest,
    SetActivityPolicyRequest,
)
from vixiees.pipedrive.v1.contact_service_pb2 import LookUpContactsRequest

AT = Timestamp(seconds=1_790_000_000)


def a_call(**changes: object) -> LogCallRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "source_id": "one",
        "direction": CallDirection.CALL_DIRECTION_INBOUND,
        "state": CallState.CALL_STATE_VOICEMAIL,
        "start_time": AT,
        "duration": Duration(seconds=65),
    }
    return LogCallRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


def an_email(**changes: object) -> LogEmailRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "source_id": "one",
        "subject": "Offer",
        "from": "eva@acme.test",
        "send_time": AT,
        "body_html": "<p>Hi</p>",
    }
    return LogEmailRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


def a_task(**changes: object) -> LogTaskRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "source_id": "one",
        "name": "Visit",
        "status": TaskStatus.TASK_STATUS_COMPLETED,
        "work_duration": Duration(seconds=60),
        "completion_time": AT,
    }
    return LogTaskRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


def a_note(**changes: object) -> LogNoteRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "source_id": "one",
        "author": "Eva",
        "create_time": AT,
        "body_text": "1 < 2\nyes",
        "contact_ids": ["ana"],
    }
    return LogNoteRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


OF_ACCOUNT: dict[str, Callable[[Service, str], Awaitable[object]]] = {
    "LogCall": lambda s, a: s.activities.LogCall(a_call(account_id=a)),
    "LogEmail": lambda s, a: s.activities.LogEmail(an_email(account_id=a)),
    "LogTask": lambda s, a: s.activities.LogTask(a_task(account_id=a)),
    "LogNote": lambda s, a: s.activities.LogNote(a_note(account_id=a)),
    "GetActivity": lambda s, a: s.activities.GetActivity(
        GetActivityRequest(account_id=a, kind=ActivityKind.ACTIVITY_KIND_CALL, source_id="one")
    ),
    "ListActivities": lambda s, a: s.activities.ListActivities(ListActivitiesRequest(account_id=a)),
    "SetActivityPolicy": lambda s, a: s.activities.SetActivityPolicy(
        SetActivityPolicyRequest(account_id=a, policy=ActivityPolicy())
    ),
    "GetActivityPolicy": lambda s, a: s.activities.GetActivityPolicy(
        GetActivityPolicyRequest(account_id=a)
    ),
    "LookUpContacts": lambda s, a: s.contacts.LookUpContacts(
        LookUpContactsRequest(account_id=a, phone="+34612")
    ),
}
"""Every method about activities, for an account."""

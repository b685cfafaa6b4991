"""Vixiees' calls, e-mails, tasks and comments, over gRPC alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from vixiees.pipedrive.v1.activity_pb2 import (
    Activity,
    ActivityKind,
    ActivityPolicy,
    ActivityState,
    CallDirection,
    CallState,
    TaskStatus,
)
from vixiees.pipedrive.v1.activity_service_pb2 import (
    GetActivityRequest,
    ListActivitiesRequest,
    LogCallRequest,
    LogCallResponse,
    LogEmailRequest,
    LogNoteRequest,
    LogTaskRequest,
    SetActivityPolicyRequest,
)
from vixiees.pipedrive.v1.activity_service_pb2_grpc import ActivityServiceStub
from vixiees.pipedrive.v1.contact_service_pb2 import LookUpContactsRequest
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub

CALL, EMAIL = ActivityKind.ACTIVITY_KIND_CALL, ActivityKind.ACTIVITY_KIND_EMAIL
TASK, NOTE = ActivityKind.ACTIVITY_KIND_TASK, ActivityKind.ACTIVITY_KIND_NOTE


class Activities:
    """Hands activities in and looks how far they are. Raises grpc.aio.AioRpcError."""

    def __init__(self, channel: grpc.aio.Channel, account_id: str) -> None:
        self._stub = ActivityServiceStub(channel)
        self._contacts = ContactServiceStub(channel)
        self._account_id = account_id

    async def call(self, source_id: str, at: datetime, **given: object) -> Activity:
        """Hand in an outbound call that was answered, unless *given* tells otherwise."""
        return (await self._log_call(source_id, at, given)).activity

    async def call_told(self, source_id: str, at: datetime, **given: object) -> Sequence[str]:
        """Hand in a call; return the reasons of the notices that are the answer."""
        answer = await self._log_call(source_id, at, given)
        return [one.reason for one in answer.notices]

    async def email(self, source_id: str, at: datetime, **given: object) -> Activity:
        """Hand in an e-mail."""
        request = {"send_time": _stamp(at), **self._named(source_id), **given}
        return (await self._stub.LogEmail(LogEmailRequest(**request))).activity  # type: ignore[arg-type]  # as named

    async def task(self, source_id: str, at: datetime, **given: object) -> Activity:
        """Hand in a completed task, unless *given* tells otherwise."""
        request: Mapping[str, object] = {
            "status": TaskStatus.TASK_STATUS_COMPLETED,
            "work_duration": Duration(seconds=1_800),
            "completion_time": _stamp(at),
            **self._named(source_id),
            **given,
        }
        return (await self._stub.LogTask(LogTaskRequest(**request))).activity  # type: ignore[arg-type]  # as named

    async def note(self, source_id: str, at: datetime, **given: object) -> Activity:
        """Hand in a comment."""
        request = {"create_time": _stamp(at), **self._named(source_id), **given}
        return (await self._stub.LogNote(LogNoteRequest(**request))).activity  # type: ignore[arg-type]  # as named

    async def seen(self, kind: ActivityKind.ValueType, source_id: str) -> Activity:
        """Return how far an activity is."""
        request = GetActivityRequest(account_id=self._account_id, kind=kind, source_id=source_id)
        return (await self._stub.GetActivity(request, wait_for_ready=True)).activity

    async def listed(
        self, state: ActivityState.ValueType = ActivityState.ACTIVITY_STATE_UNSPECIFIED
    ) -> Sequence[Activity]:
        """Return up to 500 activities in this state, of all if none is named."""
        request = ListActivitiesRequest(account_id=self._account_id, state=state)
        return (await self._stub.ListActivities(request)).activities

    async def look_up(self, phone: str) -> Sequence[str]:
        """Return the ids of the contacts with this phone."""
        request = LookUpContactsRequest(account_id=self._account_id, phone=phone)
        return [one.contact_id for one in (await self._contacts.LookUpContacts(request)).contacts]

    async def set_policy(self, policy: ActivityPolicy) -> None:
        """Tell how activities are to be logged."""
        request = SetActivityPolicyRequest(account_id=self._account_id, policy=policy)
        await self._stub.SetActivityPolicy(request)

    async def _log_call(
        self, source_id: str, at: datetime, given: Mapping[str, object]
    ) -> LogCallResponse:
        request: Mapping[str, object] = {
            "direction": CallDirection.CALL_DIRECTION_OUTBOUND,
            "state": CallState.CALL_STATE_ANSWERED,
            "duration": Duration(seconds=3_599),
            "start_time": _stamp(at),
            **self._named(source_id),
            **given,
        }
        return await self._stub.LogCall(LogCallRequest(**request))  # type: ignore[arg-type]  # as named

    def _named(self, source_id: str) -> Mapping[str, object]:
        return {"account_id": self._account_id, "source_id": source_id}


def _stamp(at: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp

"""ActivityService."""

from adapters.grpc_server import activity_answers, activity_requests, requests
from adapters.grpc_server.answers import notice
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import Activities, ActivityPolicies
from vixiees.pipedrive.v1.activity_service_pb2 import (
    GetActivityPolicyRequest,
    GetActivityPolicyResponse,
    GetActivityRequest,
    GetActivityResponse,
    ListActivitiesRequest,
    ListActivitiesResponse,
    LogCallRequest,
    LogCallResponse,
    LogEmailRequest,
    LogEmailResponse,
    LogNoteRequest,
    LogNoteResponse,
    LogTaskRequest,
    LogTaskResponse,
    SetActivityPolicyRequest,
    SetActivityPolicyResponse,
)
from vixiees.pipedrive.v1.activity_service_pb2_grpc import ActivityServiceServicer


class ActivityServicer(ActivityServiceServicer):
    """Answers with the use cases in *activities* and *policies*."""

    def __init__(self, activities: Activities, policies: ActivityPolicies) -> None:
        self._activities = activities
        self._policies = policies

    async def LogCall(self, request: LogCallRequest, _context: Context) -> LogCallResponse:
        taken = await self._activities.log(*activity_requests.call(request))
        return LogCallResponse(
            activity=activity_answers.activity(taken.activity), notices=map(notice, taken.notices)
        )

    async def LogEmail(self, request: LogEmailRequest, _context: Context) -> LogEmailResponse:
        taken = await self._activities.log(*activity_requests.email(request))
        return LogEmailResponse(
            activity=activity_answers.activity(taken.activity), notices=map(notice, taken.notices)
        )

    async def LogTask(self, request: LogTaskRequest, _context: Context) -> LogTaskResponse:
        taken = await self._activities.log(*activity_requests.task(request))
        return LogTaskResponse(
            activity=activity_answers.activity(taken.activity), notices=map(notice, taken.notices)
        )

    async def LogNote(self, request: LogNoteRequest, _context: Context) -> LogNoteResponse:
        taken = await self._activities.log(*activity_requests.note(request))
        return LogNoteResponse(
            activity=activity_answers.activity(taken.activity), notices=map(notice, taken.notices)
        )

    async def GetActivity(
        self, request: GetActivityRequest, _context: Context
    ) -> GetActivityResponse:
        view = await self._activities.get(*activity_requests.activity(request))
        return GetActivityResponse(activity=activity_answers.activity(view))

    async def ListActivities(
        self, request: ListActivitiesRequest, _context: Context
    ) -> ListActivitiesResponse:
        account_id = requests.account_id(request.account_id)
        state = activity_requests.wanted_state(request)
        size = requests.page_size(request.page_size)
        page, token = await self._activities.list(account_id, state, size, request.page_token)
        shown = map(activity_answers.activity, page)
        return ListActivitiesResponse(activities=shown, next_page_token=token)

    async def SetActivityPolicy(
        self, request: SetActivityPolicyRequest, _context: Context
    ) -> SetActivityPolicyResponse:
        policy = await self._policies.set(*activity_answers.handed_policy(request))
        return SetActivityPolicyResponse(policy=activity_answers.policy(policy))

    async def GetActivityPolicy(
        self, request: GetActivityPolicyRequest, _context: Context
    ) -> GetActivityPolicyResponse:
        policy = await self._policies.get(requests.account_id(request.account_id))
        return GetActivityPolicyResponse(policy=activity_answers.policy(policy))

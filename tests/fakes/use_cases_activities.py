"""The use cases of activities as the gRPC server sees them."""

from collections.abc import Sequence

from domain.activity.activity import ActivityState
from domain.activity.view import ActivityReceipt, ActivityView
from domain.model.activity import ActivityKind, Report, SourceId
from domain.model.activity_policy import ActivityPolicy
from domain.model.values import AccountId, RecordId, RemoteId
from domain.model.views import Notice, RecordView
from tests.fakes.use_cases_grpc import a_view
from tests.fakes.use_cases_told import Told

OWNER_UNMAPPED = Notice(field="agent_emails[0]", reason="OWNER_UNMAPPED", message="Nobody.")


def an_activity_view(kind: ActivityKind, source_id: str) -> ActivityView:
    return ActivityView(
        kind=kind,
        source_ids=(SourceId(source_id),),
        state=ActivityState.PENDING,
        reason="CONTACT_NOT_LINKED",
        message="It waits.",
        contact_ids=(RecordId("one"),),
        deal_id=RecordId("d"),
        remote_id=RemoteId(7),
    )


class FakeActivities(Told):
    """Takes every activity; *reports* are what it was handed."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Report] = []

    async def log(self, account_id: AccountId, report: Report) -> ActivityReceipt:
        self.note("log", account_id, report)
        self.reports.append(report)
        view = an_activity_view(report.kind, report.source_id)
        return ActivityReceipt(activity=view, notices=(OWNER_UNMAPPED,))

    async def get(
        self, account_id: AccountId, kind: ActivityKind, source_id: SourceId
    ) -> ActivityView:
        self.note("get", account_id, kind, source_id)
        return an_activity_view(kind, source_id)

    async def list(
        self, account_id: AccountId, state: ActivityState | None, page_size: int, page_token: str
    ) -> tuple[Sequence[ActivityView], str]:
        self.note("list", account_id, state, page_size, page_token)
        return [an_activity_view(ActivityKind.CALL, one) for one in "ab"], "next"


class FakePolicies(Told):
    """Keeps the policy; every phone is that of one contact."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = ActivityPolicy()

    async def get(self, account_id: AccountId) -> ActivityPolicy:
        self.note("get", account_id)
        return self.policy

    async def set(self, account_id: AccountId, policy: ActivityPolicy) -> ActivityPolicy:
        self.note("set", account_id, policy)
        self.policy = policy
        return policy

    async def look_up(self, account_id: AccountId, phone: str) -> Sequence[RecordView]:
        self.note("look_up", account_id, phone)
        return [a_view("one")]

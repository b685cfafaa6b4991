"""The use cases as the gRPC server sees them: they note their calls and answer as they are told."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from domain.errors import SyncError
from domain.model.budget import BudgetView, Forecast, ForecastKind
from domain.model.catalog import (
    Option,
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Property,
    PropertyId,
    PropertyMapping,
    Stage,
    StageId,
    Step,
    StepId,
    User,
    UserId,
)
from domain.model.change import Change
from domain.model.connection import Connection, ConnectionState, DeletionPolicy
from domain.model.values import AccountId, ChangeNumber, ConnectionId, Kind, RecordId
from domain.model.views import (
    Bookmark,
    MappingView,
    Notice,
    Receipt,
    RecordView,
    SyncCall,
    SyncState,
)
from tests.fakes.use_cases_told import Told

SINCE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def a_connection(account_id: str = "acme") -> Connection:
    return Connection(
        connection_id=ConnectionId(f"c-{account_id}"),
        account_id=AccountId(account_id),
        state=ConnectionState.CONNECTING,
        since=SINCE,
    )


def a_view(contact_id: str = "one") -> RecordView:
    return RecordView(
        record_id=RecordId(contact_id),
        fields={"first_name": "Ana", "phone": None},
        state=SyncState.PENDING,
    )


class FakeConnections(Told):
    """*shown* are the connections that a stream shows before it waits for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Connection] = [a_connection()]

    async def start(self, account_id: AccountId) -> tuple[Connection, str]:
        self.note("start", account_id)
        return a_connection(account_id), "https://sync.example/oauth/start?state=s"

    async def get(self, account_id: AccountId) -> Connection:
        self.note("get", account_id)
        return self.shown[0]

    async def list(self, page_size: int, page_token: str) -> tuple[Sequence[Connection], str]:
        self.note("list", page_size, page_token)
        return self.shown, "next"

    async def watch(self, account_id: AccountId) -> AsyncIterator[Connection]:
        self.note("watch", account_id)
        for connection in self.shown:
            yield connection
        await asyncio.Event().wait()

    async def resume(self, account_id: AccountId) -> Connection:
        self.note("resume", account_id)
        return self.shown[0]

    async def set_deletions(self, account_id: AccountId, policy: DeletionPolicy) -> Connection:
        self.note("set_deletions", account_id, policy)
        return replace(self.shown[0], deletions=policy)

    async def disconnect(self, account_id: AccountId, *, erase: bool = False) -> Connection:
        self.note("disconnect", account_id, erase)
        return self.shown[0]


class FakeRecords(Told):
    """*view* is shown, *refusals* are errors by ids, *groups* the sizes of batches."""

    def __init__(self) -> None:
        super().__init__()
        self.view: RecordView | None = None
        self.refusals: dict[str, SyncError] = {}
        self.groups: list[int] = []

    async def sync(self, account_id: AccountId, call: SyncCall) -> Receipt:
        self.note("sync", account_id, call)
        notice = Notice(field="update_time", reason="UPDATE_TIME_IN_FUTURE", message="Too far.")
        return Receipt(record=a_view(call.record_id), notices=(notice,))

    async def erase(self, account_id: AccountId, record_id: RecordId) -> RecordView:
        self.note("erase", account_id, record_id)
        return replace(a_view(record_id), fields={}, state=SyncState.DELETED)

    async def sync_many(
        self, account_id: AccountId, calls: Sequence[SyncCall]
    ) -> Sequence[Receipt | SyncError]:
        self.note("sync_many", account_id)
        self.groups.append(len(calls))
        return [
            self.refusals.get(call.record_id) or Receipt(record=a_view(call.record_id))
            for call in calls
        ]

    async def delete(
        self, account_id: AccountId, record_id: RecordId, request_id: str = ""
    ) -> RecordView:
        self.note("delete", account_id, record_id, request_id)
        return a_view(record_id)

    async def get(self, account_id: AccountId, record_id: RecordId) -> RecordView:
        self.note("get", account_id, record_id)
        return self.view or a_view(record_id)

    async def list(
        self, account_id: AccountId, page_size: int, page_token: str
    ) -> tuple[Sequence[RecordView], str]:
        self.note("list", account_id, page_size, page_token)
        return [a_view("one"), a_view("two")], "next"


class FakeChanges(Told):
    """*items* are sent before the stream waits for ever; *left* counts the streams that ended."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Change | Bookmark] = []
        self.left = asyncio.Semaphore(0)

    async def watch(
        self, account_id: AccountId, after: ChangeNumber
    ) -> AsyncIterator[Change | Bookmark]:
        self.note("watch", account_id, after)
        try:
            for item in self.items:
                yield item
            await asyncio.Event().wait()
        finally:
            self.left.release()

    async def acknowledge(self, account_id: AccountId, number: ChangeNumber) -> None:
        self.note("acknowledge", account_id, number)


A_USER = User(user_id=UserId(11), name="Ana", email="ana@acme.test")
A_PIPELINE = Pipeline(pipeline_id=PipelineId(1), name="Sales")
A_STAGE = Stage(stage_id=StageId(2), pipeline_id=PipelineId(1), name="New")
A_PROPERTY = Property(
    kind=Kind.DEAL,
    code="abc",
    name="Colour",
    type="enum",
    options=(Option(option_id="1", label="red"),),
    is_custom=True,
)
A_PLAYBOOK = Playbook(
    playbook_id=PlaybookId("p"), name="Brain", steps=(Step(step_id=StepId("s"), name="First"),)
)


class FakeCatalog(Told):
    """Shows one of each; takes every playbook and every mapping. *view* is what one has become."""

    def __init__(self) -> None:
        super().__init__()
        self.view = MappingView(pipeline=A_PIPELINE, mapping=None, unmapped=(A_STAGE,))

    async def users(self, account_id: AccountId) -> Sequence[User]:
        self.note("users", account_id)
        return [A_USER]

    async def pipelines(self, account_id: AccountId) -> Sequence[tuple[Pipeline, Sequence[Stage]]]:
        self.note("pipelines", account_id)
        return [(A_PIPELINE, [A_STAGE])]

    async def properties(self, account_id: AccountId) -> Sequence[Property]:
        self.note("properties", account_id)
        return [A_PROPERTY]

    async def playbooks(self, account_id: AccountId) -> Sequence[Playbook]:
        self.note("playbooks", account_id)
        return [A_PLAYBOOK]

    async def put_playbook(self, account_id: AccountId, playbook: Playbook) -> Playbook:
        self.note("put_playbook", account_id, playbook)
        return playbook

    async def set_mapping(self, account_id: AccountId, mapping: PipelineMapping) -> MappingView:
        self.note("set_mapping", account_id, mapping)
        return MappingView(pipeline=A_PIPELINE, mapping=mapping, mapped=mapping.stages)

    async def mapping(self, account_id: AccountId, pipeline_id: PipelineId) -> MappingView:
        self.note("mapping", account_id, pipeline_id)
        return self.view

    async def set_fallback_owner(self, account_id: AccountId, user_id: UserId | None) -> None:
        self.note("set_fallback_owner", account_id, user_id)


class FakeProperties(Told):
    """Takes every mapping; shows one that is stale."""

    async def set(
        self, account_id: AccountId, mappings: Sequence[PropertyMapping]
    ) -> Sequence[PropertyMapping]:
        self.note("set_properties", account_id, tuple(mappings))
        return mappings

    async def get(self, account_id: AccountId) -> Sequence[PropertyMapping]:
        self.note("get_properties", account_id)
        colour = PropertyId("colour")
        return [PropertyMapping(kind=Kind.DEAL, property_id=colour, code="abc", is_stale=True)]


class FakeForecasts(Told):
    """Shows one of each."""

    async def of(self, account_id: AccountId) -> BudgetView:
        self.note("forecast", account_id)
        work = Forecast(kind=ForecastKind.BACKLOG, requests=3, tokens=15, finish_at=SINCE)
        return BudgetView(
            limit=1000,
            is_told=True,
            used=600,
            background_left=150,
            renews_at=SINCE,
            forecasts=(work, replace(work, kind=ForecastKind.AUDIT, finish_at=None)),
        )

"""What the services need of the inside; see domain.use_cases for the promises."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from domain.activity.activity import ActivityState
from domain.activity.view import ActivityReceipt, ActivityView
from domain.errors import SyncError
from domain.model.activity import ActivityKind, Report, SourceId
from domain.model.activity_policy import ActivityPolicy
from domain.model.budget import BudgetView
from domain.model.catalog import (
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    Property,
    PropertyMapping,
    Stage,
    User,
    UserId,
)
from domain.model.change import Change
from domain.model.connection import Connection, DeletionPolicy
from domain.model.values import AccountId, ChangeNumber, RecordId
from domain.model.views import Bookmark, MappingView, Receipt, RecordView, SyncCall


class Connections(Protocol):
    """domain.use_cases.manage_connections.ManageConnections."""

    async def start(self, account_id: AccountId) -> tuple[Connection, str]: ...

    async def get(self, account_id: AccountId) -> Connection: ...

    async def list(self, page_size: int, page_token: str) -> tuple[Sequence[Connection], str]: ...

    def watch(self, account_id: AccountId) -> AsyncIterator[Connection]: ...

    async def resume(self, account_id: AccountId) -> Connection: ...

    async def set_deletions(self, account_id: AccountId, policy: DeletionPolicy) -> Connection: ...

    async def disconnect(self, account_id: AccountId, *, erase: bool = False) -> Connection: ...


class Forecasts(Protocol):
    """domain.use_cases.forecast_budget.ForecastBudget."""

    async def of(self, account_id: AccountId) -> BudgetView: ...


class Records(Protocol):
    """domain.use_cases.sync_records.SyncRecords."""

    async def sync(self, account_id: AccountId, call: SyncCall) -> Receipt: ...

    async def sync_many(
        self, account_id: AccountId, calls: Sequence[SyncCall]
    ) -> Sequence[Receipt | SyncError]: ...

    async def delete(
        self, account_id: AccountId, record_id: RecordId, request_id: str = ""
    ) -> RecordView: ...

    async def erase(self, account_id: AccountId, record_id: RecordId) -> RecordView: ...

    async def get(self, account_id: AccountId, record_id: RecordId) -> RecordView: ...

    async def list(
        self, account_id: AccountId, page_size: int, page_token: str
    ) -> tuple[Sequence[RecordView], str]: ...


class Changes(Protocol):
    """domain.use_cases.follow_changes.FollowChanges."""

    def watch(
        self, account_id: AccountId, after: ChangeNumber
    ) -> AsyncIterator[Change | Bookmark]: ...

    async def acknowledge(self, account_id: AccountId, number: ChangeNumber) -> None: ...


class Catalog(Protocol):
    """domain.use_cases.manage_catalog.ManageCatalog."""

    async def users(self, account_id: AccountId) -> Sequence[User]: ...

    async def pipelines(
        self, account_id: AccountId
    ) -> Sequence[tuple[Pipeline, Sequence[Stage]]]: ...

    async def properties(self, account_id: AccountId) -> Sequence[Property]: ...

    async def playbooks(self, account_id: AccountId) -> Sequence[Playbook]: ...

    async def put_playbook(self, account_id: AccountId, playbook: Playbook) -> Playbook: ...

    async def set_mapping(self, account_id: AccountId, mapping: PipelineMapping) -> MappingView: ...

    async def mapping(self, account_id: AccountId, pipeline_id: PipelineId) -> MappingView: ...

    async def set_fallback_owner(self, account_id: AccountId, user_id: UserId | None) -> None: ...


class Properties(Protocol):
    """domain.use_cases.map_properties.MapProperties."""

    async def set(
        self, account_id: AccountId, mappings: Sequence[PropertyMapping]
    ) -> Sequence[PropertyMapping]: ...

    async def get(self, account_id: AccountId) -> Sequence[PropertyMapping]: ...


class Activities(Protocol):
    """domain.use_cases.log_activities.LogActivities."""

    async def log(self, account_id: AccountId, report: Report) -> ActivityReceipt: ...

    async def get(
        self, account_id: AccountId, kind: ActivityKind, source_id: SourceId
    ) -> ActivityView: ...

    async def list(
        self, account_id: AccountId, state: ActivityState | None, page_size: int, page_token: str
    ) -> tuple[Sequence[ActivityView], str]: ...


class ActivityPolicies(Protocol):
    """domain.use_cases.manage_activity_policy.ManageActivityPolicy."""

    async def get(self, account_id: AccountId) -> ActivityPolicy: ...

    async def set(self, account_id: AccountId, policy: ActivityPolicy) -> ActivityPolicy: ...

    async def look_up(self, account_id: AccountId, phone: str) -> Sequence[RecordView]: ...

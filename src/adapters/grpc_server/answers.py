"""The domain's words into answers."""

from collections.abc import Mapping
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.statuses import code_of, number_of
from domain.errors import InvalidInput, SyncError
from domain.model.connection import Connection as DomainConnection
from domain.model.connection import ConnectionState as DomainConnectionState
from domain.model.connection import DeletionPolicy as DomainDeletionPolicy
from domain.model.connection import ImportPhase as DomainImportPhase
from domain.model.connection import ImportProgress as DomainImportProgress
from domain.model.remote import Identity
from domain.model.values import FieldName, Value
from domain.model.views import ContactView, Receipt
from domain.model.views import Notice as DomainNotice
from domain.model.views import SyncState as DomainSyncState
from vixiees.pipedrive.v1.connection_service_pb2 import (
    Company,
    Connection,
    ConnectionState,
    DeletionPolicy,
    ImportPhase,
    ImportProgress,
)
from vixiees.pipedrive.v1.contact_pb2 import Contact, ContactFields, Notice, SyncState
from vixiees.pipedrive.v1.contact_service_pb2 import (
    FieldViolation,
    Refusal,
    SyncContactResponse,
)


def connection(shown: DomainConnection) -> Connection:
    """Return a connection."""
    return Connection(
        account_id=shown.account_id,
        state=_connection_state(shown.state),
        reason=shown.reason,
        message=shown.message,
        state_time=timestamp_of(shown.since),
        resume_time=timestamp_of(shown.resume_at),
        company=_company(shown.identity),
        progress=_progress(shown.progress),
        last_change=shown.last_change,
        acknowledged_change=shown.acknowledged,
        deletion_policy=_deletion_policy(shown.deletions),
    )


def contact(view: ContactView) -> Contact:
    """Return a contact."""
    return Contact(
        contact_id=view.contact_id,
        fields=contact_fields(view.fields),
        state=_sync_state(view.state),
        reason=view.reason,
        message=view.message,
        person_id=view.remote_id,
        merged_into=view.merged_into or "",
    )


def receipt(accepted: Receipt) -> SyncContactResponse:
    """Return what became of an accepted contact."""
    return SyncContactResponse(
        contact=contact(accepted.contact), notices=map(notice, accepted.notices)
    )


def refusal(error: SyncError) -> Refusal:
    """Return why one of many contacts was refused."""
    wrong = error.violations if isinstance(error, InvalidInput) else ()
    return Refusal(
        code=number_of(code_of(error)),
        reason=error.reason,
        message=error.message,
        violations=[
            FieldViolation(field=one.field, reason=one.reason, message=one.message) for one in wrong
        ],
    )


def _connection_state(state: DomainConnectionState) -> ConnectionState.ValueType:
    return ConnectionState.Value(f"CONNECTION_STATE_{state.name}")


def _deletion_policy(policy: DomainDeletionPolicy) -> DeletionPolicy.ValueType:
    return DeletionPolicy.Value(f"DELETION_POLICY_{policy.name}")


def _sync_state(state: DomainSyncState) -> SyncState.ValueType:
    return SyncState.Value(f"SYNC_STATE_{state.name}")


def _import_phase(phase: DomainImportPhase) -> ImportPhase.ValueType:
    return ImportPhase.Value(f"IMPORT_PHASE_{phase.name}")


def _company(identity: Identity | None) -> Company | None:
    if identity is None:
        return None
    return Company(
        company_id=identity.company_id,
        name=identity.company_name,
        domain=identity.company_domain,
    )


def _progress(progress: DomainImportProgress) -> ImportProgress:
    return ImportProgress(
        phase=_import_phase(progress.phase),
        companies=progress.companies,
        contacts=progress.contacts,
        start_time=timestamp_of(progress.started_at),
        finish_time=timestamp_of(progress.finished_at),
    )


def contact_fields(fields: Mapping[FieldName, Value]) -> ContactFields:
    """Return the filled fields."""
    return ContactFields(**{name: value for name, value in fields.items() if value is not None})


def notice(told: DomainNotice) -> Notice:
    """Return what the caller should know."""
    return Notice(field=told.field, reason=told.reason, message=told.message)


def timestamp_of(at: datetime | None) -> Timestamp | None:
    """Return an instant, if there is one."""
    if at is None:
        return None
    timestamp = Timestamp()
    timestamp.FromDatetime(at)
    return timestamp

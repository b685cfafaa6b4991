"""The domain's words into answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.statuses import code_of, number_of
from domain.errors import InvalidInput, SyncError
from domain.model.change import Change as DomainChange
from domain.model.change import ChangeType as DomainChangeType
from domain.model.connection import Connection as DomainConnection
from domain.model.connection import ConnectionState as DomainConnectionState
from domain.model.connection import ImportPhase as DomainImportPhase
from domain.model.connection import ImportProgress as DomainImportProgress
from domain.model.remote import Identity
from domain.model.values import FieldName, Value
from domain.model.views import Bookmark as DomainBookmark
from domain.model.views import ContactView, Receipt
from domain.model.views import Notice as DomainNotice
from domain.model.views import SyncState as DomainSyncState
from vixiees.pipedrive.v1.change_service_pb2 import (
    Bookmark,
    Change,
    ChangeType,
    WatchChangesResponse,
)
from vixiees.pipedrive.v1.connection_service_pb2 import (
    Company,
    Connection,
    ConnectionState,
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
        state_time=_timestamp(shown.since),
        resume_time=_timestamp(shown.resume_at),
        company=_company(shown.identity),
        progress=_progress(shown.progress),
        last_change=shown.last_change,
        acknowledged_change=shown.acknowledged,
    )


def contact(view: ContactView) -> Contact:
    """Return a contact."""
    return Contact(
        contact_id=view.contact_id,
        fields=_fields(view.fields),
        state=_sync_state(view.state),
        reason=view.reason,
        message=view.message,
        person_id=view.remote_id,
        merged_into=view.merged_into or "",
    )


def receipt(accepted: Receipt) -> SyncContactResponse:
    """Return what became of an accepted contact."""
    return SyncContactResponse(
        contact=contact(accepted.contact), notices=map(_notice, accepted.notices)
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


def change(item: DomainChange | DomainBookmark) -> WatchChangesResponse:
    """Return an item of the change feed."""
    if isinstance(item, DomainBookmark):
        return WatchChangesResponse(bookmark=Bookmark(number=item.number))
    return WatchChangesResponse(
        change=Change(
            number=item.number,
            type=_change_type(item.type),
            contact_id=item.record_id,
            time=_timestamp(item.at),
            fields=_fields(item.fields),
            changed_fields=_in_order(item.fields),
            merged_into=item.merged_into or "",
        )
    )


def _connection_state(state: DomainConnectionState) -> ConnectionState.ValueType:
    return ConnectionState.Value(f"CONNECTION_STATE_{state.name}")


def _sync_state(state: DomainSyncState) -> SyncState.ValueType:
    return SyncState.Value(f"SYNC_STATE_{state.name}")


def _change_type(kind: DomainChangeType) -> ChangeType.ValueType:
    return ChangeType.Value(f"CHANGE_TYPE_{kind.name}")


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
        start_time=_timestamp(progress.started_at),
        finish_time=_timestamp(progress.finished_at),
    )


def _fields(fields: Mapping[FieldName, Value]) -> ContactFields:
    return ContactFields(**{name: value for name, value in fields.items() if value is not None})


def _in_order(names: Iterable[FieldName]) -> list[FieldName]:
    return sorted(names)


def _notice(notice: DomainNotice) -> Notice:
    return Notice(field=notice.field, reason=notice.reason, message=notice.message)


def _timestamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    timestamp = Timestamp()
    timestamp.FromDatetime(at)
    return timestamp

"""The domain's words into answers."""

from collections.abc import Mapping

from adapters.grpc_server import upkeep_answers
from adapters.grpc_server.instants import timestamp_of
from adapters.grpc_server.statuses import code_of, number_of
from domain.errors import InvalidInput, SyncError
from domain.model.connection import Connection as DomainConnection
from domain.model.connection import ConnectionState as DomainConnectionState
from domain.model.connection import DeletionPolicy as DomainDeletionPolicy
from domain.model.connection import ImportPhase as DomainImportPhase
from domain.model.connection import ImportProgress as DomainImportProgress
from domain.model.remote import Identity
from domain.model.values import CONTACT_FIELDS, FieldName, Value, property_code
from domain.model.views import Notice as DomainNotice
from domain.model.views import Receipt, RecordView
from domain.model.views import SyncState as DomainSyncState
from domain.sync.outlook import blind_spots, outlook_of
from domain.sync.pace import left_of, rate_of
from vixiees.pipedrive.v1.connection_service_pb2 import (
    BlindSpot,
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
    outlook = outlook_of(shown)
    return Connection(
        account_id=shown.account_id,
        state=_connection_state(shown.state),
        reason=shown.reason,
        message=shown.message,
        state_time=timestamp_of(shown.since),
        resume_time=timestamp_of(shown.resume_at),
        company=_company(shown.identity),
        authorized_by=shown.identity.user_name if shown.identity is not None else "",
        progress=_progress(shown.progress),
        last_change=shown.last_change,
        acknowledged_change=shown.acknowledged,
        deletion_policy=_deletion_policy(shown.deletions),
        fallback_owner_id=shown.fallback_owner,
        upkeep=upkeep_answers.upkeep(shown.upkeep),
        webhooks=upkeep_answers.webhooks(shown.webhooks),
        what_next=outlook.what_next,
        what_to_do=outlook.what_to_do,
        blind_spots=[
            BlindSpot(reason=one.reason, message=one.message) for one in blind_spots(shown)
        ],
    )


def contact(view: RecordView) -> Contact:
    """Return a contact."""
    return Contact(
        contact_id=view.record_id,
        fields=contact_fields(view.fields),
        state=sync_state(view.state),
        reason=view.reason,
        message=view.message,
        person_id=view.remote_id,
        merged_into=view.merged_into or "",
        unmapped_properties=view.properties,
    )


def receipt(accepted: Receipt) -> SyncContactResponse:
    """Return what became of an accepted contact."""
    return SyncContactResponse(
        contact=contact(accepted.record), notices=map(notice, accepted.notices)
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


def sync_state(state: DomainSyncState) -> SyncState.ValueType:
    """Return how far a record is synchronized."""
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
    left = left_of(progress)
    return ImportProgress(
        entries_per_second=rate_of(progress),
        entries_left=left.entries if left is not None else 0,
        forecast_time=timestamp_of(progress.forecast_at),
        phase=_import_phase(progress.phase),
        companies=progress.companies,
        contacts=progress.contacts,
        deals=progress.deals,
        start_time=timestamp_of(progress.started_at),
        finish_time=timestamp_of(progress.finished_at),
    )


def contact_fields(fields: Mapping[FieldName, Value]) -> ContactFields:
    """Return the filled fields."""
    filled = {name: fields.get(name) for name in CONTACT_FIELDS if fields.get(name) is not None}
    return ContactFields(**filled, properties=properties_in(fields))


def properties_in(fields: Mapping[FieldName, Value]) -> dict[str, str]:
    """Return the properties by their ids; one that was cleared is empty."""
    ids = {name: property_code(name) for name in fields}
    return {one: fields[name] or "" for name, one in ids.items() if one is not None}


def property_names(fields: Mapping[FieldName, Value]) -> set[str]:
    """Return how changed_fields names properties, if there are any."""
    return {"properties"} if properties_in(fields) else set()


def notice(told: DomainNotice) -> Notice:
    """Return something that the caller should know."""
    return Notice(field=told.field, reason=told.reason, message=told.message)

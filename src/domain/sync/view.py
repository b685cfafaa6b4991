"""A record as callers see it."""

from datetime import datetime

from domain.model.values import Side
from domain.model.views import ContactView, SyncState
from domain.sync.plan import next_step
from domain.sync.record import Record

_KEPT = "KEPT"


def view(record: Record, now: datetime) -> ContactView:
    """Return what both sides shall hold, and whether Pipedrive holds it yet."""
    parked = record.parked
    return ContactView(
        contact_id=record.record_id,
        fields={
            name: state.truth.value
            for name, state in record.fields.items()
            if state.truth is not None
        },
        state=_state(record, now),
        reason=parked.reason if parked is not None else _KEPT * record.kept,
        message=parked.message if parked is not None else _why_kept(record),
        remote_id=record.remote_id,
        merged_into=record.alias_of,
    )


def _why_kept(record: Record) -> str:
    if not record.kept or record.deleted_by is None:
        return ""
    gone, stays = ("Pipedrive", "Vixiees")[:: 1 if record.deleted_by is Side.PIPEDRIVE else -1]
    return (
        f"It was deleted in {gone} and is kept in {stays}, as this connection is set. "
        "The two are no longer synchronized."
    )


def _state(record: Record, now: datetime) -> SyncState:
    if record.alias_of is not None:
        return SyncState.MERGED
    if record.parked is not None:
        return SyncState.PARKED
    if record.deleted_by is not None:
        return SyncState.DELETED
    is_open = record.held or next_step(record, now) is not None
    return SyncState.PENDING if is_open else SyncState.SYNCED

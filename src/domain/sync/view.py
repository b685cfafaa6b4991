"""A record as callers see it."""

from collections.abc import Mapping
from datetime import datetime

from domain.model.values import CONTACT, STAGE, FieldName, Side
from domain.model.views import RecordView, SyncState
from domain.sync.deals import is_archived, unwritable
from domain.sync.plan import differing, next_step
from domain.sync.record import Record

_WAITS_FOR = {
    CONTACT: (
        "WAITS_FOR_CONTACT",
        "Its contact is not in Pipedrive yet; the deal follows right after it.",
    ),
    STAGE: (
        "STEP_NOT_MAPPED",
        (
            "No stage of Pipedrive is mapped to its step. The deal waits for it: map its pipeline "
            "in Settings › Integrations › Pipedrive."
        ),
    ),
}
_ARCHIVED = (
    "DEAL_ARCHIVED",
    "It is archived in Pipedrive, which takes no changes of it; unarchive it there.",
)


def view(record: Record, now: datetime) -> RecordView:
    """Return what both sides shall hold, and whether Pipedrive holds it yet."""
    reason, message = _why(record)
    return RecordView(
        record_id=record.record_id,
        fields={
            name: state.truth.value
            for name, state in record.fields.items()
            if state.truth is not None
        },
        properties=record.unmapped,
        state=_state(record, now),
        reason=reason,
        message=message,
        remote_id=record.remote_id,
        merged_into=record.alias_of,
    )


def refusals(record: Record) -> Mapping[FieldName, str]:
    """Return which values Pipedrive does not take, each with its own words."""
    is_alive = record.deleted_by is None and record.alias_of is None
    return {
        name: state.refused.message
        for name, state in record.fields.items()
        if is_alive and state.refused is not None and state.is_refused
    }


def _why(record: Record) -> tuple[str, str]:
    """Return why the record is not, or no longer, synchronized; empty while it is."""
    if record.parked is not None:
        return record.parked.reason, record.parked.message
    if record.deleted_by is not None or record.alias_of is not None:
        return ("KEPT", _why_kept(record)) if record.kept else ("", "")
    waiting = unwritable(record)
    if waiting:
        return _WAITS_FOR[min(waiting)]
    return _ARCHIVED if is_archived(record) and differing(record) else ("", "")


def _why_kept(record: Record) -> str:
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
    if refusals(record):
        return SyncState.PARKED
    is_open = record.held or next_step(record, now) is not None or unwritable(record)
    return SyncState.PENDING if is_open or differing(record) else SyncState.SYNCED

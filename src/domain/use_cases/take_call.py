"""Taking one call of Vixiees into its record."""

from collections.abc import Mapping
from dataclasses import replace

from domain.errors import Conflict, InvalidInput, SyncError
from domain.model.values import STAGE, FieldName, Side, Value
from domain.model.views import Notice, SyncCall
from domain.sync.aliases import observe_alias_call
from domain.sync.deals import is_archived
from domain.sync.local import observe_call
from domain.sync.parking import AMBIGUOUS_MATCH
from domain.sync.record import Lost, Record
from domain.sync.steps import STEP_OUTDATED
from domain.use_cases.keeping import Keeper
from domain.use_cases.meeting import introduce
from domain.use_cases.publishing import Kept, kept

Taken = tuple[Record, tuple[Notice, ...]]


def take_call(keeper: Keeper, record: Record | None, call: SyncCall) -> Taken | SyncError:
    """Return the record that the call decided on, or why nothing of it was stored.

    *record* is the one it is about, None for a new one.
    """
    wrong = keeper.words.first_faults(call) if record is None else ()
    if wrong:
        return InvalidInput(*wrong)
    heard = keeper.words.hear(call, keeper.survivor(record) if record is not None else None)
    if isinstance(heard, SyncError):
        return heard
    is_outdated = any(one.reason == STEP_OUTDATED for one in heard.notices)
    step = None if is_outdated else call.fields.get(STAGE)
    call = replace(call, fields=heard.fields)
    taken = _take(keeper, record, call, step) if record else _take_first(keeper, call, step)
    return taken if isinstance(taken, SyncError) else (taken, heard.notices)


def _take(keeper: Keeper, record: Record, call: SyncCall, step: Value) -> Record | SyncError:
    survivor = keeper.survivor(record)
    if survivor.kept and survivor.deleted_by is Side.PIPEDRIVE:
        return survivor
    if survivor.deleted_by is not None:
        return _too_late(keeper, survivor, call)
    if survivor is not record:
        return _take_alias(keeper, record, survivor, call)
    named = replace(record, step=step or record.step)
    seen = observe_call(named, call.fields, call.update_time, call.applied_change)
    refusal = _refusal(keeper, record, seen.record, call)
    if refusal is not None:
        return refusal
    was_ambiguous = record.parked is not None and record.parked.reason == AMBIGUOUS_MATCH
    if was_ambiguous and record.remote_id is None:
        introduce(keeper, seen, before=record)
    else:
        keeper.keep(kept(record, seen))
    return keeper.load(call.record_id) or seen.record


def _take_first(keeper: Keeper, call: SyncCall, step: Value) -> Record:
    fresh = replace(keeper.new_record(call.record_id), step=step or "")
    seen = observe_call(fresh, call.fields, call.update_time, call.applied_change)
    introduce(keeper, seen)
    return keeper.load(call.record_id) or seen.record


def _take_alias(
    keeper: Keeper, alias: Record, survivor: Record, call: SyncCall
) -> Record | SyncError:
    shown, seen = observe_alias_call(
        alias, survivor, call.fields, call.update_time, call.applied_change
    )
    refusal = _refusal(keeper, survivor, seen.record, call)
    if refusal is not None:
        return refusal
    keeper.keep(Kept(alias, shown), kept(survivor, seen))
    return shown


def _refusal(keeper: Keeper, before: Record, after: Record, call: SyncCall) -> SyncError | None:
    """Return why the record must not become so."""
    wrong = keeper.words.whole_faults(call, _truths(after))
    if wrong:
        return InvalidInput(*wrong)
    if is_archived(before) and _truths(before) != _truths(after):
        return Conflict(
            "DEAL_ARCHIVED",
            "This deal is archived in Pipedrive and cannot be changed; unarchive it there first.",
        )
    return None


def _too_late(keeper: Keeper, record: Record, call: SyncCall) -> Conflict:
    """Refuse a call for a deleted record; what it wanted is kept in the conflict log."""
    lost = tuple(
        Lost(
            record_id=record.record_id,
            field=name,
            value=value,
            side=Side.VIXIEES,
            own_time=call.update_time,
            reason="DELETED",
        )
        for name, value in call.fields.items()
    )
    keeper.keep(Kept(record, record, lost))
    return Conflict(
        f"{record.kind.upper()}_DELETED",
        f"This {record.kind} was deleted, and a deletion is final; "
        "create it anew under another id.",
    )


def _truths(record: Record) -> Mapping[FieldName, Value]:
    return {
        name: state.truth.value for name, state in record.fields.items() if state.truth is not None
    }

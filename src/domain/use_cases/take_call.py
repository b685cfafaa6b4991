"""Taking one call of Vixiees into the record of its contact."""

from collections.abc import Mapping

from domain.errors import Conflict, InvalidInput, SyncError
from domain.model.contact import blank_name
from domain.model.values import FIRST_NAME, LAST_NAME, FieldName, Side, Value
from domain.model.views import ContactCall
from domain.sync.aliases import observe_alias_call
from domain.sync.local import observe_call
from domain.sync.parking import AMBIGUOUS_MATCH
from domain.sync.record import Lost, Record
from domain.use_cases.keeping import Keeper
from domain.use_cases.meeting import introduce
from domain.use_cases.publishing import Kept, kept


def take_call(keeper: Keeper, call: ContactCall) -> Record | SyncError:
    """Return the record that the call decided on, or why nothing of it was stored."""
    record = keeper.load(call.contact_id)
    if record is None:
        return _take_first(keeper, call)
    survivor = keeper.survivor(record)
    if survivor.kept and survivor.deleted_by is Side.PIPEDRIVE:
        return survivor
    if survivor.deleted_by is not None:
        return _too_late(keeper, survivor, call)
    if survivor is not record:
        return _take_alias(keeper, record, survivor, call)
    seen = observe_call(record, call.fields, call.update_time, call.applied_change)
    wrong = blank_name(_truths(seen.record)) if _names_a_name(call) else ()
    if wrong:
        return InvalidInput(*wrong)
    was_ambiguous = record.parked is not None and record.parked.reason == AMBIGUOUS_MATCH
    if was_ambiguous and record.remote_id is None:
        introduce(keeper, seen, before=record)
    else:
        keeper.keep(kept(record, seen))
    return keeper.load(call.contact_id) or seen.record


def _take_first(keeper: Keeper, call: ContactCall) -> Record | SyncError:
    wrong = blank_name(call.fields)
    if wrong:
        return InvalidInput(*wrong)
    fresh = keeper.new_record(call.contact_id)
    seen = observe_call(fresh, call.fields, call.update_time, call.applied_change)
    introduce(keeper, seen)
    return keeper.load(call.contact_id) or seen.record


def _take_alias(
    keeper: Keeper, alias: Record, survivor: Record, call: ContactCall
) -> Record | SyncError:
    shown, seen = observe_alias_call(
        alias, survivor, call.fields, call.update_time, call.applied_change
    )
    wrong = blank_name(_truths(seen.record)) if _names_a_name(call) else ()
    if wrong:
        return InvalidInput(*wrong)
    keeper.keep(Kept(alias, shown), kept(survivor, seen))
    return shown


def _too_late(keeper: Keeper, record: Record, call: ContactCall) -> Conflict:
    """Refuse a call for a deleted contact; what it wanted is kept in the conflict log."""
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
    if not record.erased:
        keeper.keep(Kept(record, record, lost))
    return Conflict(
        "CONTACT_DELETED",
        "This contact was deleted, and a deletion is final; create it anew under another id.",
    )


def _names_a_name(call: ContactCall) -> bool:
    return FIRST_NAME in call.fields or LAST_NAME in call.fields


def _truths(record: Record) -> Mapping[FieldName, Value]:
    return {
        name: state.truth.value for name, state in record.fields.items() if state.truth is not None
    }

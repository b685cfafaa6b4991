"""What Vixiees shows: its calls, its acknowledgements, its deletions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.model.values import ChangeNumber, FieldName, Side, Value
from domain.sync.compete import Edit, Seen, judged, settled, shown_by
from domain.sync.record import FieldState, KnownLocal, Lost, Record, Sent, Showing, Truth

_RUN = 3


def observe_call(
    record: Record,
    fields: Mapping[FieldName, Value],
    update_time: datetime,
    applied_change: ChangeNumber,
) -> Seen:
    """Take what a call shows of a contact that Vixiees changed at *update_time*.

    A value that Vixiees is expected to show is no edit, so echoes, repetitions and untouched
    fields of a full snapshot never compete.
    """
    states = dict(record.fields)
    lost: tuple[Lost, ...] = ()
    showing_of = {
        name: Showing(at=update_time, value=value, number=applied_change)
        for name, value in fields.items()
    }
    for name, showing in showing_of.items():
        state = _applied(states.get(name, FieldState()), applied_change)
        states[name], beaten = _observe_field(record, name, state, showing)
        lost += beaten
    return Seen(replace(record, fields=states), lost)


def latest_shown(record: Record | None) -> datetime | None:
    """Return the latest time by Vixiees' clock that the record knows of."""
    states = record.fields.values() if record is not None else ()
    return max((one.at for state in states for one in state.shown), default=None)


def acknowledged(record: Record, number: ChangeNumber) -> Record:
    """Take that Vixiees has applied every change up to *number*; its time stays its own."""
    states = {name: _applied(state, number) for name, state in record.fields.items()}
    return record if states == record.fields else replace(record, fields=states)


def delete_locally(record: Record, at: datetime, *, kept: bool = False) -> Record:
    """Take that Vixiees deleted the contact: final. *kept* tells that Pipedrive keeps its own.

    Asked again, it is tried again where Pipedrive has refused it.
    """
    if record.deleted_by is Side.VIXIEES:
        return replace(record, parked=None)
    if record.deleted_by is not None or record.alias_of is not None:
        return record
    return replace(record, deleted_by=Side.VIXIEES, deleted_at=at, kept=kept, parked=None)


def unapplied(state: FieldState) -> tuple[Sent, ...]:
    """Return what is on the feed and was not seen applied yet."""
    applied = state.local.number if state.local is not None else 0
    return tuple(sent for sent in state.sent if sent.number > applied)


def _observe_field(
    record: Record, name: FieldName, state: FieldState, showing: Showing
) -> tuple[FieldState, tuple[Lost, ...]]:
    if _has_moved_on(state, showing):
        return state, ()
    expected = _expected(state, showing)
    known = state.local
    remembered = replace(state, shown=_with(state.shown, showing))
    if expected is not None and expected.value == showing.value:
        return remembered, ()
    contains_all = known is None or showing.number >= known.number
    saw = contains_all and not unapplied(state) and settled(known, state.truth)
    edit = Edit(
        value=showing.value,
        side=Side.VIXIEES,
        own_time=showing.at,
        saw=saw,
        blind=isinstance(expected, Sent) and _is_past(expected.value, state.truth),
    )
    decided, lost = judged(record.record_id, name, remembered, edit)
    if not contains_all:
        return decided, lost
    local = KnownLocal(
        value=showing.value,
        at=showing.at,
        number=showing.number,
        shows=shown_by(edit, decided),
    )
    return replace(decided, local=local), lost


def _is_past(value: Value, truth: Truth | None) -> bool:
    """Tell whether something else is the truth by now; who sees the same words misses nothing."""
    return truth is not None and truth.value != value


def _applied(state: FieldState, number: ChangeNumber) -> FieldState:
    news = [sent for sent in unapplied(state) if sent.number <= number]
    if not news:
        return state
    newest = news[-1]
    at = state.local.at if state.local is not None else None
    local = KnownLocal(value=newest.value, at=at, number=newest.number, shows=newest.stamp)
    return replace(state, local=local)


def _with(shown: tuple[Showing, ...], showing: Showing) -> tuple[Showing, ...]:
    """Add the showing; of a run of equal ones the first and the last say everything."""
    run = [*shown, showing][-_RUN:]
    is_run = len({(one.value, one.number) for one in run}) == 1
    in_order = [one.at for one in run] == sorted(one.at for one in run)
    kept = shown[:-1] if len(run) == _RUN and is_run and in_order else shown
    return (*kept, showing)


def _has_moved_on(state: FieldState, showing: Showing) -> bool:
    """Tell whether Vixiees itself already showed something later than this."""
    return any(
        later.at > showing.at
        and not any(showing.number < sent.number <= later.number for sent in state.sent)
        for later in state.shown
    )


def _expected(state: FieldState, showing: Showing) -> Showing | Sent | None:
    own = max(
        (shown for shown in reversed(state.shown) if shown.at <= showing.at),
        key=lambda shown: shown.at,
        default=None,
    )
    ours = max(
        (sent for sent in state.sent if sent.number <= showing.number),
        key=lambda sent: sent.number,
        default=None,
    )
    if own is None or ours is None:
        return own or ours
    return ours if ours.number > own.number else own

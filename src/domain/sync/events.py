"""What a webhook tells about a contact that a record is linked to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.values import CLOSE_TIME, COMPANY, LOST_REASON, CompanyId, FieldName, Side, Value
from domain.sync.compete import Edit, Seen, holds_truth, judged, settled, shown_by
from domain.sync.order import Order, order_of
from domain.sync.record import (
    FieldState,
    KnownRemote,
    Precision,
    Record,
    RemoteEdit,
    Write,
)
from domain.sync.stamp import second_of

CONSEQUENCES = frozenset({CLOSE_TIME, LOST_REASON})
"""Fields that Pipedrive changes by itself when another one changes, such as a deal's status."""
CLOCK_TOLERANCE = timedelta(seconds=1)
_WITHIN_THE_SECOND = frozenset({Order.TIE, Order.SAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change as its webhook tells it: fields after it, and the old values of the changed ones.

    *previous* is None when the event does not say what changed. *maybe_ours* is set when it was
    made over the API by the very user whose tokens we use. What was *created* by us has fields that
    Pipedrive filled by itself. *behind* is by how much Pipedrive's clock is behind ours.
    Pipedrive tells companies by id; the fields have the names that we know them by today.
    """

    at: datetime
    fields: Mapping[FieldName, Value]
    previous: Mapping[FieldName, Value] | None
    maybe_ours: bool
    created: bool = False
    carry: str = ""
    behind: timedelta = timedelta(0)
    company_id: CompanyId | None = None
    previous_company_id: CompanyId | None = None


def observe_event(record: Record, told: Told, now: datetime) -> Seen:
    """Take a change event. Only the fields it names as changed compete; others are doubted."""
    fresh = replace(record, fresh_at=now, carry=_newer_carry(record, told))
    if told.previous is None or any(name not in told.fields for name in told.previous):
        return Seen(replace(fresh, doubt=True))
    own = _own_write(fresh, told) if told.maybe_ours else None
    ours = fresh.writes[own].fields if own is not None else {}
    echoed = ours.keys() & told.previous.keys()
    seen = Seen(_echoed(fresh, told, own) if own is not None else fresh)
    for name in _edited(fresh, told, echoed):
        edited = _edit_field(seen.record, name, told)
        seen = Seen(edited.record, seen.lost + edited.lost)
    renamed = {name for name in echoed if ours[name].value != told.fields[name]}
    taken = told.previous.keys() - renamed
    return Seen(_with_rest_doubted(seen.record, told, taken, now), seen.lost)


def _edited(record: Record, told: Told, echoed: Collection[FieldName]) -> list[FieldName]:
    """Return the changed fields but the echoed ones, and those that a creation only repeats."""
    known = {name: state.remote for name, state in record.fields.items()}
    return [
        name
        for name in told.previous or {}
        if name not in echoed
        and not (told.created and (seen := known.get(name)) and seen.value == told.fields[name])
    ]


def _own_write(record: Record, told: Told) -> int | None:
    """Return the index of the write of ours that this event is the echo of.

    Of several that fit it is the one with the fewest fields beside the changed ones, then the
    newest.
    """
    fitting = [
        index
        for index, write in enumerate(record.writes)
        if _covers(write, told) and _echo_possible(write, told)
    ]
    return max(
        fitting,
        default=None,
        key=lambda index: (-len(record.writes[index].fields), record.writes[index].sent_at),
    )


def _covers(write: Write, told: Told) -> bool:
    """Tell whether we wrote all that the event says has changed, but for what follows from it."""
    changed = [
        name
        for name in told.previous or {}
        if name in write.fields or not (told.created or name in CONSEQUENCES)
    ]
    return bool(changed) and all(
        name in write.fields and _is_as_written(write, name, told.fields[name], told.company_id)
        for name in changed
    )


def _is_as_written(
    write: Write, name: FieldName, value: Value, company_id: CompanyId | None
) -> bool:
    """Tell whether that is what we wrote; a company may have been renamed since."""
    if name == COMPANY and write.company_id is not None and company_id is not None:
        return company_id == write.company_id
    return value == write.fields[name].value


def _echo_possible(write: Write, told: Told) -> bool:
    if write.landed is None:
        return _left_before(write, told)
    return write.echo_at is None and second_of(write.landed) == second_of(told.at)


def _echoed(record: Record, told: Told, index: int) -> Record:
    write = record.writes[index]
    changed = [name for name in told.previous or {} if name in write.fields]
    states, doubt = dict(record.fields), record.doubt
    for name in changed:
        state, written = states.get(name, FieldState()), write.fields[name]
        order = order_of(told.at, state.remote)
        is_itself = state.remote is not None and state.remote.shows == written.stamp
        if order is Order.NEWER or (order is Order.TIE and is_itself):
            known = KnownRemote(
                value=written.value, at=told.at, precision=Precision.MS, shows=written.stamp
            )
            states[name] = replace(state, remote=known, unexplained=None, suspected=None)
        elif order is Order.TIE and write.landed is None:
            doubt = True
    whole = len(changed) == len(write.fields)
    if write.landed is not None or whole:
        write = replace(write, landed=write.landed or told.at, echo_at=told.at)
    writes = (*record.writes[:index], write, *record.writes[index + 1 :])
    return replace(record, fields=states, writes=writes, doubt=doubt)


def _edit_field(record: Record, name: FieldName, told: Told) -> Seen:
    state = record.fields.get(name, FieldState())
    if state.last_edit is not None and told.at < state.last_edit.at:
        return Seen(record)
    value = told.fields[name]
    order = order_of(told.at, state.remote)
    saw = _saw(record, name, told, order)
    # A truth of Pipedrive's own that it does not show any more was overwritten by a write of ours.
    is_unsure = order in _WITHIN_THE_SECOND or not saw
    is_blind = is_unsure and not _replaces_truth(state, name, told)
    edit = Edit(value=value, side=Side.PIPEDRIVE, own_time=told.at, saw=saw, blind=is_blind)
    decided, lost = judged(record.record_id, name, state, edit)
    shows = shown_by(edit, decided)
    remembered = RemoteEdit(at=told.at, value=value, shows=shows)
    match order:
        case Order.NEWER:
            known = KnownRemote(value=value, at=told.at, precision=Precision.MS, shows=shows)
            decided = replace(
                decided,
                remote=known,
                last_edit=remembered,
                tie=None,
                unexplained=None,
                suspected=None,
            )
        case Order.OLDER:
            decided = replace(decided, last_edit=remembered)
        case _:
            decided = _undecided(decided, remembered)
            record = replace(record, doubt=True)
    return Seen(replace(record, fields={**record.fields, name: decided}), lost)


def _undecided(state: FieldState, edit: RemoteEdit) -> FieldState:
    """Keep a tied edit that lost to Pipedrive's own truth: a read will decide the second."""
    truth = state.truth
    if truth is not None and truth.side is Side.PIPEDRIVE and truth.value != edit.value:
        return replace(state, tie=edit)
    return replace(state, last_edit=edit)


def _saw(record: Record, name: FieldName, told: Told, order: Order) -> bool:
    """Tell whether whoever edited had the present truth before them."""
    state = record.fields.get(name, FieldState())
    truth = state.truth
    from_local = truth is not None and truth.side is Side.VIXIEES
    if settled(state.remote, truth) and (
        order is Order.NEWER or (order in _WITHIN_THE_SECOND and from_local)
    ):
        return True
    return any(
        _was_there(write, name, told)
        for write in record.writes
        if name in write.fields and holds_truth(write.fields[name].stamp, truth)
    )


def _replaces_truth(state: FieldState, name: FieldName, told: Told) -> bool:
    truth = state.truth
    return truth is not None and (told.previous or {}).get(name) == truth.value


def _was_there(write: Write, name: FieldName, told: Told) -> bool:
    """Tell whether the edit was made on our write; an open one must be what the edit replaced."""
    if write.landed is not None:
        return _landed_before(write, told.at)
    replaced = (told.previous or {}).get(name)
    is_it = _is_as_written(write, name, replaced, told.previous_company_id)
    return is_it and _left_before(write, told)


def _left_before(write: Write, told: Told) -> bool:
    return write.sent_at < told.at + told.behind + CLOCK_TOLERANCE


def _landed_before(write: Write, at: datetime) -> bool:
    if write.echo_at is not None:
        return write.echo_at < at
    return write.landed is not None and second_of(write.landed) < second_of(at)


def _with_rest_doubted(
    record: Record, told: Told, taken: Collection[FieldName], now: datetime
) -> Record:
    """Doubt each field that the event shows changed without saying so: its event is late."""
    states = dict(record.fields)
    for name, value in told.fields.items():
        state = states.get(name, FieldState())
        known = state.remote
        if name in taken or known is None or known.value == value or state.unexplained:
            continue
        states[name] = replace(state, unexplained=now)
    return replace(record, fields=states)


def _newer_carry(record: Record, told: Told) -> str:
    newest = max(
        (state.remote.at for state in record.fields.values() if state.remote is not None),
        default=None,
    )
    is_old = newest is not None and told.at < newest
    return record.carry if is_old or not told.carry else told.carry

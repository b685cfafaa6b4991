"""What a read shows: a check of what is known, and a change only when nothing explains it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.values import FieldName, Side, Value
from domain.sync.compete import Edit, Seen, judged, settled, shown_by
from domain.sync.order import Order, order_of
from domain.sync.record import (
    Call,
    FieldState,
    KnownRemote,
    Precision,
    Record,
    RemoteEdit,
    Write,
)
from domain.sync.stamp import Stamp, end_of_second, second_of

SETTLE = timedelta(seconds=75)
"""How long a write of unknown outcome is left alone before anyone looks for its effect."""
PATIENCE = timedelta(minutes=5)
"""How long a difference waits for its webhook; the retries of a delivery end after 183 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an answer shows: every mapped field.

    *issued_at* is our clock, *update_time* and *served_at* Pipedrive's.
    """

    fields: Mapping[FieldName, Value]
    update_time: datetime
    issued_at: datetime
    served_at: datetime | None = None
    carry: str = ""


def observe_reading(record: Record, reading: Reading, now: datetime) -> Seen:
    """Take a read. It does not count if newer evidence was accepted after it was issued."""
    if is_stale(record, reading.issued_at):
        return Seen(replace(record, doubt=record.doubt or _differs(record, reading)))
    seen = Seen(
        replace(
            record,
            doubt=False,
            call=_awaited(record.call, reading.issued_at),
            missing_since=None,
            fresh_at=now,
            carry=reading.carry or record.carry,
        )
    )
    for name in reading.fields:
        field = _read_field(seen.record, name, reading, now)
        seen = Seen(field.record, seen.lost + field.lost)
    return seen


def is_stale(record: Record, issued_at: datetime) -> bool:
    """Tell whether newer evidence was accepted after that was asked for, by our clock."""
    return record.fresh_at is not None and issued_at < record.fresh_at


def _awaited(call: Call | None, issued_at: datetime) -> Call | None:
    """Return the call of ours whose effect may come after what was read."""
    return call if call is not None and issued_at < call.sent_at + SETTLE else None


def _differs(record: Record, reading: Reading) -> bool:
    return any(
        (known := record.fields.get(name, FieldState()).remote) is None or known.value != value
        for name, value in reading.fields.items()
    )


def _read_field(record: Record, name: FieldName, reading: Reading, now: datetime) -> Seen:
    state = record.fields.get(name, FieldState())
    value = reading.fields[name]
    if state.remote is not None and state.remote.value == value:
        return _put(record, name, _confirmed(state, state.remote, reading))
    if state.tie is not None and state.tie.value == value:
        return _decide_tie(record, name, state)
    if state.remote is None:
        return _take(record, name, state, reading)
    found, shows = _explanation(record, name, value)
    if found:
        return _put(record, name, _moved(state, value, reading, shows))
    since = state.unexplained or now
    state = replace(state, unexplained=since, suspected=_suspected(state, value, reading))
    if now - since >= PATIENCE:
        return _take(record, name, state, reading)
    return _put(record, name, state)


def _suspected(state: FieldState, value: Value, reading: Reading) -> RemoteEdit:
    """Return the edit that the difference would be, at the latest instant it can be of.

    That is the end of the second in which the record was changed last, as the first read tells
    that showed it: since then anything else of the record may have changed, by our writes too.
    """
    if state.suspected is not None and state.suspected.value == value:
        return state.suspected
    return RemoteEdit(at=end_of_second(reading.update_time), value=value)


def _confirmed(state: FieldState, known: KnownRemote, reading: Reading) -> FieldState:
    over = reading.served_at is not None and second_of(reading.served_at) > second_of(known.at) + 1
    precision = Precision.CLOSED if over else known.precision
    return replace(
        state,
        remote=replace(known, precision=precision),
        tie=None,
        unexplained=None,
        suspected=None,
    )


def _decide_tie(record: Record, name: FieldName, state: FieldState) -> Seen:
    tie = state.tie
    if tie is None:
        return Seen(record)
    saw = settled(state.remote, state.truth)
    edit = Edit(value=tie.value, side=Side.PIPEDRIVE, own_time=tie.at, saw=saw)
    decided, lost = judged(record.record_id, name, state, edit)
    known = KnownRemote(
        value=tie.value, at=tie.at, precision=Precision.MS, shows=shown_by(edit, decided)
    )
    decided = replace(
        decided, remote=known, last_edit=tie, tie=None, unexplained=None, suspected=None
    )
    return Seen(_put(record, name, decided).record, lost)


def _take(record: Record, name: FieldName, state: FieldState, reading: Reading) -> Seen:
    """Take a value that only reads show as an edit, at the latest instant it can be of.

    What a creation left out, because Pipedrive does not take it, nobody has edited.
    """
    value = reading.fields[name]
    if state.remote is None and state.is_refused:
        return _put(record, name, _moved(state, value, reading, None))
    at = _suspected(state, value, reading).at
    saw = settled(state.remote, state.truth)
    edit = Edit(value=value, side=Side.PIPEDRIVE, own_time=at, saw=saw)
    decided, lost = judged(record.record_id, name, state, edit)
    moved = _moved(decided, value, reading, shown_by(edit, decided))
    return Seen(_put(record, name, moved).record, lost)


def _explanation(record: Record, name: FieldName, value: Value) -> tuple[bool, Stamp | None]:
    """Return whether something known explains the value, and which truth it then shows."""
    state = record.fields.get(name, FieldState())
    if state.truth is not None and state.truth.value == value:
        return True, state.truth.stamp
    shown = state.remote.shows if state.remote is not None else None
    for write in reversed(record.writes):
        written = write.fields.get(name)
        if written is None or written.value != value:
            continue
        if shown is None or written.stamp > shown or _may_follow(write, state.remote):
            return True, written.stamp
    last = state.last_edit
    if last is not None and last.value == value and state.remote is not None:
        return last.at >= state.remote.at, last.shows
    return False, None


def _may_follow(write: Write, known: KnownRemote | None) -> bool:
    """Tell whether the write can have taken effect after what is known; an open one always can."""
    landed = write.echo_at or write.landed
    return landed is None or order_of(landed, known) is not Order.OLDER


def _moved(state: FieldState, value: Value, reading: Reading, shows: Stamp | None) -> FieldState:
    known = KnownRemote(
        value=value,
        at=reading.update_time,
        precision=Precision.SECOND,
        shows=shows,
    )
    return replace(state, remote=known, tie=None, unexplained=None, suspected=None)


def _put(record: Record, name: FieldName, state: FieldState) -> Seen:
    return Seen(replace(record, fields={**record.fields, name: state}))

"""Our own writes: remembered before they leave, closed by their answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.model.values import FieldName, RemoteId
from domain.sync.compete import Seen
from domain.sync.reads import Reading, observe_reading
from domain.sync.record import (
    Attempt,
    Call,
    CallKind,
    FieldState,
    KnownRemote,
    Precision,
    Record,
    Write,
    Written,
)
from domain.sync.stamp import second_of


def begin_update(record: Record, names: frozenset[FieldName], now: datetime) -> Record:
    """Remember the PATCH that is about to leave with the truths of these fields."""
    write = _write(record, names, now)
    return replace(
        record, writes=(*record.writes, write), call=Call(kind=CallKind.UPDATE, sent_at=now)
    )


def begin_create(record: Record, now: datetime) -> Record:
    """Remember the POST that is about to leave with every truth of the record."""
    write = _write(record, frozenset(record.fields), now)
    return replace(
        record,
        writes=(*record.writes, write),
        attempts=(*record.attempts, Attempt(sent_at=now)),
        call=Call(kind=CallKind.CREATE, sent_at=now),
    )


def landed(record: Record, sent_at: datetime, answer: Reading, now: datetime) -> Seen:
    """Take the answer to our write: its fields are known as sent, the others by the read rule."""
    write = next((one for one in reversed(record.writes) if one.sent_at == sent_at), None)
    if write is None:
        return observe_reading(record, answer, now)
    others = {name: v for name, v in answer.fields.items() if name not in write.fields}
    seen = observe_reading(
        replace(record, carry=answer.carry or record.carry), replace(answer, fields=others), now
    )
    done = replace(write, landed=write.landed or answer.update_time)
    return Seen(
        replace(
            _as_sent(seen.record, write.fields, answer.update_time),
            writes=tuple(done if one is write else one for one in seen.record.writes),
            fresh_at=now,
            call=None,
        ),
        seen.lost,
    )


def refused(record: Record, sent_at: datetime) -> Record:
    """Take that our write was refused for good: it has no effect and never will."""
    return replace(
        record,
        writes=tuple(one for one in record.writes if one.sent_at != sent_at),
        attempts=tuple(one for one in record.attempts if one.sent_at != sent_at),
        call=None,
    )


def linked(record: Record, remote_id: RemoteId, sent_at: datetime | None, now: datetime) -> Record:
    """Link the record to the remote contact that our POST made.

    Without the POST's own time (found in a list, told by a webhook) the earliest open attempt is
    taken for it, and its fields are known as sent until a reading says more.
    """
    open_attempts = [one for one in record.attempts if one.open]
    attempt = next((one for one in open_attempts if one.sent_at == sent_at), None)
    attempt = attempt or next(iter(open_attempts), None)
    made = replace(
        record,
        remote_id=remote_id,
        linked_at=now,
        call=None,
        missing_since=None,
        attempts=tuple(
            replace(one, open=False) if one is attempt else one for one in record.attempts
        ),
    )
    write = next((one for one in record.writes if attempt and one.sent_at == attempt.sent_at), None)
    return made if write is None else _as_sent(made, write.fields, write.sent_at)


def settle(record: Record) -> Record:
    """End the settle wait of a POST that was not found: the next attempt may leave."""
    return replace(record, call=None)


def _write(record: Record, names: frozenset[FieldName], now: datetime) -> Write:
    return Write(
        fields={
            name: Written(value=state.truth.value, stamp=state.truth.stamp)
            for name, state in record.fields.items()
            if name in names and state.truth is not None
        },
        sent_at=now,
    )


def _as_sent(record: Record, sent: Mapping[FieldName, Written], at: datetime) -> Record:
    states = dict(record.fields)
    for name, written in sent.items():
        state = states.get(name, FieldState())
        if state.remote is not None and second_of(state.remote.at) > second_of(at):
            continue
        known = KnownRemote(
            value=written.value, at=at, precision=Precision.SECOND, shows=written.stamp
        )
        states[name] = replace(state, remote=known, unexplained=None)
    return replace(record, fields=states)

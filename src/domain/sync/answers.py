"""Our own writes: remembered before they leave, closed by their answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain.model.values import CompanyId, FieldName, RemoteId, Side
from domain.sync.compete import Seen
from domain.sync.reads import Reading, is_stale, observe_reading
from domain.sync.record import (
    Attempt,
    Call,
    CallKind,
    FieldState,
    KnownRemote,
    Precision,
    Record,
    Refusal,
    Truth,
    Write,
    Written,
)
from domain.sync.stamp import second_of, stamp_of


def begin_update(
    record: Record,
    names: frozenset[FieldName],
    now: datetime,
    company_id: CompanyId | None = None,
) -> Record:
    """Remember the PATCH that is about to leave with the truths of these fields."""
    write = _write(record, names, now, company_id)
    return replace(
        record, writes=(*record.writes, write), call=Call(kind=CallKind.UPDATE, sent_at=now)
    )


def begin_create(record: Record, now: datetime, company_id: CompanyId | None = None) -> Record:
    """Remember the POST that is about to leave with every truth that Pipedrive may take."""
    names = frozenset(name for name, state in record.fields.items() if not state.is_refused)
    write = _write(record, names, now, company_id)
    return replace(
        record,
        writes=(*record.writes, write),
        attempts=(*record.attempts, Attempt(sent_at=now)),
        call=Call(kind=CallKind.CREATE, sent_at=now),
    )


def landed(record: Record, sent_at: datetime, answer: Reading, now: datetime) -> Seen:
    """Take the answer to our write: its fields are known as sent, the others by the read rule.

    Whatever was known when the write left is older than its answer, whichever times both tell.
    """
    write = next((one for one in reversed(record.writes) if one.sent_at == sent_at), None)
    if write is None:
        return observe_reading(_answered(record, sent_at), answer, now)
    record = replace(record, carry=answer.carry or record.carry)
    if any(one.sent_at == sent_at for one in record.attempts):
        record = _filled(record, write, answer)
    others = {name: v for name, v in answer.fields.items() if name not in write.fields}
    seen = observe_reading(record, replace(answer, fields=others), now)
    done = replace(write, landed=write.landed or answer.update_time)
    return Seen(
        replace(
            _as_sent(
                seen.record,
                write.fields,
                answer.update_time,
                is_newest=not is_stale(record, sent_at),
            ),
            writes=tuple(done if one is write else one for one in seen.record.writes),
            fresh_at=now,
            call=None,
        ),
        seen.lost,
    )


def _answered(record: Record, sent_at: datetime) -> Record:
    """Take that the call is over, of whose write nothing is remembered: the record was erased."""
    is_it = record.call is not None and record.call.sent_at == sent_at
    return replace(record, call=None) if is_it else record


def refused(record: Record, sent_at: datetime) -> Record:
    """Take that our write was refused for good: it has no effect and never will."""
    return replace(
        record,
        writes=tuple(one for one in record.writes if one.sent_at != sent_at),
        attempts=tuple(one for one in record.attempts if one.sent_at != sent_at),
        call=None,
    )


def value_refused(record: Record, sent_at: datetime, name: FieldName, message: str) -> Record:
    """Take that our write was refused for one value: the rest leaves without it.

    It is not tried again until it has changed, on whichever side.
    """
    written = {
        field: one
        for write in record.writes
        if write.sent_at == sent_at
        for field, one in write.fields.items()
    }
    rest = refused(record, sent_at)
    if name not in written or name not in rest.fields:
        return rest
    refusal = Refusal(stamp=written[name].stamp, message=message)
    return replace(rest, fields={**rest.fields, name: replace(rest.fields[name], refused=refusal)})


def linked(
    record: Record,
    remote_id: RemoteId,
    sent_at: datetime | None,
    now: datetime,
    *,
    behind: timedelta = timedelta(0),
) -> Record:
    """Link the record to the remote contact that our POST made.

    Without the POST's own time (found in a list, told by a webhook) the earliest open attempt is
    taken for it, and its fields are known as sent until a reading says more: since the POST left,
    by Pipedrive's clock, which is so much *behind* ours.
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
    return made if write is None else _as_sent(made, write.fields, write.sent_at - behind)


def settle(record: Record) -> Record:
    """End the settle wait of a POST that was not found: the next attempt may leave."""
    return replace(record, call=None)


def _filled(record: Record, write: Write, answer: Reading) -> Record:
    """Take what Pipedrive filled in when we created the record: nobody has edited that.

    It counts as made with the rest, so that an edit of the same second is not older.
    """
    own_times = [state.truth.own_time for state in record.fields.values() if state.truth]
    own_time = max(own_times, default=write.sent_at)
    stamp = stamp_of(Side.VIXIEES, own_time)
    states = dict(record.fields)
    for name, value in answer.fields.items():
        if name in states:
            continue
        truth = Truth(value=value, stamp=stamp, since=stamp, side=Side.VIXIEES, own_time=own_time)
        known = KnownRemote(
            value=value, at=answer.update_time, precision=Precision.SECOND, shows=stamp
        )
        states[name] = FieldState(truth=truth, remote=known)
    return replace(record, fields=states)


def _write(
    record: Record, names: frozenset[FieldName], now: datetime, company_id: CompanyId | None
) -> Write:
    return Write(
        fields={
            name: Written(value=state.truth.value, stamp=state.truth.stamp)
            for name, state in record.fields.items()
            if name in names and state.truth is not None
        },
        sent_at=now,
        company_id=company_id,
    )


def _as_sent(
    record: Record, sent: Mapping[FieldName, Written], at: datetime, *, is_newest: bool = False
) -> Record:
    states = dict(record.fields)
    for name, written in sent.items():
        state = states.get(name, FieldState())
        is_later = state.remote is not None and second_of(state.remote.at) > second_of(at)
        if is_later and not is_newest:
            continue
        known = KnownRemote(
            value=written.value, at=at, precision=Precision.SECOND, shows=written.stamp
        )
        states[name] = replace(state, remote=known, unexplained=None, suspected=None)
    return replace(record, fields=states)

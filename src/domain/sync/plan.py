"""What a record asks for: what to tell Vixiees, and what to do at Pipedrive next, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.change import ChangeType
from domain.model.values import ChangeNumber, FieldName, RecordId, RemoteId, Side, Value
from domain.sync.deals import is_archived, unwritable
from domain.sync.local import unapplied
from domain.sync.reads import PATIENCE, SETTLE
from domain.sync.record import Call, CallKind, FieldState, Record, Sent, Write

_TRIES = 2
SECOND_LOOK = timedelta(minutes=15)
"""How long an absence waits for the webhook that explains it."""


@dataclass(frozen=True, slots=True)
class Create:
    """Create the record in Pipedrive."""


@dataclass(frozen=True, slots=True)
class Update:
    """Write the truths of these fields."""

    names: frozenset[FieldName]


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete the remote record."""

    remote_id: RemoteId


@dataclass(frozen=True, slots=True)
class Read:
    """Look what the remote record holds."""

    remote_id: RemoteId


@dataclass(frozen=True, slots=True)
class Find:
    """Look for the effect of a POST whose answer never came."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """Merge a twin that a late POST made into the record."""

    loser: RemoteId
    winner: RemoteId


Step = Create | Update | Remove | Read | Find | Merge


@dataclass(frozen=True, slots=True)
class Due:
    """The next step at Pipedrive and the earliest time for it."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """What Vixiees has to be told of a record."""

    type: ChangeType
    fields: Mapping[FieldName, Value]
    merged_into: RecordId | None = None


def next_step(record: Record, now: datetime) -> Due | None:
    """Return what to do at Pipedrive next; None when both sides are equal or a person is needed."""
    if record.alias_of is not None or record.parked is not None:
        return None
    if record.call is not None:
        return Due(_after_silence(record, record.call), record.call.sent_at + SETTLE)
    if record.deleted_by is not None:
        return None if record.kept else _removal(record, now)
    if record.remote_id is None:
        return None if record.held or unwritable(record) else Due(Create(), now)
    return _next_linked(record, record.remote_id, now)


def is_second_look(record: Record, now: datetime) -> bool:
    """Tell whether it was missed long enough ago that a further 404 means that it is no more."""
    return record.missing_since is not None and now >= record.missing_since + SECOND_LOOK


def is_sought(record: Record, now: datetime) -> bool:
    """Tell whether the effect of a POST without an answer is still to be looked for."""
    due = next_step(record, now)
    return due is not None and isinstance(due.step, Find)


def differing(record: Record) -> frozenset[FieldName]:
    """Return the fields whose truth Pipedrive does not hold and that may be written now."""
    waiting = unwritable(record)
    return frozenset(
        name
        for name, state in record.fields.items()
        if state.truth is not None
        and name not in waiting
        and state.remote is not None
        and state.unexplained is None
        and not state.is_refused
        and state.truth.value != state.remote.value
        and state.truth.stamp != state.remote.shows
    )


def tidings(before: Record | None, after: Record) -> Tidings | None:
    """Return what Vixiees has to be told after a record went from *before* to *after*."""
    was_told = before is not None and _is_told(before)
    if after.alias_of is not None:
        is_news = before is None or before.alias_of is None
        told = Tidings(type=ChangeType.MERGED, fields={}, merged_into=after.alias_of)
        return told if is_news and was_told else None
    if after.deleted_by is not None:
        is_news = before is None or before.deleted_by is None
        told = Tidings(type=ChangeType.DELETED, fields={})
        return told if is_news and was_told and _has_to_go(after) else None
    fields = {
        name: state.truth.value
        for name, state in after.fields.items()
        if state.truth is not None and state.truth.value != _heading_for(state)
    }
    return Tidings(type=ChangeType.UPSERTED, fields=fields) if fields else None


def told(record: Record, news: Tidings, number: ChangeNumber, at: datetime) -> Record:
    """Remember what was put on the feed. What Vixiees holds does not move by that.

    Of a record that is new to Vixiees the fields that are empty are told, too, by leaving them out.
    """
    states = dict(record.fields)
    for name in news.fields if _is_told(record) else record.fields:
        state = states[name]
        if state.truth is not None:
            sent = Sent(number=number, value=state.truth.value, stamp=state.truth.stamp, at=at)
            states[name] = replace(state, sent=(*state.sent, sent))
    return replace(record, fields=states)


def _next_linked(record: Record, remote_id: RemoteId, now: datetime) -> Due | None:
    if record.missing_since is not None:
        return Due(Read(remote_id), record.missing_since + SECOND_LOOK)
    if record.doubt or _is_unseen(record):
        return Due(Read(remote_id), now)
    if record.extras:
        return Due(Merge(record.extras[0], remote_id), now)
    names = differing(record)
    if names and not is_archived(record):
        return Due(Update(names), _not_in_vain(record, names, now))
    doubts = [state.unexplained for state in record.fields.values() if state.unexplained]
    return Due(Read(remote_id), min(doubts) + PATIENCE) if doubts else None


def _not_in_vain(record: Record, names: frozenset[FieldName], now: datetime) -> datetime:
    """Return when to write: what was answered twice and is still not to be seen waits a while."""
    latest = record.writes[-_TRIES:]
    if len(latest) < _TRIES or not all(_says(one, record, names) for one in latest):
        return now
    return latest[-1].sent_at + PATIENCE


def _says(write: Write, record: Record, names: frozenset[FieldName]) -> bool:
    """Tell whether the write was answered, and held just what is to be written now."""
    truths = ((name, record.fields[name].truth) for name in names)
    return write.landed is not None and all(
        truth is not None and name in write.fields and write.fields[name].stamp == truth.stamp
        for name, truth in truths
    )


def _is_unseen(record: Record) -> bool:
    """Tell whether Pipedrive was never seen to hold a field: nothing is written over a guess."""
    return any(state.truth is not None and state.remote is None for state in record.fields.values())


def _after_silence(record: Record, call: Call) -> Step:
    if call.kind is CallKind.CREATE or record.remote_id is None:
        return Find(min((one.sent_at for one in record.attempts), default=call.sent_at))
    return Read(record.remote_id)


def _removal(record: Record, now: datetime) -> Due | None:
    at = now if record.missing_since is None else record.missing_since + SECOND_LOOK
    if record.remote_id is not None and record.deleted_by is Side.VIXIEES:
        return Due(Remove(record.remote_id), at)
    return Due(Remove(record.extras[0]), at) if record.extras else None


def _is_told(record: Record) -> bool:
    return any(state.local is not None or state.sent for state in record.fields.values())


def _has_to_go(record: Record) -> bool:
    """Tell whether Vixiees shows a deleted record, or will once it has applied the feed so far."""
    if record.deleted_by is Side.PIPEDRIVE:
        return not record.kept
    return any(unapplied(state) for state in record.fields.values())


def _heading_for(state: FieldState) -> Value:
    """Return what Vixiees will hold once it has applied the feed so far."""
    waiting = unapplied(state)
    if waiting:
        return waiting[-1].value
    return state.local.value if state.local is not None else None

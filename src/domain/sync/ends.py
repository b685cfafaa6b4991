"""Deletions, merges, absences and twins: how a link ends or moves."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.model.values import RemoteId, Side
from domain.sync.compete import Edit, Seen, judged, settled
from domain.sync.record import CallKind, FieldState, Lost, Record


def delete_remotely(record: Record, at: datetime, *, kept: bool = False) -> Record:
    """Take that Pipedrive deleted the contact: final. *kept* tells that Vixiees keeps its own."""
    unlinked = replace(record, remote_id=None, missing_since=None, call=None)
    if record.deleted_by is not None:
        return unlinked
    return replace(unlinked, deleted_by=Side.PIPEDRIVE, deleted_at=at, kept=kept, parked=None)


def removed(record: Record, remote_id: RemoteId) -> Record:
    """Take that this remote contact is no more, or is not ours to end."""
    left = replace(record, extras=_twins_but(record, remote_id), missing_since=None)
    if record.remote_id == remote_id:
        return replace(left, remote_id=None, call=None, parked=None)
    return left


def moved(record: Record, winner: RemoteId, now: datetime) -> Record:
    """Follow a merge into a remote contact that no record is linked to; what it holds is open.

    A twin of the record that people merged the first one into becomes its own.
    """
    states = {
        name: replace(
            state, remote=None, tie=None, last_edit=None, unexplained=None, suspected=None
        )
        for name, state in record.fields.items()
    }
    return replace(
        record,
        remote_id=winner,
        linked_at=now,
        fields=states,
        writes=(),
        doubt=True,
        missing_since=None,
        extras=_twins_but(record, winner),
        company_id=None,
        carry="",
        copied=False,
    )


def merge_records(loser: Record, winner: Record) -> tuple[Record, Seen]:
    """Make the loser an alias of the winner; what it had not yet written competes there.

    Its twins are the winner's from now on.
    """
    states = dict(winner.fields)
    lost: tuple[Lost, ...] = ()
    for name, state in loser.fields.items():
        if state.truth is None or settled(state.remote, state.truth):
            continue
        edit = Edit(
            value=state.truth.value,
            side=state.truth.side,
            own_time=state.truth.own_time,
            saw=False,
        )
        states[name], beaten = judged(winner.record_id, name, states.get(name, FieldState()), edit)
        lost += beaten
    alias = replace(loser, alias_of=winner.record_id, remote_id=None, call=None, parked=None)
    return alias, Seen(with_twins(replace(winner, fields=states), *loser.extras), lost)


def gone(record: Record, now: datetime) -> Record:
    """Take that Pipedrive does not show the contact: no deletion before a second look."""
    return replace(record, missing_since=record.missing_since or now, call=None)


def is_made_anew(record: Record, at: datetime, behind: timedelta = timedelta(0)) -> bool:
    """Tell whether the linked one is of a later POST than the first, that took effect after *at*.

    The first one had then been taken for lost. *at* is of Pipedrive's clock, which is so much
    *behind* ours.
    """
    made = max((one.sent_at for one in record.attempts if not one.open), default=None)
    if made is None or all(one.sent_at >= made for one in record.attempts):
        return False
    write = next((one for one in record.writes if one.sent_at == made), None)
    return at < (write.landed if write is not None and write.landed is not None else made - behind)


def delete_both(record: Record, at: datetime) -> Record:
    """Take that people had deleted the contact before our second POST made it again: final."""
    twins = record.extras if record.remote_id is None else (*record.extras, record.remote_id)
    return replace(delete_remotely(record, at), extras=twins)


def is_twin(record: Record) -> bool:
    """Tell whether a second remote contact with our id can be of a late POST of ours."""
    return any(one.open for one in record.attempts) or len(record.attempts) > 1


def with_twin(record: Record, remote_id: RemoteId) -> Record:
    """Take a second remote contact that a late POST of ours made; closes one open attempt.

    Nobody has to look for that POST's effect any more.
    """
    if record.call is not None and record.call.kind is CallKind.CREATE:
        record = replace(record, call=None)
    if remote_id in record.extras:
        return record
    return with_twins(found_late(record), remote_id)


def found_late(record: Record) -> Record:
    """Close one open attempt: what its POST made was found."""
    first_open = next((one for one in record.attempts if one.open), None)
    return replace(
        record,
        attempts=tuple(
            replace(one, open=False) if one is first_open else one for one in record.attempts
        ),
    )


def with_twins(record: Record, *twins: RemoteId) -> Record:
    """Have these remote contacts merged into the record's own."""
    known = {record.remote_id, *record.extras}
    return replace(record, extras=(*record.extras, *(one for one in twins if one not in known)))


def _twins_but(record: Record, remote_id: RemoteId) -> tuple[RemoteId, ...]:
    return tuple(one for one in record.extras if one != remote_id)

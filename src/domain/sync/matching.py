"""First meetings: whether a contact of Vixiees and a remote contact are the same one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.model.values import RecordId, Side
from domain.sync.compete import Edit, Seen, judged, shown_by
from domain.sync.record import FieldState, Lost, Record


@dataclass(frozen=True, slots=True)
class Match:
    """Exactly one candidate on each side: they are the same contact."""

    local: Record
    remote: Record


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several candidates: nobody guesses."""

    candidates: tuple[RecordId, ...]


def match(sharing_a_phone: Sequence[Record]) -> Match | Ambiguous | None:
    """Return how the records that share one phone number meet; None when there is no meeting.

    A contact that only Vixiees has meets a remote contact that Vixiees was not told of, or has
    not confirmed yet.
    """
    alive = [one for one in sharing_a_phone if one.alias_of is None and one.deleted_by is None]
    local = [one for one in alive if one.remote_id is None and not one.attempts]
    remote = [one for one in alive if one.remote_id is not None and not is_known_locally(one)]
    if not local or not remote:
        return None
    if len(local) == 1 and len(remote) == 1:
        return Match(local[0], remote[0])
    return Ambiguous(tuple(one.record_id for one in remote))


def is_known_locally(record: Record) -> bool:
    """Tell whether Vixiees ever showed the contact or confirmed a change of it."""
    return any(state.local is not None for state in record.fields.values())


def adopt(local: Record, remote: Record) -> tuple[Seen, Record]:
    """Return the local record linked to the remote's contact, and the remote's as its alias.

    Per field the newer value is the truth, but an empty value never beats a filled one.
    """
    states = dict(local.fields)
    lost: tuple[Lost, ...] = ()
    for name, theirs in remote.fields.items():
        state, beaten = _meet(local.record_id, name, states.get(name, FieldState()), theirs)
        states[name] = state
        lost += beaten
    linked = replace(
        local,
        fields=states,
        remote_id=remote.remote_id,
        linked_at=remote.linked_at,
        company_id=remote.company_id,
        carry=remote.carry,
        fresh_at=remote.fresh_at,
        doubt=remote.doubt,
        held=False,
        parked=None,
        copied=remote.copied,
    )
    alias = replace(remote, alias_of=local.record_id, remote_id=None)
    return Seen(linked, lost), alias


def _meet(
    record_id: RecordId, name: str, ours: FieldState, theirs: FieldState
) -> tuple[FieldState, tuple[Lost, ...]]:
    remote = replace(theirs.remote, shows=None) if theirs.remote is not None else None
    state = replace(
        ours,
        remote=remote,
        last_edit=theirs.last_edit,
        unexplained=theirs.unexplained,
        suspected=theirs.suspected,
    )
    is_filled = ours.truth is not None and ours.truth.value is not None
    if theirs.truth is None or (theirs.truth.value is None and is_filled):
        return state, ()
    edit = Edit(
        value=theirs.truth.value,
        side=Side.PIPEDRIVE,
        own_time=theirs.truth.own_time,
        saw=not is_filled,
    )
    decided, lost = judged(record_id, name, state, edit)
    if remote is None:
        return decided, lost
    return replace(decided, remote=replace(remote, shows=shown_by(edit, decided))), lost

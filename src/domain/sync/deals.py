"""What is particular to deals: fields that go together, and values only one side has words for."""

from dataclasses import replace

from domain.model.deal import LOST, OPEN
from domain.model.values import (
    ARCHIVED,
    CLOSE_TIME,
    CONTACT,
    LOST_REASON,
    STAGE,
    STATUS,
    ChangeNumber,
    FieldName,
    Kind,
    Value,
)
from domain.sync.local import unapplied
from domain.sync.record import FieldState, Record
from domain.sync.stamp import bumped

REFERENCES = (STAGE, CONTACT)
"""Fields whose values name something that the other side may not have."""
_ONLY_VIXIEES = "vixiees:"


def only_vixiees(name: str) -> str:
    """Return the value for a step or a contact that Pipedrive does not have yet."""
    return f"{_ONLY_VIXIEES}{name}"


def known_to_vixiees_alone(value: Value) -> str | None:
    """Return the step or contact that only Vixiees has, None for a value that Pipedrive knows."""
    is_so = value is not None and value.startswith(_ONLY_VIXIEES)
    return value.removeprefix(_ONLY_VIXIEES) if value is not None and is_so else None


def unwritable(record: Record) -> frozenset[FieldName]:
    """Return the fields whose truth Pipedrive has no word for: they wait, nothing is sent."""
    return frozenset(
        name for name in REFERENCES if known_to_vixiees_alone(truth_of(record, name)) is not None
    )


def is_archived(record: Record) -> bool:
    """Tell whether Pipedrive refuses changes of the deal."""
    return truth_of(record, ARCHIVED) is not None


def consistent(record: Record) -> Record:
    """Return the deal without a close time while it is open, and without a reason unless lost.

    Pipedrive refuses such a combination; two people's edits can make one.
    """
    if record.kind is not Kind.DEAL:
        return record
    status = truth_of(record, STATUS)
    forbidden = {CLOSE_TIME: status == OPEN, LOST_REASON: status is not None and status != LOST}
    for name, is_forbidden in forbidden.items():
        if is_forbidden and truth_of(record, name) is not None:
            record = _cleared(record, name)
    return record


def renamed(record: Record, name: FieldName, before: str, after: str) -> Record:
    """Return the deal with another word for a step or contact, in all that Vixiees knows of it."""
    state = record.fields.get(name)
    if state is None:
        return record
    return replace(record, fields={**record.fields, name: _renamed(state, before, after)})


def without(record: Record, name: FieldName) -> Record:
    """Return the deal without what it refers to, unless Pipedrive shows it so: that is no more."""
    return record if unshown(record, name) is None else instead(record, name, None)


def instead(record: Record, name: FieldName, value: Value) -> Record:
    """Return the deal with this reference for one that is no more, as if it had just been made."""
    state = record.fields[name]
    if state.truth is None:
        return record
    stamp = bumped(state.truth.stamp)
    truth = replace(state.truth, value=value, stamp=stamp, since=stamp)
    remote = state.remote
    if remote is not None and remote.value == value:
        remote = replace(remote, shows=stamp)
    changed = replace(state, truth=truth, remote=remote)
    return replace(record, fields={**record.fields, name: changed})


def unshown(record: Record, name: FieldName) -> Value:
    """Return what the deal refers to, None if Pipedrive shows just that."""
    state, value = record.fields.get(name), truth_of(record, name)
    is_shown = state is not None and state.remote is not None and state.remote.value == value
    return None if is_shown else value


def speaks_old_words(state: FieldState, applied_change: ChangeNumber) -> bool:
    """Tell whether Vixiees was told anew what it knows already, and has not applied that yet.

    Then the mapping has changed, or the owner's address, and what it shows means what it meant
    before.
    """
    known = state.local.value if state.local is not None else None
    for sent in unapplied(state):
        if sent.number > applied_change and sent.value == known:
            return True
        known = sent.value
    return False


def truth_of(record: Record, name: FieldName) -> Value:
    """Return what both sides shall hold of the field."""
    state = record.fields.get(name)
    return state.truth.value if state is not None and state.truth is not None else None


def _cleared(record: Record, name: FieldName) -> Record:
    state, status = record.fields[name], record.fields[STATUS].truth
    if state.truth is None or status is None:
        return record
    stamp = bumped(max(state.truth.stamp, status.stamp))
    empty = replace(
        state.truth,
        value=None,
        stamp=stamp,
        since=stamp,
        side=status.side,
        own_time=max(state.truth.own_time, status.own_time),
    )
    return replace(record, fields={**record.fields, name: replace(state, truth=empty)})


def _renamed(state: FieldState, before: str, after: str) -> FieldState:
    truth, local, remote = state.truth, state.local, state.remote
    return replace(
        state,
        truth=replace(truth, value=after) if truth and truth.value == before else truth,
        local=replace(local, value=after) if local and local.value == before else local,
        remote=replace(remote, value=after) if remote and remote.value == before else remote,
        shown=tuple(
            replace(one, value=after) if one.value == before else one for one in state.shown
        ),
        sent=tuple(replace(one, value=after) if one.value == before else one for one in state.sent),
    )

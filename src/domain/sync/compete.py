"""The one decision: which of two values is the truth."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.values import FieldName, RecordId, Side, Value
from domain.sync.record import FieldState, KnownLocal, KnownRemote, Lost, Record, Truth
from domain.sync.stamp import Stamp, bumped, stamp_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change that a person made. *saw* tells that they had the present truth before them.

    A *blind* one was, or may have been, made on another value, as within the truth's own second or
    on a change told before it: it wins all the same, but what it replaces goes to the conflict log.
    """

    value: Value
    side: Side
    own_time: datetime
    saw: bool
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A record after an observation, and the edits that lost by it."""

    record: Record
    lost: tuple[Lost, ...] = ()


def holds_truth(shows: Stamp | None, truth: Truth | None) -> bool:
    """Tell whether a showing is the present truth; equal values are not enough (A, B, A)."""
    return shows is not None and truth is not None and truth.since <= shows <= truth.stamp


def settled(known: KnownLocal | KnownRemote | None, truth: Truth | None) -> bool:
    """Tell whether the side was last seen to hold the present truth."""
    return known is not None and holds_truth(known.shows, truth)


def compete(truth: Truth | None, edit: Edit) -> tuple[Truth, bool]:
    """Return the truth after the edit, and whether the edit's value is it.

    | the edit                              | wins                                         |
    |---------------------------------------|----------------------------------------------|
    | first value of the field              | yes                                          |
    | made with the present truth in view   | yes: a one-sided change, whatever the clocks |
    | of the truth's own side               | if later by that side's own clock            |
    | of the other side, truth not seen     | if its stamp is later: the clocks meet here  |
    """
    own = stamp_of(edit.side, edit.own_time)
    if truth is None:
        return _truth_of(edit, own), True
    if edit.value == truth.value:
        return _confirmed(truth, edit, own), True
    if not _wins(truth, edit, own):
        return truth, False
    return _truth_of(edit, max(own, bumped(truth.stamp))), True


def judged(
    record_id: RecordId, name: FieldName, state: FieldState, edit: Edit
) -> tuple[FieldState, tuple[Lost, ...]]:
    """Let the edit compete in its field; return the field, and what lost in a true conflict.

    That is the edit, or the value which the edit had not seen and yet replaces.
    """
    truth, won = compete(state.truth, edit)
    if not won:
        return state, (_lost(record_id, name, edit, "OLDER_THAN_TRUTH"),)
    before = state.truth
    decided = replace(state, truth=truth)
    if before is None or before.value == edit.value:
        return decided, ()
    is_unseen = edit.blind or not (edit.saw or before.side == edit.side)
    return decided, (_lost(record_id, name, before, "OLDER_THAN_EDIT"),) if is_unseen else ()


def shown_by(edit: Edit, state: FieldState) -> Stamp | None:
    """Return the truth's stamp if the edit made the truth or had it in view, else None.

    A value that only equals a later truth has not seen it: what is made on it may be older, too.
    """
    truth = state.truth
    if truth is None or truth.value != edit.value:
        return None
    made_it = (truth.side, truth.own_time) == (edit.side, edit.own_time)
    return truth.stamp if made_it or edit.saw else None


def _lost(record_id: RecordId, name: FieldName, loser: Edit | Truth, reason: str) -> Lost:
    return Lost(
        record_id=record_id,
        field=name,
        value=loser.value,
        side=loser.side,
        own_time=loser.own_time,
        reason=reason,
    )


def _truth_of(edit: Edit, stamp: Stamp) -> Truth:
    return Truth(value=edit.value, stamp=stamp, since=stamp, side=edit.side, own_time=edit.own_time)


def _confirmed(truth: Truth, edit: Edit, own: Stamp) -> Truth:
    if own > truth.stamp:
        return _truth_of(edit, own)
    if edit.side == truth.side:
        return replace(truth, own_time=max(truth.own_time, edit.own_time))
    return truth


def _wins(truth: Truth, edit: Edit, own: Stamp) -> bool:
    if edit.saw:
        return True
    if edit.side == truth.side and edit.own_time != truth.own_time:
        return edit.own_time > truth.own_time
    return own > truth.stamp

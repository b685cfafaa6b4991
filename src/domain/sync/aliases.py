"""Calls for a contact that was merged: judged by the old record, deciding on the survivor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.model.values import ChangeNumber, FieldName, Value
from domain.sync.compete import Seen
from domain.sync.local import observe_call
from domain.sync.record import FieldState, Record


def observe_alias_call(
    alias: Record,
    survivor: Record,
    fields: Mapping[FieldName, Value],
    update_time: datetime,
    applied_change: ChangeNumber,
) -> tuple[Record, Seen]:
    """Return the alias with what Vixiees showed of it, and the survivor after the edits in it."""
    joined = {
        name: _joined(alias.fields.get(name), survivor.fields.get(name, FieldState()))
        for name in fields
    }
    seen = observe_call(replace(survivor, fields=joined), fields, update_time, applied_change)
    shown = {
        name: _joined(state, alias.fields.get(name, FieldState()))
        for name, state in seen.record.fields.items()
    }
    decided = {
        name: replace(survivor.fields.get(name, FieldState()), truth=state.truth)
        for name, state in seen.record.fields.items()
    }
    return (
        replace(alias, fields={**alias.fields, **shown}),
        Seen(replace(survivor, fields={**survivor.fields, **decided}), seen.lost),
    )


def _joined(local_side: FieldState | None, rest: FieldState) -> FieldState:
    """Return *rest* with what the other state knows of Vixiees."""
    local_side = local_side or FieldState()
    return replace(rest, local=local_side.local, shown=local_side.shown, sent=local_side.sent)

"""Forgetting what can no longer decide anything, so that records stay small."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.sync.local import unapplied
from domain.sync.record import FieldState, Record, Write

KEPT_FOR = timedelta(days=7)
"""Longer than any webhook, answer or call of Vixiees is late."""


def pruned(record: Record, now: datetime) -> Record:
    """Drop showings, feed entries and writes that are older than a week.

    The newest showing and feed entry stay whatever their age, and so does what Vixiees has not
    applied, and a write whose outcome is awaited.
    """
    since = now - KEPT_FOR
    states = {name: _field(state, since) for name, state in record.fields.items()}
    writes = tuple(one for one in record.writes if one.sent_at > since or _awaited(record, one))
    if states == record.fields and writes == record.writes:
        return record
    return replace(record, fields=states, writes=writes)


def _field(state: FieldState, since: datetime) -> FieldState:
    waiting = unapplied(state)
    newest_sent, newest_shown = state.sent[-1:], state.shown[-1:]
    sent = tuple(
        one for one in state.sent if one.at > since or one in waiting or one in newest_sent
    )
    shown = tuple(one for one in state.shown if one.at > since or one in newest_shown)
    if sent == state.sent and shown == state.shown:
        return state
    return replace(state, sent=sent, shown=shown)


def _awaited(record: Record, write: Write) -> bool:
    return record.call is not None and record.call.sent_at == write.sent_at

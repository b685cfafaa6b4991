"""What a connection has to do now, and what becomes of work that was done or failed."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import CrmError, CrmRefused, CrmUnavailable, GrantLost
from domain.model.connection import ENDED, Connection, ConnectionState
from domain.model.values import ConnectionId
from domain.model.work import OF_RECORDS, Task, Work, WorkKey
from domain.ports.store import Tx
from domain.sync.retry import retry_after
from domain.sync.standing import (
    after_failure,
    is_doubtful,
    prolonged,
    refused,
    waits_until,
)

_MOST_POSTPONED = 500
_OF_THE_CONNECTION = frozenset(
    {Task.SET_UP, Task.CATALOG, Task.IMPORT, Task.WEBHOOKS, Task.SWEEP, Task.AUDIT}
)
_OF_RECORDS = OF_RECORDS | {Task.DIGEST, Task.REPLAN, Task.PUSH_ACTIVITY}
_ALWAYS = frozenset({Task.FORGET_OLD})
_WHILE_PAUSED = _ALWAYS | {Task.KEEP_ALIVE}
_AFTER_THE_END = _ALWAYS | {Task.DISCONNECT}
LOOK_AT_ENDED = timedelta(hours=12)
_AT_WORK = frozenset({ConnectionState.IMPORTING, ConnectionState.ACTIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The works that may start, and when to look for the next ones.

    None: at the end of one of them, because what is due but has no place yet waits for a place.
    """

    connection: Connection
    works: tuple[Work, ...] = ()
    next_due: datetime | None = None


def agenda(
    tx: Tx, connection_id: ConnectionId, now: datetime, limit: int, busy: Container[WorkKey]
) -> Agenda:
    """Return what may start now; a paused connection's work waits until it may go on."""
    work = tx.work(connection_id)
    # Read in this order, the connection is never older than the work that it is given to.
    due = work.due(now, limit)
    connection = tx.connections.get(connection_id)
    if connection.state in ENDED or waits_until(connection, now) is not None:
        # Were it not held, the work of a login that comes in between would be put off as well.
        connection = tx.connections.hold(connection_id)
        due = work.due(now, limit)
    waiting = waits_until(connection, now)
    if waiting is not None:
        spared = _WHILE_PAUSED if _is_paused(connection) else _ALWAYS
        alive = put_off(tx, connection_id, now, waiting, spared)
        free = tuple(one for one in alive if one.key not in busy)
        return Agenda(connection=connection, works=free, next_due=waiting)
    if _is_paused(connection):
        probe = Work(key=WorkKey(Task.PROBE), due_at=now)
        return Agenda(connection=connection, works=() if probe.key in busy else (probe,))
    if connection.state in ENDED:
        due = _only_goodbyes(tx, connection_id, due, now)
    free = tuple(one for one in due if one.key not in busy)
    return Agenda(connection=connection, works=free, next_due=None if due else work.next_due())


def put_off(
    tx: Tx,
    connection_id: ConnectionId,
    now: datetime,
    until: datetime,
    spared: Container[Task] = (),
) -> list[Work]:
    """Let what is due wait until Pipedrive takes requests again; return what is *spared* that."""
    work = tx.work(connection_id)
    due = work.due(now, _MOST_POSTPONED)
    for one in due:
        if one.key.task not in spared:
            work.put(replace(one, due_at=until))
    return [one for one in due if one.key.task in spared]


def close(tx: Tx, connection_id: ConnectionId, work: Work, again: datetime | None) -> None:
    """Take that the work is done, or wants to be looked at again."""
    if work.key.task in _OF_THE_CONNECTION and work.last_error:
        _take_back_refusal(tx, connection_id, work.last_error)
    if again is None:
        tx.work(connection_id).done(work.key, work.version)
    else:
        tx.work(connection_id).put(replace(work, due_at=again, attempts=0, last_error=""))


def fail(
    tx: Tx,
    begun: Connection,
    work: Work,
    error: CrmError,
    spread: float,
    now: datetime,
) -> None:
    """Take that Pipedrive did not do its part; what concerns the connection is shown there.

    *begun* is the connection as it was when the work began: an authorization that was lost since
    then may have been given anew.
    """
    connection = tx.connections.hold(begun.connection_id)
    is_outdated = isinstance(error, GrantLost) and connection.since != begun.since
    after = connection if is_outdated else _after(connection, work, error, now)
    if after != connection:
        tx.connections.put(after)
    elif connection.state in _AT_WORK and is_doubtful(error, work.attempts):
        tx.work(connection.connection_id).mark([Work(key=WorkKey(Task.PROBE), due_at=now)])
    asked = error.retry_after if isinstance(error, CrmUnavailable) else None
    retry(tx, connection.connection_id, work, error.reason, spread, now, asked)


def retry(  # noqa: PLR0913, PLR0917 - what was to be done, how it went, and when
    tx: Tx,
    connection_id: ConnectionId,
    work: Work,
    reason: str,
    spread: float,
    now: datetime,
    asked: timedelta | None = None,
) -> None:
    """Put the work back for later, each time for longer; a probe prolongs the pause."""
    if work.key.task is Task.PROBE:
        connection = tx.connections.hold(connection_id)
        tx.connections.put(prolonged(connection, asked, now))
    attempts = work.attempts + 1
    due_at = now + retry_after(attempts, spread, asked)
    later = replace(work, due_at=due_at, attempts=attempts, last_error=reason)
    tx.work(connection_id).postpone(later)


def _after(connection: Connection, work: Work, error: CrmError, now: datetime) -> Connection:
    if work.key.task in _OF_THE_CONNECTION and isinstance(error, CrmRefused):
        return refused(connection, error, now)
    tries = None if work.key.task is Task.PROBE else work.attempts
    return after_failure(connection, error, now, tries)


def _is_paused(connection: Connection) -> bool:
    return connection.state is ConnectionState.PAUSED


def _take_back_refusal(tx: Tx, connection_id: ConnectionId, reason: str) -> None:
    """Forget why this work of the connection failed before; a state that tells why keeps it."""
    if tx.connections.get(connection_id).reason == reason:
        connection = tx.connections.hold(connection_id)
        if connection.state in _AT_WORK:
            tx.connections.put(replace(connection, reason="", message=""))


def _only_goodbyes(
    tx: Tx, connection_id: ConnectionId, due: Sequence[Work], now: datetime
) -> list[Work]:
    """Return how a connection that has ended says goodbye; its records' work waits for the next."""
    work = tx.work(connection_id)
    for one in due:
        if one.key.task in _OF_RECORDS:
            work.put(replace(one, due_at=now + LOOK_AT_ENDED))
        elif one.key.task not in _AFTER_THE_END:
            work.done(one.key, one.version)
    return [one for one in due if one.key.task in _AFTER_THE_END]

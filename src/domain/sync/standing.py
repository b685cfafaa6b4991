"""What a failure means for the whole connection, and when it goes on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import (
    AccountExpired,
    CrmError,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    GrantLost,
    MassChange,
)
from domain.model.connection import ENDED, Connection, ConnectionState, ImportPhase
from domain.sync.mass_change import APPROVAL

FIRST_PROBE, LAST_PROBE = timedelta(hours=1), timedelta(hours=24)
"""How long a closed account is left alone: twice as long each time."""
FIRST_OUTAGE, LAST_OUTAGE = timedelta(minutes=1), timedelta(minutes=15)
MOST_TRIES = 3
"""So often one work is tried before an outage is taken to be everybody's."""
_OUTAGES = frozenset({"UNREACHABLE", "MAINTENANCE", "BLOCKED"})
_AT_ONCE = "BLOCKED"
SHARE_SPENT = "BUDGET_SHARE"
"""The reason of waiting for tomorrow's share of what can wait."""
_ODD_GRANTS = frozenset({"INCOMPLETE_TOKENS", "UNTRUSTED_API_DOMAIN"})
"""What tells more than that the tokens are over."""
_EXPIRED = (
    "Expired token: Pipedrive no longer accepts our authorization. "
    "Connect again in Settings › Integrations › Pipedrive."
)
_WAITING = frozenset({ConnectionState.CONNECTING, ConnectionState.NEEDS_RECONNECT})
_FAR = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    """Why a connection stops, and for how long; None until somebody lets it go on."""

    reason: str
    message: str
    span: timedelta | None


def waits_until(connection: Connection, now: datetime) -> datetime | None:
    """Return when the connection may be worked on next; None if that is now."""
    if connection.state in _WAITING:
        return now + _FAR
    if connection.state is not ConnectionState.PAUSED:
        return None
    if connection.resume_at is None:
        return now + _FAR
    return connection.resume_at if connection.resume_at > now else None


def awaits_approval(connection: Connection) -> bool:
    """Tell whether the connection stands still until a person has looked at it."""
    return connection.state is ConnectionState.PAUSED and connection.resume_at is None


def after_failure(
    connection: Connection, error: CrmError, now: datetime, tries: int | None = 0
) -> Connection:
    """Return the connection as the failure leaves it: unchanged if only one record is concerned.

    *tries* is how often the work had failed before; None for a probe: what it meets, everything
    would meet.
    """
    if _stands_firm(connection):
        return connection
    if isinstance(error, GrantLost):
        is_odd = error.reason in _ODD_GRANTS
        return replace(
            connection,
            state=ConnectionState.NEEDS_RECONNECT,
            since=now,
            reason=error.reason if is_odd else "EXPIRED_TOKEN",
            message=error.message if is_odd else _EXPIRED,
            resume_at=None,
        )
    pause = _pause_for(connection, error, tries)
    return connection if pause is None else _paused(connection, pause, now)


def refused(connection: Connection, error: CrmRefused, now: datetime) -> Connection:
    """Return the connection whose own work Pipedrive refuses: a missing permission stops it."""
    if _stands_firm(connection):
        return connection
    if error.reason != "SCOPE_MISSING":
        return replace(connection, reason=error.reason, message=error.message)
    return replace(
        connection,
        state=ConnectionState.NEEDS_RECONNECT,
        since=now,
        reason="SCOPES_MISSING",
        message=error.message,
        resume_at=None,
    )


def prolonged(connection: Connection, asked: timedelta | None, now: datetime) -> Connection:
    """Return a paused connection that was found to be no better, for whatever reason."""
    if connection.state is not ConnectionState.PAUSED or waits_until(connection, now) is not None:
        return connection
    pause = _doubled(FIRST_OUTAGE, connection.setbacks, LAST_OUTAGE)
    resume_at = now + max(pause, asked or pause)
    return replace(connection, resume_at=resume_at, setbacks=connection.setbacks + 1)


def resumed(connection: Connection, now: datetime) -> Connection:
    """Return a paused connection whose time has come as it was before; others unchanged."""
    return _at_work(connection, now) if connection.state is ConnectionState.PAUSED else connection


def logged_in(connection: Connection, now: datetime) -> Connection:
    """Return the connection at work after a login, which approves nothing that waits for that."""
    return connection if awaits_approval(connection) else _at_work(connection, now)


def approved(connection: Connection, now: datetime) -> Connection:
    """Return a paused connection as its administrator lets it go on, deletions and all.

    One that would go on by itself is probed at once.
    """
    if connection.state is not ConnectionState.PAUSED:
        return connection
    if connection.resume_at is not None:
        return replace(connection, resume_at=now)
    return replace(resumed(connection, now), approved_until=now + APPROVAL)


def _at_work(connection: Connection, now: datetime) -> Connection:
    is_over = connection.progress.phase is ImportPhase.DONE
    return replace(
        connection,
        state=ConnectionState.ACTIVE if is_over else ConnectionState.IMPORTING,
        since=now,
        reason="",
        message="",
        resume_at=None,
        setbacks=0,
    )


def _stands_firm(connection: Connection) -> bool:
    """Tell whether only a person gets the connection out of its state.

    What was under way when it got there may still fail, for a reason that would end by itself.
    """
    needs_login = connection.state is ConnectionState.NEEDS_RECONNECT
    return connection.state in ENDED or needs_login or awaits_approval(connection)


def is_doubtful(error: CrmError, tries: int) -> bool:
    """Tell whether a work fails so stubbornly that a probe should tell if all of them would."""
    is_ours = isinstance(error, CrmLimit) or error.reason == SHARE_SPENT
    return isinstance(error, CrmUnavailable) and not is_ours and tries == MOST_TRIES


def _is_outage(reason: str, tries: int | None) -> bool:
    if tries is None:
        return True
    return reason in _OUTAGES and (reason == _AT_ONCE or tries >= MOST_TRIES)


def _pause_for(connection: Connection, error: CrmError, tries: int | None) -> _Pause | None:
    """Return how the failure stops the connection; None if it concerns one record only."""
    match error:
        case AccountExpired():
            return _Pause(
                reason="EXPIRED_ACCOUNT",
                message="Expired account: the Pipedrive company is closed or unpaid. "
                "Once it is active again, the synchronization goes on by itself.",
                span=_doubled(FIRST_PROBE, _setbacks(connection, "EXPIRED_ACCOUNT"), LAST_PROBE),
            )
        case MassChange():
            return _Pause(reason=error.reason, message=error.message, span=None)
        case CrmLimit(daily=True, retry_after=span):
            return _Pause(
                reason="REQUEST_LIMIT",
                message="Request limit: today's requests to Pipedrive are used up. "
                "The synchronization goes on by itself when Pipedrive allows new ones.",
                span=span or FIRST_PROBE,
            )
        case CrmLimit():
            return None
        case CrmUnavailable(reason=reason, retry_after=asked) if _is_outage(reason, tries):
            span = _doubled(FIRST_OUTAGE, _setbacks(connection, "OUTAGE"), LAST_OUTAGE)
            return _Pause(
                reason="OUTAGE",
                message=f"{error.message} "
                "The synchronization goes on by itself when Pipedrive answers again.",
                span=max(span, asked or span),
            )
        case _:
            return None


def _setbacks(connection: Connection, reason: str) -> int:
    """Return how often in a row the connection was paused for this reason."""
    is_same = connection.state is ConnectionState.PAUSED and connection.reason == reason
    return connection.setbacks if is_same else 0


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(times, 16)), longest)


def _paused(connection: Connection, pause: _Pause, now: datetime) -> Connection:
    setbacks = _setbacks(connection, pause.reason)
    return replace(
        connection,
        state=ConnectionState.PAUSED,
        since=connection.since if setbacks else now,
        reason=pause.reason,
        message=pause.message,
        resume_at=now + pause.span if pause.span is not None else None,
        setbacks=setbacks + 1,
        progress=replace(connection.progress, forecast_at=None),
    )

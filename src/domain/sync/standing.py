"""What a failure means for the whole connection, and when it goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import AccountExpired, CrmError, CrmLimit, GrantLost, MassDeletion
from domain.model.connection import ENDED, Connection, ConnectionState, ImportPhase
from domain.sync.mass_change import APPROVAL

EXPIRED_ACCOUNT_PAUSE = timedelta(hours=1)
_WAITING = frozenset({ConnectionState.CONNECTING, ConnectionState.NEEDS_RECONNECT})
_FAR = timedelta(hours=12)


def waits_until(connection: Connection, now: datetime) -> datetime | None:
    """Return when the connection may be worked on next; None if that is now."""
    if connection.state in _WAITING:
        return now + _FAR
    if connection.state is not ConnectionState.PAUSED:
        return None
    if connection.resume_at is None:
        return now + _FAR
    return connection.resume_at if connection.resume_at > now else None


def after_failure(connection: Connection, error: CrmError, now: datetime) -> Connection:
    """Return the connection as the failure leaves it: unchanged if only one record is concerned."""
    if connection.state in ENDED:
        return connection
    match error:
        case GrantLost():
            return replace(
                connection,
                state=ConnectionState.NEEDS_RECONNECT,
                since=now,
                reason="EXPIRED_TOKEN",
                message="Expired token: Pipedrive no longer accepts our authorization. "
                "Connect again in Settings › Integrations › Pipedrive.",
                resume_at=None,
            )
        case AccountExpired():
            return _paused(
                connection,
                "EXPIRED_ACCOUNT",
                "Expired account: the Pipedrive company is closed or unpaid. "
                "Once it is active again, the synchronization goes on by itself.",
                now,
                EXPIRED_ACCOUNT_PAUSE,
            )
        case MassDeletion():
            return replace(
                connection,
                state=ConnectionState.PAUSED,
                since=now,
                reason=error.reason,
                message=error.message,
                resume_at=None,
            )
        case CrmLimit(daily=True, retry_after=pause):
            return _paused(
                connection,
                "REQUEST_LIMIT",
                "Request limit: today's requests to Pipedrive are used up. "
                "The synchronization goes on by itself when Pipedrive allows new ones.",
                now,
                pause or EXPIRED_ACCOUNT_PAUSE,
            )
        case _:
            return connection


def resumed(connection: Connection, now: datetime) -> Connection:
    """Return a paused connection whose time has come as it was before; others unchanged."""
    if connection.state is not ConnectionState.PAUSED:
        return connection
    is_over = connection.progress.phase is ImportPhase.DONE
    return replace(
        connection,
        state=ConnectionState.ACTIVE if is_over else ConnectionState.IMPORTING,
        since=now,
        reason="",
        message="",
        resume_at=None,
    )


def approved(connection: Connection, now: datetime) -> Connection:
    """Return a paused connection as its administrator lets it go on, deletions and all."""
    if connection.state is not ConnectionState.PAUSED:
        return connection
    return replace(resumed(connection, now), approved_until=now + APPROVAL)


def _paused(
    connection: Connection, reason: str, message: str, now: datetime, pause: timedelta
) -> Connection:
    return replace(
        connection,
        state=ConnectionState.PAUSED,
        since=now,
        reason=reason,
        message=message,
        resume_at=now + pause,
    )

"""Who drives which connection, by the database's clock."""

from datetime import timedelta

import sqlalchemy as sa

from adapters.sql.session import EVERYBODY, Session
from adapters.sql.tables import leases, works
from domain.errors import LeaseLost
from domain.model.values import ConnectionId
from domain.model.work import Lease


def take(session: Session, holder: str, span: timedelta) -> Lease | None:
    """Take the connection with due work whose turn was longest ago; None when all are held."""
    session, now = session.of(EVERYBODY), session.now()
    is_due = sa.exists().where(
        works.c.connection_id == leases.c.connection_id, works.c.due_at <= now
    )
    free = (
        sa.select(leases.c.connection_id, leases.c.fence)
        .where(leases.c.expires_at <= now, is_due)
        .order_by(leases.c.taken_at, leases.c.connection_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.connection.execute(free).one_or_none()
    if row is None:
        return None
    lease = Lease(connection_id=ConnectionId(row.connection_id), holder=holder, fence=row.fence + 1)
    taken = (
        sa.update(leases)
        .where(leases.c.connection_id == lease.connection_id)
        .values(holder=holder, fence=lease.fence, expires_at=now + span, taken_at=now)
    )
    session.connection.execute(taken)
    return lease


def check(session: Session, lease: Lease) -> None:
    """Make sure that nobody takes the lease before the commit. Raises LeaseLost."""
    held = sa.select(leases.c.fence).where(_is_held(lease)).with_for_update(read=True)
    if session.connection.scalar(held) is None:
        raise LeaseLost


def renew(session: Session, lease: Lease, span: timedelta) -> None:
    """Prolong the lease from now on. Raises LeaseLost."""
    prolonged = sa.update(leases).where(_is_held(lease)).values(expires_at=session.now() + span)
    if not session.connection.execute(prolonged).rowcount:
        raise LeaseLost


def release(session: Session, lease: Lease) -> None:
    """Let others take the lease at once, if it is still held."""
    freed = sa.update(leases).where(_is_held(lease)).values(holder="", expires_at=session.now())
    session.connection.execute(freed)


def _is_held(lease: Lease) -> sa.ColumnElement[bool]:
    return sa.and_(
        leases.c.connection_id == lease.connection_id,
        leases.c.holder == lease.holder,
        leases.c.fence == lease.fence,
    )

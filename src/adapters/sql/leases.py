"""Who drives which connection, by the database's clock."""

from datetime import timedelta

import sqlalchemy as sa

from adapters.sql.session import EVERYBODY, Session
from adapters.sql.tables import leases, works
from domain.errors import LeaseLost
from domain.model.values import ConnectionId
from domain.model.work import Lease

_IS_DUE = sa.exists().where(
    works.c.connection_id == leases.c.connection_id, works.c.due_at <= sa.bindparam("now")
)
_FREE = (
    sa.select(leases.c.connection_id, leases.c.fence)
    .where(leases.c.expires_at <= sa.bindparam("now"), _IS_DUE)
    .order_by(leases.c.taken_at, leases.c.connection_id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_IS_HELD = sa.and_(
    leases.c.connection_id == sa.bindparam("its_connection_id"),
    leases.c.holder == sa.bindparam("its_holder"),
    leases.c.fence == sa.bindparam("its_fence"),
)
_HELD = sa.select(leases.c.fence).where(_IS_HELD).with_for_update(read=True)
_TAKEN = (
    sa.update(leases)
    .where(leases.c.connection_id == sa.bindparam("its_connection_id"))
    .values(
        holder=sa.bindparam("its_holder"),
        fence=sa.bindparam("its_fence"),
        expires_at=sa.bindparam("until"),
        taken_at=sa.bindparam("now"),
    )
)
_PROLONGED = sa.update(leases).where(_IS_HELD).values(expires_at=sa.bindparam("until"))
_FREED = _PROLONGED.values(holder="")


def take(session: Session, holder: str, span: timedelta) -> Lease | None:
    """Take the connection with due work whose turn was longest ago; None when all are held."""
    session, now = session.of(EVERYBODY), session.now()
    row = session.connection.execute(_FREE, {"now": now}).one_or_none()
    if row is None:
        return None
    lease = Lease(connection_id=ConnectionId(row.connection_id), holder=holder, fence=row.fence + 1)
    session.connection.execute(_TAKEN, _named(lease) | {"now": now, "until": now + span})
    return lease


def check(session: Session, lease: Lease) -> None:
    """Make sure that nobody takes the lease before the commit. Raises LeaseLost."""
    if session.connection.scalar(_HELD, _named(lease)) is None:
        raise LeaseLost


def renew(session: Session, lease: Lease, span: timedelta) -> None:
    """Prolong the lease from now on. Raises LeaseLost."""
    until = session.now() + span
    if not session.connection.execute(_PROLONGED, _named(lease) | {"until": until}).rowcount:
        raise LeaseLost


def release(session: Session, lease: Lease) -> None:
    """Let others take the lease at once, if it is still held."""
    session.connection.execute(_FREED, _named(lease) | {"until": session.now()})


def _named(lease: Lease) -> dict[str, object]:
    return {
        "its_connection_id": lease.connection_id,
        "its_holder": lease.holder,
        "its_fence": lease.fence,
    }

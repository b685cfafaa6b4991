"""Engines for either database: https://docs.sqlalchemy.org/en/21/dialects/."""

from pathlib import Path

import sqlalchemy as sa

THREADS = 8
"""How many transactions one process has open at PostgreSQL at once."""
_CONNECT_SECONDS = 5
_LOCK_SECONDS = 20
_POSTGRES_ARGUMENTS = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": _LOCK_SECONDS * 1000,
    "options": (
        f"-c statement_timeout={_LOCK_SECONDS}s "
        f"-c idle_in_transaction_session_timeout={_LOCK_SECONDS}s"
    ),
}
_READ_ONLY = "25006"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html."""
# WAL lets others read while we write; FULL makes a commit survive a power cut.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


def make_engine(url: str) -> sa.Engine:
    """Return an engine for `sqlite:///<file>` or `postgresql://…`; it has not connected yet."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    engine = sa.create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args=_POSTGRES_ARGUMENTS,
        pool_size=THREADS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    sa.event.listen(engine, "handle_error", _leave_standby)
    return engine


def _leave_standby(context: sa.engine.ExceptionContext) -> None:
    """Connect anew where only reading is allowed: the address may lead to another server by now."""
    if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True


def _sqlite(address: sa.URL) -> sa.Engine:
    Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        address,
        connect_args={"timeout": _LOCK_SECONDS, "isolation_level": None},
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Take the write lock at once: a reader that begins to write later can only fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")

"""Connections, their records, feeds, due lists and inboxes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_NUMBER = sa.BigInteger()
_INSTANT = sa.BigInteger()  # microseconds since 1970


def upgrade() -> None:
    """Make the tables."""
    _make_connections()
    _make_records()
    _make_work()
    _make_memory()


def _make_connections() -> None:
    op.create_table(
        "connections",
        _key("connection_id"),
        _column("account_id"),
        _column("webhook_path"),
        sa.Column("company_id", _TEXT),
        _column("last_change", _NUMBER),
        _column("acknowledged", _NUMBER),
        _column("body"),
        sa.PrimaryKeyConstraint("connection_id", name="pk_connections"),
        sa.UniqueConstraint("account_id", name="uq_connections_account_id"),
    )
    _index("connections", "webhook_path")
    _index("connections", "company_id")
    op.create_table(
        "logins",
        _key("state"),
        _column("connection_id"),
        _column("session"),
        _column("expires_at", _INSTANT),
        sa.PrimaryKeyConstraint("state", name="pk_logins"),
    )
    op.create_table(
        "secrets",
        _key("connection_id"),
        _key("purpose"),
        _column("key_id"),
        _column("nonce", sa.LargeBinary()),
        _column("sealed", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("connection_id", "purpose", name="pk_secrets"),
    )


def _make_records() -> None:
    op.create_table(
        "records",
        _key("connection_id"),
        _key("record_id"),
        sa.Column("remote_id", _NUMBER),
        sa.Column("company_id", _NUMBER),
        sa.Column("phone_key", _TEXT),
        _column("is_gone", sa.Boolean()),
        _column("body"),
        sa.PrimaryKeyConstraint("connection_id", "record_id", name="pk_records"),
        sa.UniqueConstraint(
            "connection_id", "remote_id", name="uq_records_connection_id_remote_id"
        ),
    )
    _index("records", "connection_id", "company_id")
    _index("records", "connection_id", "phone_key")
    op.create_table(
        "changes",
        _key("connection_id"),
        _key("number", _NUMBER),
        _column("body"),
        sa.PrimaryKeyConstraint("connection_id", "number", name="pk_changes"),
    )


def _make_work() -> None:
    op.create_table(
        "leases",
        _key("connection_id"),
        _column("holder"),
        _column("fence", _NUMBER),
        _column("expires_at", _INSTANT),
        _column("taken_at", _INSTANT),
        sa.PrimaryKeyConstraint("connection_id", name="pk_leases"),
    )
    op.create_table(
        "works",
        _key("connection_id"),
        _key("task", sa.SmallInteger()),
        _key("subject"),
        _column("due_at", _INSTANT),
        _column("attempts", sa.Integer()),
        _column("version", sa.Integer()),
        _column("last_error"),
        sa.PrimaryKeyConstraint("connection_id", "task", "subject", name="pk_works"),
    )
    _index("works", "connection_id", "due_at")
    _index("works", "due_at")
    op.create_table(
        "inbox",
        _key("connection_id"),
        _key("event_id"),
        sa.Column("entity", _TEXT),
        _column("entity_id", _NUMBER),
        _column("received_at", _INSTANT),
        _column("place", sa.Integer()),
        sa.Column("digested_at", _INSTANT),
        _column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("connection_id", "event_id", name="pk_inbox"),
    )
    _index("inbox", "connection_id", "entity", "entity_id")


def _make_memory() -> None:
    op.create_table(
        "companies",
        _key("connection_id"),
        _key("company_id", _NUMBER),
        _column("name"),
        sa.PrimaryKeyConstraint("connection_id", "company_id", name="pk_companies"),
    )
    _index("companies", "connection_id", "name")
    op.create_table(
        "ends",
        _key("connection_id"),
        _key("remote_id", _NUMBER),
        sa.Column("merged_into", _NUMBER),
        _column("at", _INSTANT),
        sa.PrimaryKeyConstraint("connection_id", "remote_id", name="pk_ends"),
    )
    op.create_table(
        "conflicts",
        _key("connection_id"),
        _key("record_id"),
        _key("at", _INSTANT),
        _key("entry"),
        _column("body"),
        sa.PrimaryKeyConstraint("connection_id", "record_id", "at", "entry", name="pk_conflicts"),
    )
    op.create_table(
        "requests",
        _key("connection_id"),
        _key("request_id"),
        _column("fingerprint"),
        _column("answer"),
        _column("at", _INSTANT),
        sa.PrimaryKeyConstraint("connection_id", "request_id", name="pk_requests"),
    )


def _key(name: str, kind: sa.types.TypeEngine[Any] = _TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, autoincrement=False)


def _column(name: str, kind: sa.types.TypeEngine[Any] = _TEXT) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)

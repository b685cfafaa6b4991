"""The tables. Each key begins with connection_id, so that the data can be split by it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970 so that both databases compare alike."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        del dialect
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        del dialect
        return None if value is None else _EPOCH + value * _MICROSECOND


# PostgreSQL sorts by the server's language unless it is told to sort like everybody else here.
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str, kind: sa.types.TypeEngine[Any] = Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _column(name: str, kind: sa.types.TypeEngine[Any] = Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


connections = sa.Table(
    "connections",
    metadata,
    _key("connection_id"),
    _column("account_id"),
    _column("webhook_path"),
    sa.Column("company_id", Text),
    _column("last_change", sa.BigInteger()),
    _column("acknowledged", sa.BigInteger()),
    _column("body"),
    sa.UniqueConstraint("account_id"),
    sa.Index(None, "webhook_path"),
    sa.Index(None, "company_id"),
)

leases = sa.Table(
    "leases",
    metadata,
    _key("connection_id"),
    _column("holder"),
    _column("fence", sa.BigInteger()),
    _column("expires_at", Instant()),
    _column("taken_at", Instant()),
)

logins = sa.Table(
    "logins",
    metadata,
    _key("state"),
    _column("connection_id"),
    _column("session"),
    _column("expires_at", Instant()),
)

secrets = sa.Table(
    "secrets",
    metadata,
    _key("connection_id"),
    _key("purpose"),
    _column("key_id"),
    _column("nonce", sa.LargeBinary()),
    _column("sealed", sa.LargeBinary()),
)

records = sa.Table(
    "records",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("record_id"),
    sa.Column("remote_id", sa.BigInteger()),
    sa.Column("company_id", sa.BigInteger()),
    sa.Column("phone_key", Text),
    sa.Column("contact", Text),
    sa.Column("stage", Text),
    sa.Column("wanted_company", Text),
    _column("is_gone", sa.Boolean()),
    sa.Column("deleted_by", Text),
    sa.Column("deleted_at", Instant()),
    sa.Column("blanked_by", Text),
    sa.Column("blanked_at", Instant()),
    _column("body"),
    sa.UniqueConstraint("connection_id", "kind", "remote_id"),
    sa.Index(None, "connection_id", "kind", "deleted_by", "deleted_at"),
    sa.Index(None, "connection_id", "kind", "blanked_by", "blanked_at"),
    sa.Index(None, "connection_id", "kind", "company_id"),
    sa.Index(None, "connection_id", "kind", "phone_key"),
    sa.Index(None, "connection_id", "kind", "contact"),
    sa.Index(None, "connection_id", "kind", "stage"),
)

changes = sa.Table(
    "changes",
    metadata,
    _key("connection_id"),
    _key("number", sa.BigInteger()),
    _column("body"),
)

works = sa.Table(
    "works",
    metadata,
    _key("connection_id"),
    _key("task", sa.SmallInteger()),
    _key("subject"),
    _column("due_at", Instant()),
    _column("attempts", sa.Integer()),
    _column("version", sa.Integer()),
    _column("last_error"),
    sa.Index(None, "connection_id", "due_at"),
    sa.Index(None, "due_at"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    _key("connection_id"),
    _key("event_id"),
    sa.Column("entity", Text),
    _column("entity_id", sa.BigInteger()),
    _column("received_at", Instant()),
    _column("place", sa.Integer()),
    sa.Column("digested_at", Instant()),
    _column("body", sa.LargeBinary()),
    sa.Index(None, "connection_id", "entity", "entity_id"),
    sa.Index(None, "connection_id", "received_at"),
)

companies = sa.Table(
    "companies",
    metadata,
    _key("connection_id"),
    _key("company_id", sa.BigInteger()),
    _column("name"),
    sa.Index(None, "connection_id", "name"),
)

ends = sa.Table(
    "ends",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("remote_id", sa.BigInteger()),
    sa.Column("merged_into", sa.BigInteger()),
    _column("at", Instant()),
)

conflicts = sa.Table(
    "conflicts",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("record_id"),
    _key("at", Instant()),
    _key("entry"),
    _column("body"),
)

requests = sa.Table(
    "requests",
    metadata,
    _key("connection_id"),
    _key("request_id"),
    _column("fingerprint"),
    _column("answer"),
    _column("at", Instant()),
    sa.Index(None, "connection_id", "at"),
)

catalog = sa.Table(
    "catalog",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("key"),
    _column("body"),
)

activities = sa.Table(
    "activities",
    metadata,
    _key("connection_id"),
    _key("activity_id"),
    sa.Column("state", Text),
    sa.Column("session", Text),
    sa.Column("waits_for", Text),
    _column("body"),
    sa.UniqueConstraint("connection_id", "session"),
    sa.Index(None, "connection_id", "state", "activity_id"),
    sa.Index(None, "connection_id", "waits_for"),
)

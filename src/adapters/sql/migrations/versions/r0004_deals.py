"""Deals beside contacts: records of several kinds, and the indexes that deals are found by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_RECORD_INDEXES = (("deleted_by", "deleted_at"), ("company_id",), ("phone_key",))


def upgrade() -> None:
    """Call everything that is there a contact's."""
    for columns in _RECORD_INDEXES:
        op.drop_index(f"ix_records_connection_id_{'_'.join(columns)}", "records")
    op.add_column("records", sa.Column("contact", _TEXT))
    op.add_column("records", sa.Column("stage", _TEXT))
    _add_kind("records", ["connection_id", "kind", "record_id"])
    with op.batch_alter_table("records") as batch:
        batch.drop_constraint("uq_records_connection_id_remote_id", type_="unique")
        unique = ["connection_id", "kind", "remote_id"]
        batch.create_unique_constraint(f"uq_records_{'_'.join(unique)}", unique)
    for columns in (*_RECORD_INDEXES, ("contact",), ("stage",)):
        keys = ["connection_id", "kind", *columns]
        op.create_index(f"ix_records_{'_'.join(keys)}", "records", keys)
    _add_kind("ends", ["connection_id", "kind", "remote_id"])
    _add_kind("conflicts", ["connection_id", "kind", "record_id", "at", "entry"])
    op.execute("UPDATE works SET subject = 'contact:' || subject WHERE task = 1")


def _add_kind(table: str, keys: Sequence[str]) -> None:
    op.add_column(
        table, sa.Column("kind", _TEXT, nullable=False, server_default=sa.text("'contact'"))
    )
    with op.batch_alter_table(table) as batch:
        batch.alter_column("kind", server_default=None)
        batch.drop_constraint(f"pk_{table}", type_="primary")
        batch.create_primary_key(f"pk_{table}", list(keys))

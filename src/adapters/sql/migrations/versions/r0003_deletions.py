"""Which side deleted a record, and when: to notice when it is very many."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and their index; records deleted before count for nobody."""
    op.add_column("records", sa.Column("deleted_by", _TEXT))
    op.add_column("records", sa.Column("deleted_at", sa.BigInteger()))
    columns = ["connection_id", "deleted_by", "deleted_at"]
    op.create_index(f"ix_records_{'_'.join(columns)}", "records", columns)

"""Which side emptied a field of a record, and when: to notice when it is very many."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and their index; what was emptied before counts for nobody."""
    op.add_column("records", sa.Column("blanked_by", _TEXT))
    op.add_column("records", sa.Column("blanked_at", sa.BigInteger()))
    columns = ["connection_id", "kind", "blanked_by", "blanked_at"]
    op.create_index(f"ix_records_{'_'.join(columns)}", "records", columns)

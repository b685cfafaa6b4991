"""Which company a contact names that is not in Pipedrive yet: it has to be looked for, or made."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column; contacts that are there already are counted once they change."""
    op.add_column("records", sa.Column("wanted_company", _TEXT))

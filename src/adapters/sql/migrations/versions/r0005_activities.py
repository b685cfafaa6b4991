"""Calls, e-mails, tasks and notes on their way to Pipedrive."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "activities",
        sa.Column("connection_id", _TEXT, nullable=False),
        sa.Column("activity_id", _TEXT, nullable=False),
        sa.Column("state", _TEXT),
        sa.Column("session", _TEXT),
        sa.Column("waits_for", _TEXT),
        sa.Column("body", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("connection_id", "activity_id", name="pk_activities"),
        sa.UniqueConstraint("connection_id", "session", name="uq_activities_connection_id_session"),
    )
    for columns in (["connection_id", "state", "activity_id"], ["connection_id", "waits_for"]):
        op.create_index(f"ix_activities_{'_'.join(columns)}", "activities", columns)

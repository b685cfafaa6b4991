"""What is old is forgotten at the connections that are there already, found by its time."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TASK = 25
_TIMES = {"inbox": "received_at", "requests": "at"}


def upgrade() -> None:
    """Make the indexes and mark the work; connections that come later are marked when they do."""
    for table, time in _TIMES.items():
        op.create_index(f"ix_{table}_connection_id_{time}", table, ["connection_id", time])
    op.execute(
        sa.text(
            "INSERT INTO works "
            "(connection_id, task, subject, due_at, attempts, version, last_error) "
            "SELECT connection_id, :task, '', 0, 0, 1, '' FROM connections "
            "WHERE true ON CONFLICT DO NOTHING"
        ).bindparams(task=_TASK)
    )

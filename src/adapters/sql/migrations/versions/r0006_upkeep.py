"""What keeps a connection equal by itself becomes due at the connections that are there already."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TASKS = (20, 21, 23, 24)
"""The webhooks, the sweep, the audit, and keeping the authorization alive."""


def upgrade() -> None:
    """Mark the works; where one is marked already it stays so."""
    for task in _TASKS:
        op.execute(
            sa.text(
                "INSERT INTO works "
                "(connection_id, task, subject, due_at, attempts, version, last_error) "
                "SELECT connection_id, :task, '', 0, 0, 1, '' FROM connections "
                "WHERE true ON CONFLICT DO NOTHING"
            ).bindparams(task=task)
        )

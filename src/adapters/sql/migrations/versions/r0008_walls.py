"""A second wall between accounts: each transaction of PostgreSQL sees the rows of one connection.

https://www.postgresql.org/docs/current/ddl-rowsecurity.html. It holds for every role but
superusers, the tables' owner included. What tells who there is stays open: connections, leases and
logins are looked up before it is known whose they are.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

_TABLES = (
    "activities",
    "catalog",
    "changes",
    "companies",
    "conflicts",
    "ends",
    "inbox",
    "records",
    "requests",
    "secrets",
    "works",
)
_OWN = "current_setting('vixiees.connection_id', true) IN (connection_id, '*')"


def upgrade() -> None:
    """Build the wall; SQLite has no such thing."""
    if op.get_context().dialect.name != "postgresql":
        return
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_rows ON {table} USING ({_OWN})")

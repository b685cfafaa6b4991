"""The database's version against the one this code needs."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from adapters.sql.session import EVERYBODY, show
from domain.errors import SyncError

_ANY_NUMBER = 7_429_511_803  # of our own lock among the advisory locks of the database


def upgrade(engine: sa.Engine) -> None:
    """Bring the tables up to date; a second process that does so waits and finds it done.

    Raises SyncError for a database that is newer than this code.
    """
    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ANY_NUMBER)))
            show(connection, EVERYBODY)
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(engine: sa.Engine) -> None:
    """Make sure that the tables are those this code was written for. Raises SyncError."""
    config = _config()
    with engine.connect() as connection:
        _refuse_newer(connection, config)
        present = _present(connection)
    needed = ScriptDirectory.from_config(config).get_current_head()
    if present != needed:
        raise SyncError(
            "DATABASE_OUTDATED",
            f"The database is at version {present or 'none'}, the service needs {needed}: "
            "run `vixiees-pipedrive migrate`, then start it again.",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "adapters.sql:migrations")
    return config


def _present(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: sa.Connection, config: Config) -> None:
    present = _present(connection)
    try:
        ScriptDirectory.from_config(config).get_revision(present or "base")
    except CommandError as error:
        raise SyncError(
            "DATABASE_NEWER",
            f"The database is at version {present}, which this service does not know: start the "
            "newer service that made it; `vixiees-pipedrive migrate` never goes back.",
        ) from error

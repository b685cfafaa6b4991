"""Two instances of the service on a cluster, the sandbox, and proxies where they can be cut."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from app.demo.pipedrive import Colleague, colleague
from app.demo.ports import free_ports
from app.demo.processes import Addresses, free_addresses, sandbox_process
from app.demo.vixiees import Vixiees, vixiees
from tests.crash.acknowledged import Deliveries
from tests.crash.database import Cluster, cluster
from tests.crash.instance import Instance
from tests.crash.proxy import Address, Proxy, proxied

_PREFIX = "VIXIEES_PIPEDRIVE_"
_PAUSE = 0.02
_PERSONS = 5
_MOST_WAITING = 40


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was done to the service."""

    kills: int = 0
    marked: int = 0
    pauses: int = 0
    restarts: int = 0
    fail_overs: int = 0
    cuts: int = 0


@dataclass(slots=True, kw_only=True)
class Siege:
    """Everything that can be cut down, and both sides' people.

    *ahead* are the clocks of all. *keeps_up* is set while the service has not too much to do.
    """

    database: Cluster
    to_database: Proxy
    to_sandbox: Proxy
    to_http: Proxy
    to_grpc: Proxy
    instances: Sequence[Instance]
    vixiees: Vixiees
    colleague: Colleague
    deliveries: Deliveries
    counts: Counts = field(default_factory=Counts)
    ahead: timedelta = timedelta(0)
    keeps_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep_up(self) -> None:
        """Bring back whatever has ended, for ever. Raises RuntimeError if it ended by itself."""
        while True:
            for instance in self.instances:
                if not instance.is_alive:
                    await instance.start(self.ahead)
            await asyncio.sleep(_PAUSE)

    async def watch(self) -> None:
        """Look how much waits for the service, for ever: people have to rest if it is too much."""
        statement = (
            "SELECT count(*) < %s FROM works WHERE due_at <= extract(epoch FROM now()) * 1e6"
        )
        while True:
            with suppress(psycopg.Error):  # there may be no database at the moment
                ((is_little,),) = await self.database.execute(statement, _MOST_WAITING)
                (self.keeps_up.set if is_little else self.keeps_up.clear)()
            await asyncio.sleep(_PAUSE * 10)

    async def ready(self, *, all_of_them: bool) -> None:
        """Wait until the instances serve, or one of them."""
        enough = all if all_of_them else any
        while not enough(one.is_ready for one in self.instances):  # noqa: ASYNC110 - processes do it
            await asyncio.sleep(_PAUSE)

    async def kill(self, instance: Instance) -> None:
        """Kill an instance."""
        holder = instance.holder
        if instance.shoot():
            await self.bury(holder)

    async def bury(self, holder: str) -> None:
        """Count who was killed; its leases run out at once, as they would by themselves in 15 s."""
        self.counts.kills += 1
        await self._expire(holder)

    async def pause(self, instance: Instance, seconds: float) -> None:
        """Stop an instance for so long; others may take what it held."""
        instance.pause()
        self.counts.pauses += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._expire(instance.holder)  # waits for what it has locked
                await asyncio.sleep(seconds)
        instance.resume()

    async def pass_time(self, ahead: timedelta) -> None:
        """Stop every instance in peace, and let all clocks be so far ahead afterwards."""
        self.ahead = ahead
        for instance in self.instances:
            await instance.stop()
        await self.database.execute("UPDATE leases SET expires_at = 0")
        await self.ready(all_of_them=True)
        await self.colleague.switch(clock_ahead_seconds=ahead.total_seconds())

    async def _expire(self, holder: str) -> None:
        with suppress(psycopg.Error):  # there may be no database at the moment
            await self.database.execute(
                "UPDATE leases SET expires_at = 0 WHERE holder = %s", holder
            )


@asynccontextmanager
async def siege() -> AsyncIterator[Siege]:
    """Build everything while the block runs; no instance is started yet."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        enter = stack.enter_async_context
        built = await enter(cluster())
        behind = free_addresses(folder)
        await enter(sandbox_process(behind, _PERSONS, deals=0))
        ports = dict(zip(("database", "sandbox", "http", "grpc"), free_ports(4), strict=True))
        instances = _instances(behind, ports, folder)
        sandbox_port = int(behind.sandbox_url.rpartition(":")[2])
        deliveries = Deliveries()
        found = Siege(
            database=built,
            to_database=await enter(
                proxied(lambda: ("127.0.0.1", built.primary.port), ports["database"])
            ),
            to_sandbox=await enter(proxied(lambda: ("127.0.0.1", sandbox_port), ports["sandbox"])),
            to_http=await enter(
                proxied(lambda: _one_of(instances, "http"), ports["http"], deliveries.hear)
            ),
            to_grpc=await enter(proxied(lambda: _one_of(instances, "grpc"), ports["grpc"])),
            instances=instances,
            vixiees=await enter(vixiees(f"127.0.0.1:{ports['grpc']}", "acme")),
            colleague=await enter(colleague(behind.sandbox_url)),
            deliveries=deliveries,
        )
        stack.push_async_callback(_end, instances)
        yield found


def _instances(behind: Addresses, ports: Mapping[str, int], folder: Path) -> tuple[Instance, ...]:
    common = {
        **{name: value for name, value in behind.environment.items() if name.startswith(_PREFIX)},
        f"{_PREFIX}DATABASE_URL": f"postgresql://service@127.0.0.1:{ports['database']}/service",
        f"{_PREFIX}SANDBOX_URL": f"http://127.0.0.1:{ports['sandbox']}",
        f"{_PREFIX}PUBLIC_URL": f"http://127.0.0.1:{ports['http']}",
    }
    return tuple(
        Instance(
            name,
            {
                **common,
                f"{_PREFIX}HTTP_PORT": str(http),
                f"{_PREFIX}GRPC_PORT": str(grpc),
            },
            folder,
        )
        for name, (http, grpc) in (("one", free_ports(2)), ("two", free_ports(2)))
    )


def _one_of(instances: Sequence[Instance], which: str) -> Address | None:
    for one in instances:
        if one.is_ready:
            return "127.0.0.1", one.http_port if which == "http" else one.grpc_port
    return None


async def _end(instances: Sequence[Instance]) -> None:
    for instance in instances:
        instance.shoot()

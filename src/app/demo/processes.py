"""The service and the sandbox as processes of their own, which can be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.demo.ports import free_ports

_START_LIMIT = 60.0
_PAUSE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the parts of one demonstration listen."""

    sandbox_url: str
    http_url: str
    grpc_address: str
    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the settings that make a service listen here, beside the sandbox."""
        prefix = "VIXIEES_PIPEDRIVE_"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(prefix)}
        settings = {
            "DATABASE_URL": f"sqlite:///{self.folder / 'service.db'}",
            "STATE_FOLDER": str(self.folder),
            "SANDBOX_URL": self.sandbox_url,
            "PUBLIC_URL": self.http_url,
            "HTTP_PORT": self.http_url.rpartition(":")[2],
            "GRPC_PORT": self.grpc_address.rpartition(":")[2],
        }
        return kept | {prefix + name: value for name, value in settings.items()}


def free_addresses(folder: Path) -> Addresses:
    """Return addresses on ports that are free at the moment."""
    sandbox, http, grpc = free_ports(3)
    return Addresses(
        sandbox_url=f"http://127.0.0.1:{sandbox}",
        http_url=f"http://127.0.0.1:{http}",
        grpc_address=f"127.0.0.1:{grpc}",
        folder=folder,
    )


class ServiceProcess:
    """The service, as an operator would start it."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Return the number of its process, 0 while there is none."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        self._process = await _spawn(self._addresses, "service.log", "serve")
        await _answering(self._process, f"{self._addresses.http_url}/readyz")

    async def kill(self) -> None:
        """End it as a power cut would: without a chance to finish anything."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            await _ended(process, how)


@asynccontextmanager
async def service_process(addresses: Addresses) -> AsyncIterator[ServiceProcess]:
    """Run the service while the block runs."""
    service = ServiceProcess(addresses)
    try:
        await service.start()
        yield service
    finally:
        await service.stop()


@asynccontextmanager
async def sandbox_process(
    addresses: Addresses, persons: int, deals: int | None = None
) -> AsyncIterator[None]:
    """Run the sandbox with a company of so many persons and deals while the block runs."""
    port = addresses.sandbox_url.rpartition(":")[2]
    options = ["--port", port, "--persons", str(persons)]
    options += [] if deals is None else ["--deals", str(deals)]
    process = await _spawn(addresses, "sandbox.log", "sandbox", *options)
    try:
        await _answering(process, f"{addresses.sandbox_url}/sandbox")
        yield
    finally:
        await _ended(process, signal.SIGTERM)


async def _spawn(addresses: Addresses, log: str, *arguments: str) -> asyncio.subprocess.Process:
    with (addresses.folder / log).open("ab") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.cli",
            *arguments,
            env=dict(addresses.environment),
            stdout=output,
            stderr=output,
        )


async def _answering(process: asyncio.subprocess.Process, url: str) -> None:
    async with asyncio.timeout(_START_LIMIT), httpx.AsyncClient() as browser:
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"{url} never answered: its process ended at once.")
            try:
                if (await browser.get(url)).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(_PAUSE)


async def _ended(process: asyncio.subprocess.Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
    await process.wait()

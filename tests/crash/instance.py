"""Instances of the service: processes that die by SIGKILL and are back in a moment.

They are forked from a process that has imported everything already, so that a start costs little;
what runs in them is the command `vixiees-pipedrive serve`, unchanged.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psutil
from dependency_injector import providers

from app.cli import main
from app.container import Container
from tests.crash.proxy import Link

_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["__main__", __name__])
_PAUSE = 0.01
_WELCOME = b"To connect the account"


def serve(environment: Mapping[str, str], log: Path, holder: str, ahead: timedelta) -> None:
    """Be the service, with its clock so far ahead; *holder* is its name in the leases."""
    with log.open("wb") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    os.environ.update(environment)
    Container.clock.override(providers.Object(lambda: datetime.now(UTC) + ahead))
    Container.worker.add_kwargs(holder=holder)
    sys.argv = ["vixiees-pipedrive", "serve"]
    main()


class Instance:
    """One of the service's processes, under one name and at one pair of ports over many lives."""

    def __init__(self, name: str, environment: Mapping[str, str], folder: Path) -> None:
        self.http_port = int(environment["VIXIEES_PIPEDRIVE_HTTP_PORT"])
        self.grpc_port = int(environment["VIXIEES_PIPEDRIVE_GRPC_PORT"])
        self._name = name
        self._environment = environment
        self._log = folder / f"{name}.log"
        self._process: ForkServerProcess | None = None
        self._lives = 0
        self._was_ready = self._is_ended = False

    @property
    def holder(self) -> str:
        """Return its present name in the leases."""
        return f"{self._name} in life {self._lives}"

    @property
    def is_alive(self) -> bool:
        """Tell whether there is a process."""
        return self._process is not None and self._process.is_alive()

    @property
    def is_ready(self) -> bool:
        """Tell whether it serves."""
        self._was_ready = self._was_ready or _WELCOME in self._said()
        return self._was_ready and self.is_alive

    async def start(self, ahead: timedelta = timedelta(0)) -> None:
        """Begin a new life. Raises RuntimeError if the last one ended without being ended."""
        if self._was_ready and not self._is_ended:
            said = self._said().decode(errors="replace")
            raise RuntimeError(f"{self.holder} ended by itself and said: {said}")
        self._lives += 1
        self._was_ready = self._is_ended = False
        self._log.unlink(missing_ok=True)
        arguments = (dict(self._environment), self._log, self.holder, ahead)
        self._process = _forkserver.Process(target=serve, args=arguments, daemon=True)
        await asyncio.to_thread(self._process.start)

    def shoot(self) -> bool:
        """End its life as a power cut would, this very moment; tell whether it had one."""
        if self._is_ended or not self.is_alive:
            return False
        self._is_ended = True
        self._signal(signal.SIGKILL)
        return True

    def pause(self) -> None:
        """Stop it in the middle of whatever it does, as a machine that is moved does."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on as if nothing had happened."""
        self._signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        process, self._is_ended = self._process, True
        self._signal(signal.SIGTERM)
        while process is not None and process.is_alive():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(_PAUSE)

    def is_at(self, link: Link) -> bool:
        """Tell whether it is at one of the ends of a connection."""
        if not self.is_alive:
            return False
        if link.server_port in {self.http_port, self.grpc_port}:
            return True
        if self._process is None or self._process.pid is None:
            return False
        try:
            own = psutil.Process(self._process.pid).net_connections("tcp")
        except psutil.Error:
            return False
        return any(one.laddr.port == link.client_port for one in own)

    def _signal(self, number: signal.Signals) -> None:
        if self.is_alive and self._process is not None and self._process.pid is not None:
            with suppress(ProcessLookupError):  # it has ended this moment
                os.kill(self._process.pid, number)

    def _said(self) -> bytes:
        return self._log.read_bytes() if self._log.exists() else b""

"""The sender of webhooks: many at once, in no promised order."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp

from adapters.sandbox.company.deliveries import TIMEOUT, Delivery
from adapters.sandbox.sandbox import Sandbox

_LONGEST_SLEEP_SECONDS = 3600.0


class Sender:
    """Sends what the core has due, as soon as it is due. A context that owns its connections."""

    def __init__(self, sandbox: Sandbox, clock: Callable[[], datetime]) -> None:
        self._sandbox = sandbox
        self._clock = clock
        self._woken = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT.total_seconds())
        self._session = aiohttp.ClientSession(timeout=timeout)
        self._loop = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        tasks = [self._loop, *self._sending]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    def wake(self) -> None:
        """Look at the queue again: something may have been put into it."""
        self._woken.set()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            for delivery in self._sandbox.due_deliveries(self._clock()):
                task = asyncio.create_task(self._send(delivery))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            try:
                async with asyncio.timeout(self._seconds_to_next()):
                    await self._woken.wait()
            except TimeoutError:
                continue

    def _seconds_to_next(self) -> float:
        due = self._sandbox.next_due()
        if due is None:
            return _LONGEST_SLEEP_SECONDS
        return max(0.0, (due - self._clock()).total_seconds())

    async def _send(self, delivery: Delivery) -> None:
        """Send one; a redirect is a failure, as is no answer in time."""
        try:
            async with self._session.request(
                delivery.method,
                delivery.url,
                data=delivery.body,
                headers=delivery.headers,
                allow_redirects=False,
            ) as response:
                status: int | None = response.status
        except (aiohttp.ClientError, TimeoutError, ValueError):
            status = None
        self._sandbox.delivered(delivery, status, self._clock())
        self.wake()

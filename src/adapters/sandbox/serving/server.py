"""The HTTP server: reads a request, asks the core, writes the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web

from adapters.sandbox.exchange import Ending, Exchange, Request, Response
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.serving.sender import Sender

Clock = Callable[[], datetime]
Observer = Callable[[Exchange], None]

_LONGEST_HANG_SECONDS = 60
_GRACE_SECONDS = 0.1
_LARGEST_BODY = 5 * 1024**2


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(
    sandbox: Sandbox,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    observers: Sequence[Observer] = (),
    clock: Clock = utc_now,
) -> AsyncIterator[str]:
    """Serve *sandbox* and send its webhooks while the block runs; gives the base URL.

    Port 0 takes a free one. Each *observer* is called with every request and its answer.
    """
    async with Sender(sandbox, clock) as sender:
        shell = _Shell(sandbox, sender, observers, clock)
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", shell.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_SECONDS)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            shell.closing.set()
            await runner.cleanup()


class _Shell:
    def __init__(
        self, sandbox: Sandbox, sender: Sender, observers: Sequence[Observer], clock: Clock
    ) -> None:
        self._sandbox = sandbox
        self._sender = sender
        self._observers = observers
        self._clock = clock
        self.closing = asyncio.Event()

    async def answer(self, incoming: web.Request) -> web.StreamResponse:
        request = Request(
            method=incoming.method,
            path=incoming.path,
            query=dict(incoming.query),
            headers={name.lower(): value for name, value in incoming.headers.items()},
            body=await incoming.read(),
        )
        response = self._sandbox.handle(request, self._clock())
        self._sender.wake()
        for observe in self._observers:
            observe(Exchange(request=request, response=response))
        if response.delay_seconds:
            await asyncio.sleep(response.delay_seconds)
        if response.ending is not Ending.ANSWER:
            await self._cut(incoming, response)
        return web.Response(
            status=response.status, headers=dict(response.headers), body=response.body
        )

    async def _cut(self, incoming: web.Request, response: Response) -> None:
        """End the connection without an answer, at once or after a long silence."""
        if response.ending is Ending.HANG:
            try:
                async with asyncio.timeout(_LONGEST_HANG_SECONDS):
                    await self.closing.wait()
            except TimeoutError:
                pass
        if incoming.transport is not None:
            incoming.transport.abort()

"""The HTTP listener for Pipedrive, browsers and whoever watches over the service.

It speaks plain HTTP: encryption is the business of the proxy before it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.http_server.routes import application
from adapters.http_server.wire import Busy, Wire
from adapters.http_server.wiring import Limits, Wiring


@asynccontextmanager
async def serving(wiring: Wiring, *, host: str = "127.0.0.1", port: int) -> AsyncIterator[str]:
    """Serve while the block runs; gives the base URL. Port 0 takes a free one.

    On leaving, no connection is taken any more and requests under way have *grace_seconds*.
    """
    limits = wiring.limits
    runner = web.AppRunner(
        application(wiring), access_log=None, shutdown_timeout=limits.grace_seconds
    )
    await runner.setup()
    try:
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(_accepting(runner, limits), host, port)
        try:
            yield _address(host, listener.sockets[0].getsockname()[1])
        finally:
            listener.close()
    finally:
        await runner.cleanup()


def _accepting(runner: web.AppRunner, limits: Limits) -> Callable[[], asyncio.Protocol]:
    server = runner.server
    if server is None:
        raise RuntimeError("the runner is not set up")
    loop = asyncio.get_running_loop()

    def accept() -> asyncio.Protocol:
        if len(server.connections) >= limits.connections:
            return Busy()
        return Wire(
            server,
            loop=loop,
            access_log=None,  # type: ignore[arg-type]  # aiohttp's own word for no log
            auto_decompress=False,
            keepalive_timeout=limits.idle_seconds,
            lingering_time=limits.linger_seconds,
            max_line_size=limits.line_bytes,
            max_field_size=limits.line_bytes,
            max_headers=limits.headers,
        )

    return accept


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

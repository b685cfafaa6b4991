"""The sandbox as a process of its own."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

from adapters.sandbox.oauth.apps import App
from adapters.sandbox.serving.server import running
from adapters.sandbox.serving.state_file import kept, opened


def run(  # noqa: PLR0913 - the options of a command
    *,
    host: str = "127.0.0.1",
    port: int = 8200,
    state: Path | None = None,
    persons: int = 2000,
    deals: int | None = None,
    seed: int = 1,
    app: App | None = None,
    started: Callable[[str], None] = lambda _base_url: None,
) -> None:
    """Serve until SIGINT or SIGTERM; *started* is called with the base URL.

    With *state* the company is kept in that file, and *persons*, *deals* and *seed* count only
    when the file is new. Raises BadSnapshot and OSError.
    """
    sandbox = opened(state, persons=persons, deals=deals, seed=seed, app=app or App())

    async def serve() -> None:
        stop = asyncio.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
        async with kept(sandbox, state), running(sandbox, host=host, port=port) as base_url:
            started(base_url)
            await stop.wait()

    asyncio.run(serve())

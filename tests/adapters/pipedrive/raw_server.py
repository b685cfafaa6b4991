"""A server that says bytes, whatever it is asked: answers that no HTTP library would send."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"

Say = Callable[[asyncio.StreamWriter], Awaitable[None]]


def saying(answer: bytes) -> Say:
    """Say these bytes and hang up."""

    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return say


async def dripping(writer: asyncio.StreamWriter) -> None:
    """Say a blank now and then until the other side hangs up."""
    writer.write(HEAD + b"\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


@asynccontextmanager
async def served(say: Say) -> AsyncIterator[str]:
    """Answer one connection so, and see it closed on leaving; give the address."""
    over = asyncio.Event()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await say(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        over.set()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await over.wait()

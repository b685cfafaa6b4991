"""A TCP proxy that does to a connection what networks do, and tells when something passes."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

_CHUNK = 65536
_NO_LINGER = struct.pack("ii", 1, 0)
Address = tuple[str, int]


@dataclass(slots=True, kw_only=True)
class Link:
    """One connection through the proxy: from the client's port to the server's.

    *asked* is what was passed on since the last answer.
    """

    client_port: int
    server_port: int
    awaited: "Act | None" = None
    asked: bytes = b""


class Cut(Exception):
    """The connection ends here, by a reset on both sides."""

    def __init__(self, last_words: bytes = b"") -> None:
        super().__init__()
        self.last_words = last_words


Act = Callable[[Link, bytes], Awaitable[bytes]]
"""What becomes of a chunk: what is passed on in its place, now or later. Raises Cut."""
Witness = Callable[[bytes, bytes], None]
"""Hears of each request and the beginning of its answer, before the answer is passed on."""


@dataclass(slots=True)
class Trap:
    """Acts once: on a request with one of the words in it, or on the answer to that.

    An empty word is in every request. So many of them are let through before.
    """

    words: tuple[bytes, ...]
    act: Act
    on_answer: bool
    let_through: int = 0

    def catches(self, request: bytes) -> bool:
        """Tell whether this is the one."""
        if not any(word in request for word in self.words):
            return False
        self.let_through -= 1
        return self.let_through < 0


class Proxy:
    """Passes on what comes, unless a trap is set for it; *requests* is how many came."""

    def __init__(self, target: Callable[[], Address | None], witness: Witness | None) -> None:
        self.traps: list[Trap] = []
        self.requests = 0
        self._target = target
        self._witness = witness
        self._open: set[asyncio.Task[None]] = set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection until either side ends it."""
        if (task := asyncio.current_task()) is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        with suppress(OSError, asyncio.CancelledError):
            try:
                if (target := self._target()) is not None:
                    await self._join(reader, writer, target)
            finally:
                _reset(writer)
            await writer.wait_closed()

    def forget(self, trap: Trap) -> None:
        """Take a trap away, if it has not acted."""
        if trap in self.traps:
            self.traps.remove(trap)

    async def close(self) -> None:
        """End every connection."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: Address
    ) -> None:
        server_reader, server_writer = await asyncio.open_connection(*target)
        link = Link(
            client_port=writer.get_extra_info("peername")[1],
            server_port=target[1],
        )
        ways = {
            asyncio.create_task(_pump(reader, server_writer, link, self._on_request)),
            asyncio.create_task(_pump(server_reader, writer, link, self._on_answer)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            _reset(server_writer)
            for way in ways:
                way.cancel()
        await asyncio.wait(ways)

    async def _on_request(self, link: Link, data: bytes) -> bytes:
        self.requests += 1
        if self._witness is not None:
            link.asked += data
        for trap in self.traps:
            if trap.catches(data):
                self.traps.remove(trap)
                if not trap.on_answer:
                    return await trap.act(link, data)
                link.awaited = trap.act
                break
        return data

    async def _on_answer(self, link: Link, data: bytes) -> bytes:
        if self._witness is not None and link.asked:
            self._witness(link.asked, data)
            link.asked = b""
        act, link.awaited = link.awaited, None
        return data if act is None else await act(link, data)


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, link: Link, act: Act
) -> None:
    """Pass on until the end of what comes; a cut is the end, too."""
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            try:
                writer.write(await act(link, data))
            except Cut as cut:
                writer.write(cut.last_words)
                await writer.drain()
                return
            await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """End the connection by a reset, as the death of a process with unread data does."""
    if (sock := writer.get_extra_info("socket")) is not None:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    writer.transport.abort()


@asynccontextmanager
async def proxied(
    target: Callable[[], Address | None], port: int, witness: Witness | None = None
) -> AsyncIterator[Proxy]:
    """Listen on the port while the block runs; *target* is asked anew for each connection."""
    proxy = Proxy(target, witness)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", port)
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()

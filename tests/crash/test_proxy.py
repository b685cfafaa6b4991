"""The proxy does what it is told to: the crash tests rest on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.demo.ports import free_ports
from tests.crash.proxy import Proxy, Trap, Witness, proxied
from tests.crash.weather import cut_after, late, swallowed


async def test_what_comes_is_passed_on() -> None:
    async with _echo() as (_, port):
        assert await _asked(port, b"one") == b"one"


async def test_a_trap_catches_one_request_and_no_more() -> None:
    async with _echo() as (proxy, port):
        proxy.traps.append(Trap((b"one",), cut_after(0), on_answer=False))
        assert await _asked(port, b"two") == b"two"
        assert await _asked(port, b"one") == b""
        assert await _asked(port, b"one") == b"one"


async def test_a_trap_for_several_words_catches_one_of_them() -> None:
    async with _echo() as (proxy, port):
        proxy.traps.append(Trap((b"one", b"two"), cut_after(0), on_answer=False))
        assert await _asked(port, b"two") == b""
        assert await _asked(port, b"one") == b"one"


async def test_a_trap_may_let_some_through() -> None:
    async with _echo() as (proxy, port):
        proxy.traps.append(Trap((b"one",), cut_after(0), on_answer=False, let_through=1))
        assert [await _asked(port, b"one") for _ in range(3)] == [b"one", b"", b"one"]


async def test_a_trap_on_the_answer_cuts_it_after_so_many_bytes() -> None:
    async with _echo() as (proxy, port):
        proxy.traps.append(Trap((b"lon",), cut_after(2), on_answer=True))
        assert await _asked(port, b"long") in {b"lo", b""}  # a reset may overtake what was sent


async def test_a_late_answer_arrives_and_a_swallowed_one_never() -> None:
    async with _echo() as (proxy, port):
        proxy.traps.append(Trap((b"late",), late(0.05), on_answer=True))
        proxy.traps.append(Trap((b"lost",), swallowed(0.05), on_answer=True))
        assert await _asked(port, b"late") == b"late"
        assert await _asked(port, b"lost") == b""


async def test_without_a_target_connections_are_reset() -> None:
    (port,) = free_ports(1)
    async with proxied(lambda: None, port):
        assert await _asked(port, b"one") == b""


async def test_a_witness_hears_of_each_request_and_its_answer() -> None:
    heard = list[tuple[bytes, bytes]]()
    async with _echo(lambda request, answer: heard.append((request, answer))) as (_, port):
        await _asked(port, b"one")
        await _asked(port, b"two")
    assert heard == [(b"one", b"one"), (b"two", b"two")]


class _Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(data)


@asynccontextmanager
async def _echo(witness: Witness | None = None) -> AsyncIterator[tuple[Proxy, int]]:
    server = await asyncio.get_running_loop().create_server(_Echo, "127.0.0.1", 0)
    target = server.sockets[0].getsockname()[1]
    (port,) = free_ports(1)
    async with proxied(lambda: ("127.0.0.1", target), port, witness) as proxy:
        yield proxy, port
    server.close()


async def _asked(port: int, question: bytes) -> bytes:
    """Return the answer, nothing when the connection was reset."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(question)
        return await reader.read(100)
    except ConnectionError:
        return b""
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

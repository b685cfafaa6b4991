"""What only raw bytes can say: slow, endless, cut off, ambiguous and malformed requests."""

import asyncio

import pytest

from adapters.http_server.wiring import Limits
from tests.adapters.http_server.conftest import PATIENT, Opening
from tests.adapters.http_server.listening import (
    QUICK_SECONDS,
    Listener,
    basic,
    head,
    status_of,
)
from tests.fakes.use_cases_http import PASSWORD, USER

LARGEST = PATIENT.body_bytes


async def test_the_largest_body_is_taken_and_one_byte_more_is_not(listener: Listener) -> None:
    fitting = b'{"n":"' + b"x" * (LARGEST - 8) + b'"}'
    assert len(fitting) == LARGEST

    assert (await listener.deliver(fitting)).status == 200
    answer = await listener.deliver(fitting + b" ")

    assert (answer.status, answer.reason) == (413, "BODY_TOO_LARGE")
    assert len(listener.webhooks.stored) == 1


async def test_a_body_announced_too_large_is_refused_before_it_comes(listener: Listener) -> None:
    heard = await listener.say(head("Content-Length: 9999999999"))

    assert status_of(heard) == 413
    assert b"Connection: close" in heard
    assert listener.webhooks.asked == 0


async def test_chunks_without_end_are_refused(listener: Listener) -> None:
    chunk = b"%x\r\n%b\r\n" % (LARGEST, b"x" * LARGEST)

    heard = await listener.say(head("Transfer-Encoding: chunked"), chunk, chunk)

    assert status_of(heard) == 413
    assert b"Connection: close" in heard


async def test_a_body_that_stops_half_way_is_given_up(impatient: Listener) -> None:
    heard = await impatient.say(head("Content-Length: 20"), b'{"n": 1')

    assert status_of(heard) == 408
    assert b"BODY_TOO_SLOW" in heard
    assert impatient.webhooks.stored == []


async def test_a_body_that_trickles_does_not_get_more_time(impatient: Listener) -> None:
    async def trickle() -> bytes:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", impatient.url.rpartition(":")[2]
        )
        writer.write(head("Content-Length: 500"))
        reading = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
        while not reading.done():
            writer.write(b" ")
            await asyncio.wait({reading}, timeout=QUICK_SECONDS / 10)
        writer.close()
        return reading.result()

    async with asyncio.timeout(10 * QUICK_SECONDS):
        heard = await trickle()

    assert status_of(heard) == 408


async def test_a_client_that_hangs_up_half_way_leaves_nothing(listener: Listener) -> None:
    await listener.say(head("Content-Length: 20"), b'{"n": 1', hang_up=True)

    assert listener.webhooks.stored == []
    assert (await listener.deliver()).status == 200


async def test_a_head_that_never_ends_is_cut_off(impatient: Listener) -> None:
    async with asyncio.timeout(10 * QUICK_SECONDS):
        assert await impatient.say(head()[:-2]) == b""


async def test_a_stranger_is_turned_away_before_sending_a_body(listener: Listener) -> None:
    stranger = head("Content-Length: 20").replace(
        basic(USER, PASSWORD).encode(), basic(USER, "no").encode()
    )

    assert status_of(await listener.say(stranger)) == 401


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 2", "Transfer-Encoding: chunked"),
        ("Content-Length: 2", "Content-Length: 3"),
        ("Content-Length: -2",),
        ("Content-Length: 2x",),
        ("Content-Length: 2, 2",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding : chunked",),
        ("Content-Length: 2", "Folded: a", " b"),
        ("Content-Length: 2", "No-Colon"),
        ("Content-Length: 2", "Nul: a\0b"),
        ("Content-Length: 2", "Bare: a\rInjected: b"),
        ("Content-Length: 2", "Long: " + "x" * 9000),
        ("Content-Length: 2", *(f"Header-{number}: x" for number in range(100))),
    ],
)
async def test_a_request_that_two_readers_could_read_differently_is_refused(
    listener: Listener, headers: tuple[str, ...]
) -> None:
    heard = await listener.say(head(*headers), b"{}")

    assert status_of(heard) == 400
    assert b'"BAD_REQUEST"' in heard
    assert listener.webhooks.stored == []


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/9.9",
        b"GET /a b HTTP/1.1",
        b"GET",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /" + b"x" * 9000 + b" HTTP/1.1",
    ],
)
async def test_what_is_no_http_is_refused_in_our_words(listener: Listener, line: bytes) -> None:
    heard = await listener.say(line + b"\r\nHost: listener\r\n\r\n")

    assert status_of(heard) == 400
    assert b"Server: vixiees-pipedrive\r\n" in heard
    assert b"aiohttp" not in heard


async def test_two_passwords_in_one_request_are_no_password(listener: Listener) -> None:
    heard = await listener.say(
        head(f"Authorization: {basic(USER, PASSWORD)}", "Content-Length: 2", "Connection: close"),
        b"{}",
    )

    assert status_of(heard) == 401


async def test_malformed_chunks_are_refused(listener: Listener) -> None:
    heard = await listener.say(head("Transfer-Encoding: chunked"), b"zz\r\n{}\r\n0\r\n\r\n")

    assert status_of(heard) == 400
    assert listener.webhooks.stored == []


async def test_one_connection_carries_many_deliveries(listener: Listener) -> None:
    heard = await listener.say(
        head("Content-Length: 2"),
        b"{}",
        head("Content-Length: 2", "Connection: close"),
        b"{}",
    )

    assert heard.count(b"HTTP/1.1 200 OK") == 2


async def test_an_unknown_expectation_is_refused(listener: Listener) -> None:
    heard = await listener.say(
        head("Content-Length: 2", "Expect: miracles", "Connection: close"), b"{}"
    )

    assert status_of(heard) == 417


async def test_one_connection_too_many_is_turned_away(opening: Opening) -> None:
    async with opening(limits=Limits(connections=1, idle_seconds=1)) as listener:
        assert (await listener.deliver()).status == 200

        heard = await listener.say(head("Content-Length: 2", method="GET", path="/healthz"))

    assert status_of(heard) == 503
    assert b"Retry-After: " in heard


async def test_leaving_waits_for_deliveries_under_way(opening: Opening) -> None:
    async with opening(limits=Limits(grace_seconds=2)) as listener:
        listener.webhooks.committing.clear()
        delivery = asyncio.create_task(
            listener.say(head("Content-Length: 2", "Connection: close"), b"{}")
        )
        await listener.webhooks.arrived.wait()
        asyncio.get_running_loop().call_later(0.05, listener.webhooks.committing.set)

    assert status_of(await delivery) == 200
    with pytest.raises(ConnectionRefusedError):
        await listener.say(head())

"""What networks do to a connection, as acts of the proxy."""

import asyncio

from tests.crash.proxy import Act, Cut, Link


def late(seconds: float) -> Act:
    """Deliver it, but late: a slow network, or an answer that is held back."""

    async def act(_link: Link, data: bytes) -> bytes:
        await asyncio.sleep(seconds)
        return data

    return act


def cut_after(count: int) -> Act:
    """Deliver so many bytes of it, then reset the connection."""

    async def act(_link: Link, data: bytes) -> bytes:
        raise Cut(data[:count])

    return act


def swallowed(seconds: float) -> Act:
    """Deliver nothing any more, then reset the connection."""

    async def act(_link: Link, _data: bytes) -> bytes:
        await asyncio.sleep(seconds)
        raise Cut

    return act

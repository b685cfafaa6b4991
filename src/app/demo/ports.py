"""Ports to listen on that nobody else is given meanwhile."""

import secrets
import socket
from contextlib import suppress

_BELOW_OUTGOING = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Return *count* ports that are free.

    They lie below those that systems give to outgoing connections (from 32,768 on Linux), so that
    no connection takes one before it is listened on.
    """
    ports: set[int] = set()
    while len(ports) < count:
        port = secrets.choice(_BELOW_OUTGOING)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            ports.add(port)
    return list(ports)

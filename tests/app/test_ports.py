import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.demo.ports import free_ports

_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_as_many_ports_as_asked_for_can_be_listened_on_at_once() -> None:
    with ExitStack() as stack:
        listening = [
            stack.enter_context(socket.create_server(("127.0.0.1", port)))
            for port in free_ports(20)
        ]
        assert len(listening) == 20


@pytest.mark.skipif(not _OUTGOING.exists(), reason="only Linux tells which ports these are")
def test_no_outgoing_connection_is_ever_given_one_of_them() -> None:
    first = int(_OUTGOING.read_text().split()[0])
    assert all(port < first for port in free_ports(20))

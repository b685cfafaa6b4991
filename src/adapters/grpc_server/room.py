"""How many calls one process takes at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.grpc_server.statuses import TooBusy


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many calls and how many open streams there may be; neither takes the other's places."""

    calls: int = 1000
    streams: int = 1000


class Places:
    """So many places, each taken while a call lasts."""

    def __init__(self, most: int) -> None:
        self._free = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a place for the block. Raises TooBusy when none is free."""
        if not self._free:
            raise TooBusy
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

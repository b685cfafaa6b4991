"""Ids and secrets, made from a source of bytes that is given from outside."""

from collections.abc import Callable
from uuid import UUID


class Mint:
    """Makes what has to be unique or unguessable; *randbytes* decides how unguessable."""

    def __init__(self, randbytes: Callable[[int], bytes]) -> None:
        self._randbytes = randbytes

    def hex40(self) -> str:
        return self._randbytes(20).hex()

    def uuid(self) -> str:
        return str(UUID(bytes=self._randbytes(16), version=4))

"""How much work an input causes, in calls of functions: a clock would tell of the machine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_BASE = 20_000


class TooMuchWork(Exception):
    """The input causes more calls than its size explains."""


@contextmanager
def bounded(size: int, calls_per_byte: int) -> Iterator[None]:
    """Let the block make so many calls a byte, and some more. Raises TooMuchWork."""
    left = _BASE + size * calls_per_byte

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left == 0:
                raise TooMuchWork

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
    if left < 0:
        raise TooMuchWork

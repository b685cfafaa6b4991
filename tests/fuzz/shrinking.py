"""The shortest input that still shows the same fault."""

from collections.abc import Callable

_MOST_TRIES = 20_000


def shrunk(data: bytes, fault: str, fault_in: Callable[[bytes], str | None]) -> bytes:
    """Return the input with all pieces left out that the fault does not need."""
    tries = 0
    size = len(data) // 2
    while size and tries < _MOST_TRIES:
        at = 0
        while at < len(data) and tries < _MOST_TRIES:
            shorter = data[:at] + data[at + size :]
            tries += 1
            if fault_in(shorter) == fault:
                data = shorter
            else:
                at += size
        size //= 2
    return data

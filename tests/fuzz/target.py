"""Something that takes in what strangers send."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy

Check = Callable[[bytes], bool]
"""Hands one input in; tells whether it was accepted. Raises for what must never happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where inputs go: new ones made of *seeds*, with *words* strewn in, or drawn from *inputs*.

    Of many executions it gets *share*, in percent of those of all parsers. An input has *longest*
    bytes; *calls_per_byte* bounds the work that each may cause, with 0 it is not counted.
    """

    name: str
    opened: Callable[[], AbstractContextManager[Check]]
    seeds: Callable[[], Sequence[bytes]] = tuple
    inputs: SearchStrategy[bytes] | None = None
    words: Sequence[bytes] = ()
    share: float
    longest: int = 8192
    calls_per_byte: int = 0


def parser(
    name: str,
    check: Check,
    seeds: Sequence[bytes],
    words: Sequence[bytes] = (),
    *,
    share: float,
    longest: int = 8192,
) -> Target:
    """Return a target that needs nothing opened."""
    return Target(
        name=name,
        opened=lambda: nullcontext(check),
        seeds=lambda: seeds,
        words=words,
        share=share,
        longest=longest,
        calls_per_byte=100,
    )

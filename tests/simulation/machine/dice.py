"""Chance in separate streams, so that less of one thing leaves the others as they were."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """The chance of one scenario."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._streams: dict[str, Random] = {}

    def __getitem__(self, concern: str) -> Random:
        """Return the stream of this concern."""
        if concern not in self._streams:
            self._streams[concern] = Random(f"{self._seed} {concern}")
        return self._streams[concern]


def pick(random: Random, weights: Sequence[tuple[Item, float]]) -> Item:
    """Return one of the items, by their weights."""
    return random.choices([item for item, _ in weights], [weight for _, weight in weights])[0]

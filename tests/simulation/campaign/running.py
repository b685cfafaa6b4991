"""Playing the stories of many seeds, each process its share."""

import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import replace

from tests.simulation.story.draw import draw
from tests.simulation.story.play import Outcome, play

_AGAIN_EVERY = 50
_AT_A_TIME = 10
_LIFE = 200
"""A process is replaced after so many portions, so that its memory stays small."""


def outcomes(first: int, count: int) -> Iterator[Outcome]:
    """Play the stories of *count* seeds from the *first* on, and return them in that order."""
    seeds = range(first, first + count)
    processes = min(os.cpu_count() or 1, count)
    if processes <= 1:
        yield from map(played, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=_LIFE) as pool:
        yield from pool.imap(played, seeds, chunksize=_AT_A_TIME)


def played(seed: int) -> Outcome:
    """Play one story; every fiftieth twice, and both times the same has to happen."""
    story = draw(seed)
    outcome = play(story)
    if seed % _AGAIN_EVERY == 0 and play(story).digest != outcome.digest:
        other = ("the same story went two ways",)
        outcome = replace(outcome, violations=(*outcome.violations, *other))
    return outcome if outcome.violations else replace(outcome, lines=())

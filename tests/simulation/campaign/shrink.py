"""Making a story that fails as small as it gets: what it does not need is left out."""

from collections.abc import Iterator
from dataclasses import replace

from tests.simulation.story.deed import Story
from tests.simulation.story.play import Outcome, play

_MOST_TRIES = 300


def shrunk(failed: Outcome) -> Outcome:
    """Return the smallest story found that still breaks the same invariant."""
    broken, tries = _broken(failed), 0
    best = failed
    is_smaller = True
    while is_smaller and tries < _MOST_TRIES:
        is_smaller = False
        for story in _smaller(best.story):
            tries += 1
            outcome = play(story)
            if _broken(outcome) & broken:
                best, is_smaller = outcome, True
                break
    return best


def _broken(outcome: Outcome) -> set[str]:
    """Return the numbers of the invariants that were broken."""
    return {one.partition(" ")[0] for one in outcome.violations}


def _smaller(story: Story) -> Iterator[Story]:
    """Return stories that lack something, those that lack much first."""
    deeds = story.deeds
    span = len(deeds) // 2
    while span:
        for first in range(0, len(deeds), span):
            yield replace(story, deeds=deeds[:first] + deeds[first + span :])
        span //= 2
    if story.rates:
        yield replace(story, rates={})
    for name in story.rates:
        yield replace(story, rates={one: rate for one, rate in story.rates.items() if one != name})
    for trait in sorted(story.traits):
        yield replace(story, traits=story.traits - {trait})
    plain = Story(seed=story.seed, deeds=())
    for name in ("instances", "accounts", "few_values", *(f"{one}_off" for one in _CLOCKS)):
        if getattr(story, name) != getattr(plain, name):
            yield replace(story, **{name: getattr(plain, name)})


_CLOCKS = ("service", "vixiees", "pipedrive")

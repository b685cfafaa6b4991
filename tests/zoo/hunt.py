"""Hunting one bug in this process: `python -m tests.zoo.hunt NAME FIRST STORIES`.

With `without` behind it the same stories are played without the bug.
"""

import json
import re
import sys
import time
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, replace
from itertools import count, islice

import pytest

from tests.zoo.bug import Bug
from tests.zoo.bugs import BUGS
from tests.zoo.planting import plant

_MOST_WORDS = 200
_NAMED = re.compile(r"[IC]\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """What came of a hunt. *caught_by* is what a violation names, or `a test`; empty if none did.

    *seed* is the last that was tried, and *stories* how many that fit were played up to it.
    """

    name: str
    caught_by: str = ""
    words: str = ""
    seed: int = 0
    stories: int = 0
    seconds: float = 0.0


def hunted(bug: Bug, first: int, most: int, *, without: bool = False) -> Hunt:
    """Plant the bug, and play so many stories at most, from this seed on, until one shows it."""
    began = time.monotonic()
    if not without:
        plant(bug)
    caught_by, words, seed, stories = _tested(bug) if bug.test else _played(bug, first, most)
    return Hunt(
        name=bug.name,
        caught_by=caught_by,
        words=words[:_MOST_WORDS],
        seed=seed,
        stories=stories,
        seconds=round(time.monotonic() - began, 1),
    )


def _played(bug: Bug, first: int, most: int) -> tuple[str, str, int, int]:
    # Whatever loads the service comes after the planting.
    from tests.simulation.story.draw import draw  # noqa: PLC0415
    from tests.simulation.story.play import play  # noqa: PLC0415

    seed, stories = first - 1, 0
    fitting = (story for story in map(draw, count(first)) if bug.needs(story))
    for story in islice(fitting, most):
        seed, stories = int(story.seed), stories + 1
        violations = play(replace(story, vixiees_off=bug.apart)).violations
        if violations:
            found = _NAMED.match(violations[0])
            return found[0] if found else "an oracle", violations[0], seed, stories
    return "", "", seed, stories


def _tested(bug: Bug) -> tuple[str, str, int, int]:
    """Run the test that has to fail; that it cannot run says nothing."""
    with redirect_stdout(sys.stderr):
        code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", bug.test])
    is_caught = code == pytest.ExitCode.TESTS_FAILED
    return "a test" if is_caught else "", bug.test if is_caught else f"exit code {code}", 0, 0


if __name__ == "__main__":
    named, start, limit, *more = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]
    wanted = next(one for one in BUGS if one.name == named)
    print(json.dumps(asdict(hunted(wanted, start, limit, without=bool(more)))))

"""Hunts in processes of their own: a bug is planted before anything else is loaded."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.zoo.bug import Bug
from tests.zoo.hunt import Hunt

ROOT = Path(__file__).parents[2]
_LONGEST_WORDS = 1000


def hunt(bug: Bug, before: Hunt, most: int) -> Hunt:
    """Go on with the hunt for so many stories more. One that breaks has caught nothing.

    Neither has a story that has a violation without the bug, too.
    """
    found = _hunted(bug, before, most)
    if bug.test or not found.caught_by or not _is_so_anyway(bug, found):
        return found
    left = most - (found.stories - before.stories)
    not_yet = replace(found, caught_by="", words="")
    return hunt(bug, not_yet, left) if left > 0 else not_yet


def _is_so_anyway(bug: Bug, found: Hunt) -> bool:
    return bool(_hunted(bug, replace(found, seed=found.seed - 1), 1, "without").caught_by)


def _hunted(bug: Bug, before: Hunt, most: int, *more: str) -> Hunt:
    numbers = (str(before.seed + 1), str(most))
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "tests.zoo.hunt", bug.name, *numbers, *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return replace(before, words=f"the hunt broke: {done.stderr[-_LONGEST_WORDS:]}")
    found = Hunt(**json.loads(done.stdout))
    return replace(found, stories=before.stories + found.stories)

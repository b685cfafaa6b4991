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
    """Go on with the hunt for so many stories more. One that breaks has caught nothing."""
    command = [sys.executable, "-m", "tests.zoo.hunt", bug.name, str(before.seed + 1), str(most)]
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        command,
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

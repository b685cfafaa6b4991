"""Only what was looked at is installed."""

import re
from pathlib import Path

import pytest

_PROJECT = Path(__file__).parents[2]
_LOCKS = ("requirements.lock", "tests/fuzz/requirements.lock")


@pytest.mark.parametrize("lock", _LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (_PROJECT / lock).read_text("utf-8").strip())
    loose = [one for one in entries if not re.match(r"[\w.\[\]-]+==\S+ (; .+ )?\\\n", one)]
    bare = [one for one in entries if "--hash=sha256:" not in one]
    assert entries
    assert (loose, bare) == ([], [])

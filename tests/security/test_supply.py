"""Only what was looked at is installed."""

import re
from pathlib import Path

_LOCK = Path(__file__).parents[2] / "requirements.lock"


def test_every_package_is_pinned_with_hashes() -> None:
    entries = re.split(r"\n(?=\S)", _LOCK.read_text("utf-8").strip())
    loose = [one for one in entries if not re.match(r"[\w.\[\]-]+==\S+ \\\n", one)]
    bare = [one for one in entries if "--hash=sha256:" not in one]
    assert len(entries) > 1
    assert (loose, bare) == ([], [])

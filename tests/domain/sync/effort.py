"""How hard the random tests try: the same examples every time, or EFFORT times as many new ones."""

import os

from hypothesis import settings

EFFORT = int(os.environ.get("EFFORT", "1"))


def examples(count: int) -> settings:
    """Return settings for so many examples, times the effort."""
    return settings(max_examples=count * EFFORT, derandomize=EFFORT == 1, deadline=None)

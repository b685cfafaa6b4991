"""How hard the random tests try: the same examples every time, or EFFORT times as many new ones."""

import os

from hypothesis import settings

EFFORT = float(os.environ.get("EFFORT", "1"))
SAME_EVERY_TIME = EFFORT <= 1


def times_effort(count: int) -> int:
    """Return so many, times the effort; at least one."""
    return max(1, round(count * EFFORT))


def examples(count: int) -> settings:
    """Return settings for so many examples, times the effort."""
    return settings(max_examples=times_effort(count), derandomize=SAME_EVERY_TIME, deadline=None)

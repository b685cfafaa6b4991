"""When to try again."""

from datetime import timedelta

FIRST = timedelta(seconds=1)
LONGEST = timedelta(hours=1)


def retry_after(attempts: int, spread: float, asked: timedelta | None = None) -> timedelta:
    """Return the pause before the next try: doubling from 1 s to 1 h, spread by up to a half.

    *attempts* counts the failures so far, from 1; *spread* in 0..1 keeps many records from
    coming back at one instant; *asked* is what Pipedrive asked for, which is never undercut.
    """
    doublings = min(max(attempts, 1) - 1, 12)
    doubled = FIRST * (1 << doublings)
    pause = min(doubled, LONGEST) * (1 + spread / 2)
    return max(pause, asked) if asked is not None else pause

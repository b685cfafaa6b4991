"""When so much is deleted at once that somebody should look first."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
"""Deletions within this span count as one."""
ALWAYS_ALLOWED = 20
_SHARE = 10
APPROVAL = timedelta(hours=1)
"""How long an administrator's approval lasts."""


def is_mass_deletion(deleted: int, living: int) -> bool:
    """Tell whether these many deletions are more than 20, and more than a tenth of all contacts.

    *living* are those that are left.
    """
    return deleted > ALWAYS_ALLOWED and deleted * _SHARE > deleted + living

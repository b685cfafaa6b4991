"""When so much is deleted at once that somebody should look first."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
"""Deletions within this span count as one."""
ALWAYS_ALLOWED = 20
_SHARE = 10
_ABSENT_SHARE = 100
APPROVAL = timedelta(hours=1)
"""How long an administrator's approval lasts."""


def is_mass_deletion(deleted: int, living: int) -> bool:
    """Tell whether these many deletions are more than 20, and more than a tenth of all contacts.

    *living* are those that are left.
    """
    return deleted > ALWAYS_ALLOWED and deleted * _SHARE > deleted + living


def is_mass_absence(absent: int, living: int) -> bool:
    """Tell whether these many contacts, not listed any more, are more than 20 and one percent.

    *living* are all of which it is not known that they are gone, the absent ones among them.
    """
    return absent > ALWAYS_ALLOWED and absent * _ABSENT_SHARE > living

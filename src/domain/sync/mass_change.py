"""When so much is deleted or emptied at once that somebody should look first."""

from datetime import timedelta

WINDOW = timedelta(hours=1)
"""What happens within this span counts as one."""
ALWAYS_ALLOWED = 20
_SHARE = 10
_ABSENT_SHARE = 100
_FEW = 3
APPROVAL = timedelta(hours=1)
"""How long an administrator's approval lasts."""


def is_mass_change(changed: int, total: int) -> bool:
    """Tell whether these many records are more than 20, and more than a tenth of all."""
    return changed > ALWAYS_ALLOWED and changed * _SHARE > total


def is_mass_absence(absent: int, living: int) -> bool:
    """Tell whether these many records, not listed any more, are more than 20 and one percent.

    *living* are all of which it is not known that they are gone, the absent ones among them. A side
    that looks empty is no less suspicious where there are few.
    """
    is_much = absent > ALWAYS_ALLOWED and absent * _ABSENT_SHARE > living
    return is_much or (absent == living and absent >= _FEW)

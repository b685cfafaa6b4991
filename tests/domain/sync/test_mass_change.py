"""How much is too much to pass without a look."""

import pytest

from domain.sync.mass_change import is_mass_absence, is_mass_change


@pytest.mark.parametrize(
    ("changed", "total", "is_mass"),
    [
        (20, 20, False),
        (21, 21, True),
        (21, 210, False),
        (21, 209, True),
        (100, 1000, False),
        (101, 1001, True),
        (0, 0, False),
    ],
)
def test_more_than_twenty_and_more_than_a_tenth_are_a_mass(
    changed: int, total: int, *, is_mass: bool
) -> None:
    assert is_mass_change(changed, total) is is_mass


@pytest.mark.parametrize(
    ("absent", "living", "is_mass"),
    [
        (20, 100, False),
        (21, 2100, False),
        (21, 2099, True),
        (0, 0, False),
        (2, 2, False),
        (3, 3, True),
        (3, 4, False),
    ],
)
def test_more_than_twenty_and_a_percent_are_missing_or_all_of_a_few(
    absent: int, living: int, *, is_mass: bool
) -> None:
    assert is_mass_absence(absent, living) is is_mass

import pytest

from domain.sync.mass_change import is_mass_deletion


@pytest.mark.parametrize(
    ("deleted", "living", "is_mass"),
    [
        (20, 0, False),
        (21, 0, True),
        (21, 189, False),
        (21, 188, True),
        (100, 900, False),
        (101, 900, True),
        (0, 0, False),
    ],
)
def test_more_than_twenty_and_more_than_a_tenth_are_a_mass(
    deleted: int, living: int, *, is_mass: bool
) -> None:
    assert is_mass_deletion(deleted, living) is is_mass

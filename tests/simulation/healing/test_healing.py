from random import Random

import pytest

from tests.simulation.healing.damages import OF_RECORDS, OF_TABLES
from tests.simulation.healing.playing import heal

_DAMAGES = (*OF_RECORDS, *OF_TABLES)
_PAIRS = [tuple(Random(number).sample(_DAMAGES, 2)) for number in range(10)]


@pytest.mark.parametrize("damage", _DAMAGES)
def test_after_a_damage_both_sides_are_equal_and_linked_again(damage: str) -> None:
    assert heal(damage) == []


@pytest.mark.parametrize("damages", _PAIRS, ids=" and ".join)
def test_after_two_damages_both_sides_are_equal_and_linked_again(damages: tuple[str, str]) -> None:
    assert heal(*damages) == []

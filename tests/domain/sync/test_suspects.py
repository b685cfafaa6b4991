"""An edit that only reads show: how young it may be."""

from domain.model.values import FIRST_NAME, PHONE
from tests.domain.sync.building import a_life

FIVE_MINUTES = 300


def test_a_change_that_only_reads_show_is_not_younger_than_the_first_of_them() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.read(50, issued=60, first_name="Bea", phone="1")
    life.call(100, first_name="Cleo", phone="2")
    assert life.send(101) == {PHONE}
    life.answer(101, 101, 102, first_name="Bea", phone="2")

    life.read(101, issued=60 + FIVE_MINUTES, first_name="Bea", phone="2")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert life.send(61 + FIVE_MINUTES) == {FIRST_NAME}
    assert [entry.value for entry in life.lost] == ["Bea"]


def test_another_change_that_only_a_read_shows_is_as_young_as_that_one() -> None:
    life = a_life(first_name="Ada")
    life.read(50, issued=60, first_name="Bea")
    life.call(100, first_name="Cleo")

    life.read(110, issued=60 + FIVE_MINUTES, first_name="Dora")

    assert life.truth(FIRST_NAME) == "Dora"


def test_a_difference_that_was_explained_says_nothing_of_a_later_one() -> None:
    life = a_life(first_name="Ada")
    life.read(50, issued=60, first_name="Bea")
    life.read(60, issued=70, first_name="Ada")
    life.call(100, first_name="Cleo")

    for issued in (120, 120 + FIVE_MINUTES):
        life.read(110, issued=issued, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Bea"

"""What is doubted, or undecided, until a read or a later event decides it."""

import pytest

from domain.model.values import FIRST_NAME, PHONE
from domain.sync.record import Precision
from tests.domain.sync.building import ADA, Life, a_life, at, known_remotely, linked_record


def undecided() -> Life:
    """Return a life with an edit at 10.5 s, of which no read has shown yet whether it is newer."""
    life = Life(linked_record())
    life.read(10, issued=11, first_name="Ada")
    life.webhook(10.5, {FIRST_NAME: "Eve"}, now=12, first_name="Bea")
    return life


def test_a_later_edit_leaves_nothing_of_an_undecided_second() -> None:
    life = undecided()
    assert life.record.fields[FIRST_NAME].tie is not None

    life.webhook(20, {FIRST_NAME: "Ada"}, first_name="Cleo")

    assert life.record.fields[FIRST_NAME].tie is None


def test_every_field_that_changed_unsaid_is_doubted() -> None:
    life = a_life(first_name="Ada", phone="1", last_name="Bell")

    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea", phone="2", last_name="Bold")

    doubted = {name for name, state in life.record.fields.items() if state.unexplained}
    assert doubted == {PHONE, "last_name"}


@pytest.mark.parametrize("shown", ["Ada", "Cleo"])
def test_a_read_leaves_nothing_of_an_undecided_second_nor_of_a_difference(shown: str) -> None:
    life = undecided()
    life.read(10, issued=13, first_name="Eve")
    life.call(14, first_name="Cleo")
    assert life.record.fields[FIRST_NAME].tie is not None
    assert life.record.fields[FIRST_NAME].unexplained == at(13)

    life.read(20, issued=21, first_name=shown)

    assert life.record.fields[FIRST_NAME].tie is None
    assert life.record.fields[FIRST_NAME].unexplained is None


def test_an_undecided_edit_that_a_read_shows_is_of_its_own_time() -> None:
    life = undecided()

    life.read(10, issued=40, first_name="Bea")

    state = life.record.fields[FIRST_NAME]
    assert state.truth is not None
    assert state.remote == known_remotely("Bea", 10.5, state.truth.stamp, Precision.MS)
    assert state.last_edit is not None
    assert (state.last_edit.value, state.tie, state.unexplained) == ("Bea", None, None)


def test_an_undecided_edit_that_a_read_shows_may_lose_to_what_came_meanwhile() -> None:
    life = undecided()
    life.call(30, first_name="Cleo")
    life.lost.clear()

    life.read(10, issued=40, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert [(one.record_id, one.field, one.value) for one in life.lost] == [
        (ADA, FIRST_NAME, "Bea")
    ]

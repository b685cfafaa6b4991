"""What Pipedrive tells by a clock that is behind ours, of our writes and of what follows them."""

from dataclasses import replace
from datetime import timedelta

from domain.model.values import FIRST_NAME
from domain.sync.answers import linked
from tests.domain.sync.building import (
    REMOTE,
    Life,
    a_life,
    a_stamp,
    a_truth,
    at,
    known_remotely,
    linked_record,
)

BEHIND = 40


def unanswered() -> Life:
    """Return a life whose name was set at 101 s; our write of it left a second later."""
    life = a_life(first_name="Ada")
    life.call(101, first_name="Bea")
    life.send(102)
    return life


def test_the_echo_of_a_write_without_an_answer_is_recognised() -> None:
    life = unanswered()

    life.webhook(62.4, {FIRST_NAME: "Ada"}, ours=True, now=103, behind=BEHIND, first_name="Bea")

    assert life.record.writes[0].landed == at(62.4)
    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.shows == a_stamp(101)


def test_whoever_edits_a_write_without_an_answer_has_seen_it() -> None:
    life = unanswered()

    life.webhook(65, {FIRST_NAME: "Bea"}, now=106, behind=BEHIND, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert life.lost == []


def test_an_edit_from_before_that_write_left_has_not_seen_it() -> None:
    life = unanswered()

    life.webhook(60, {FIRST_NAME: "Bea"}, now=106, behind=BEHIND, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Bea"


def posted() -> Life:
    """Return a life whose POST left at 101 s, which is 61 s in Pipedrive."""
    life = Life()
    life.call(100, first_name="Ada")
    life.send(101)
    return life


def edited(life: Life) -> None:
    """Let a webhook tell that the name was changed three seconds after the POST."""
    life.webhook(64, {FIRST_NAME: "Ada"}, now=106, behind=BEHIND, first_name="Cleo")


def assert_it_stands(life: Life) -> None:
    assert life.truth(FIRST_NAME) == "Cleo"
    assert (life.lost, life.step(500)) == ([], None)


def test_an_edit_soon_after_a_creation_is_no_older_than_its_answer() -> None:
    life = posted()
    life.answer(101, 61, 102, first_name="Ada")

    edited(life)

    assert_it_stands(life)


def test_an_edit_soon_after_a_creation_that_was_found_is_no_older_than_it() -> None:
    life = posted()
    behind = timedelta(seconds=BEHIND)
    life.record = linked(life.record, REMOTE, None, at(177), behind=behind)
    life.read(80, issued=176, now=177, served=136, first_name="Ada")

    edited(life)

    assert_it_stands(life)


def test_a_write_is_not_repeated_because_its_answer_seems_older_than_what_was_known() -> None:
    life = a_life(first_name="Ada")
    known = replace(life.record.fields[FIRST_NAME], remote=known_remotely("Ada", 100))
    life.record = linked_record(first_name=replace(known, truth=a_truth("Bea", 101)))
    life.send(102)
    life.answer(102, 62, 103, first_name="Bea")

    assert life.step(500) is None

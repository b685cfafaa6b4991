"""What webhooks tell by a clock that is behind ours, of a write whose answer was lost."""

from domain.model.values import FIRST_NAME
from tests.domain.sync.building import Life, a_life, a_stamp, at

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

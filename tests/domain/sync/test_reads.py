"""What answers show; the stories are in test_stories_of_pipedrive."""

from dataclasses import replace

import pytest

from domain.model.values import FIRST_NAME, PHONE, Side
from domain.sync.plan import Read
from domain.sync.reads import observe_reading
from domain.sync.record import Precision, Refusal
from domain.sync.stamp import end_of_second
from tests.domain.sync.building import (
    ADA,
    REMOTE,
    Life,
    a_life,
    a_reading,
    a_stamp,
    at,
    in_step,
    known_remotely,
    linked_record,
)

FIVE_MINUTES = 300


def test_the_first_read_of_a_contact_is_its_truth_and_goes_on_the_feed() -> None:
    life = Life(linked_record())

    life.read(0, issued=1, first_name="Ada", phone=None)

    assert life.truth(FIRST_NAME) == "Ada"
    assert [dict(one.fields) for one in life.published] == [{FIRST_NAME: "Ada"}]
    assert life.step(2) is None


def test_a_read_that_confirms_ends_a_doubt_and_changes_nothing() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, None, first_name="Ada")

    life.read(10, issued=11, first_name="Ada")

    assert life.step(12) is None
    assert life.published == []


def test_a_read_long_after_a_second_closes_that_second() -> None:
    life = Life(linked_record())
    life.read(10, issued=11, first_name="Ada")
    life.read(10, issued=15, first_name="Ada")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.precision is Precision.CLOSED
    life.webhook(10.5, {FIRST_NAME: "Eve"}, now=16, first_name="Bea")
    assert (life.truth(FIRST_NAME), life.step(17)) == ("Ada", None)


def test_a_read_within_the_second_leaves_it_open() -> None:
    life = a_life(first_name="Ada")
    life.read(0, issued=0.9, served=0.9, first_name="Ada")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.precision is Precision.SECOND


def test_a_read_issued_before_the_newest_evidence_counts_only_as_a_doubt() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, now=12, first_name="Bea")

    life.read(10, issued=11, now=13, first_name="Bea")
    assert life.step(14) is None
    life.read(0, issued=11.9, now=15, first_name="Ada")

    assert life.step(16) == Read(REMOTE)


def test_a_read_that_shows_the_truth_is_not_written_again() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")

    life.read(11, issued=12, first_name="Bea")

    assert life.step(13) is None


def test_a_read_that_shows_an_open_write_of_ours_is_no_edit() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)
    life.call(20, first_name="Cleo")

    life.read(12, issued=90, first_name="Bea")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert (known.value, known.shows) == ("Bea", a_stamp(10))
    assert life.send(91) == {FIRST_NAME}


def test_a_read_that_shows_a_person_s_last_edit_is_no_second_one() -> None:
    life = a_life(first_name="Ada")
    life.read(10, issued=11, first_name="Ada")
    life.call(90, first_name="Cleo")
    life.webhook(0.5, {FIRST_NAME: "Ada"}, now=91, first_name="Bea")

    life.read(10, issued=92, first_name="Bea")

    assert len(life.lost) == 1
    assert life.send(93) == {FIRST_NAME}


def test_each_unexplained_field_has_its_own_five_minutes() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.read(0, issued=10, first_name="Bea", phone="1")
    life.read(0, issued=200, first_name="Bea", phone="2")

    life.read(0, issued=10 + FIVE_MINUTES, first_name="Bea", phone="2")

    assert (life.truth(FIRST_NAME), life.truth(PHONE)) == ("Bea", "1")
    assert life.record.fields[PHONE].unexplained == at(200)


def test_a_change_that_only_a_read_shows_is_of_the_end_of_its_second() -> None:
    life = a_life(first_name="Ada")
    life.read(50, issued=60, first_name="Bea")
    life.call(50.9, first_name="Cleo")

    life.read(50, issued=60 + FIVE_MINUTES, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Bea"


def test_a_change_that_only_a_read_shows_loses_to_a_later_edit() -> None:
    life = a_life(first_name="Ada")
    life.read(50, issued=60, first_name="Bea")
    life.call(51, first_name="Cleo")

    life.read(50, issued=60 + FIVE_MINUTES, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert [entry.value for entry in life.lost] == ["Bea"]


def test_an_answer_says_what_a_write_must_carry_unless_it_says_nothing() -> None:
    record = replace(a_life(first_name="Ada").record, carry="old")
    silent = a_reading(0, issued=10, first_name="Ada")

    assert observe_reading(record, silent, at(10)).record.carry == "old"
    assert observe_reading(record, replace(silent, carry="new"), at(10)).record.carry == "new"


def test_a_read_ends_an_absence_and_is_the_newest_evidence() -> None:
    record = replace(a_life(first_name="Ada").record, missing_since=at(5), doubt=True)

    after = observe_reading(record, a_reading(0, issued=10, first_name="Ada"), at(11)).record

    assert (after.missing_since, after.doubt, after.fresh_at) == (None, False, at(11))


def test_a_read_issued_with_the_newest_evidence_still_counts() -> None:
    record = replace(a_life(first_name="Ada").record, doubt=True, fresh_at=at(10))

    after = observe_reading(record, a_reading(0, issued=10, first_name="Ada"), at(11)).record

    assert not after.doubt


@pytest.mark.parametrize(("served", "is_closed"), [(11, False), (12, True)])
def test_a_second_is_closed_by_an_answer_of_the_second_after_the_next(
    served: float, *, is_closed: bool
) -> None:
    life = Life(linked_record())
    life.read(10, issued=11, first_name="Ada")
    life.read(10, issued=12, served=served, first_name="Ada")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert (known.precision is Precision.CLOSED) is is_closed


def test_a_lost_change_that_only_a_read_shows_is_logged_by_its_name() -> None:
    life = a_life(first_name="Ada")
    life.call(51, first_name="Cleo")
    life.read(50, issued=60, first_name="Bea")

    life.read(50, issued=60 + FIVE_MINUTES, first_name="Bea")

    assert [(one.record_id, one.field, one.value) for one in life.lost] == [
        (ADA, FIRST_NAME, "Bea")
    ]


def test_a_read_that_shows_an_older_value_of_ours_is_unexplained_once_a_newer_has_landed() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)
    life.answer(11, 12, 13, first_name="Bea")
    life.call(20, first_name="Cleo")
    life.send(21)
    life.answer(21, 22, 23, first_name="Cleo")

    life.read(22, issued=30, first_name="Bea")

    assert life.record.fields[FIRST_NAME].unexplained == at(30)


@pytest.mark.parametrize(("is_known", "truth"), [(False, "Ada"), (True, "Bea")])
def test_what_a_creation_left_out_is_no_edit_unless_it_was_seen_to_hold_something_else(
    truth: str, *, is_known: bool
) -> None:
    refusal = Refusal(stamp=a_stamp(0), message="No such option.")
    state = replace(in_step("Ada"), refused=refusal)
    life = Life(linked_record(first_name=state if is_known else replace(state, remote=None)))

    for issued in (10, 10 + FIVE_MINUTES):
        life.read(5, issued=issued, first_name="Bea")

    assert life.truth(FIRST_NAME) == truth
    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.value == "Bea"


def test_a_change_that_only_a_read_shows_is_known_with_the_second_it_was_made_in() -> None:
    life = a_life(first_name="Ada")
    for issued in (60, 60 + FIVE_MINUTES):
        life.read(50, issued=issued, first_name="Bea")

    truth = life.record.fields[FIRST_NAME].truth
    assert truth is not None
    assert (truth.side, truth.own_time) == (Side.PIPEDRIVE, end_of_second(at(50)))
    assert life.record.fields[FIRST_NAME].remote == known_remotely("Bea", 50, truth.stamp)


def test_a_change_that_only_a_read_shows_wins_over_what_pipedrive_held_whatever_its_clock() -> None:
    life = Life(linked_record(first_name=in_step("Ada", 100)))

    for issued in (160, 160 + FIVE_MINUTES):
        life.read(50, issued=issued, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Bea"
    assert life.lost == []

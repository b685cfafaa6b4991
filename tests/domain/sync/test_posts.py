"""What becomes of a POST, and of a value that Pipedrive does not take."""

from dataclasses import replace

from domain.model.values import FIRST_NAME, LAST_NAME, PHONE
from domain.sync.answers import linked, settle, value_refused
from domain.sync.record import Precision
from tests.domain.sync.building import (
    REMOTE,
    Life,
    a_posted_life,
    a_stamp,
    a_truth,
    at,
    known_remotely,
)


def test_a_write_refused_for_one_value_leaves_no_trace_but_why() -> None:
    life = a_posted_life()

    left = value_refused(life.record, at(1), PHONE, "No such phone.")

    assert (left.writes, left.attempts, left.call) == ((), (), None)
    refusal = left.fields[PHONE].refused
    assert refusal is not None
    assert refusal.message == "No such phone."


def test_a_value_refused_of_a_field_that_is_carried_no_more_is_forgotten() -> None:
    life = a_posted_life()
    known = life.record.fields
    bare = replace(life.record, fields={FIRST_NAME: known[FIRST_NAME]})

    assert value_refused(bare, at(1), PHONE, "No such phone.").fields == bare.fields


def test_of_two_open_posts_the_answer_closes_its_own() -> None:
    life = a_posted_life()
    life.record = settle(life.record)
    life.call(70, phone="2")
    life.send(80)
    awaited = replace(life.record, missing_since=at(75))

    after = linked(awaited, REMOTE, at(80), at(81))

    assert [one.open for one in after.attempts] == [True, False]
    assert (after.call, after.missing_since, after.linked_at) == (None, None, at(81))
    known = after.fields[PHONE].remote
    assert known is not None
    assert (known.value, known.at) == ("2", at(80))


def test_a_post_that_is_found_is_taken_for_the_earliest_open_one() -> None:
    life = a_posted_life()
    life.record = settle(life.record)
    life.call(70, phone="2")
    life.send(80)

    after = linked(life.record, REMOTE, None, at(81))

    assert [one.open for one in after.attempts] == [False, True]
    known = after.fields[PHONE].remote
    assert known is not None
    assert known.value == "1"


def test_a_contact_that_nobody_posted_is_linked_without_knowing_what_it_holds() -> None:
    life = Life()
    life.call(0, first_name="Ada")

    after = linked(life.record, REMOTE, None, at(81))

    assert after.remote_id == REMOTE
    assert after.fields == life.record.fields


def test_what_pipedrive_fills_in_is_what_it_shows_and_is_made_with_the_rest() -> None:
    life = a_posted_life()

    life.answer(1, 2, 3, first_name="Ada", phone="1", last_name="Nobody")

    filled, stamp = life.record.fields[LAST_NAME], a_stamp(0)
    assert filled.truth == a_truth("Nobody", 0)
    assert filled.remote == known_remotely("Nobody", 2, stamp, Precision.SECOND)

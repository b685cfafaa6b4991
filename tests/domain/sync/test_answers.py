from dataclasses import replace
from datetime import timedelta

from domain.model.values import FIRST_NAME, LAST_NAME, PHONE
from domain.sync.answers import begin_update, landed, linked, refused, value_refused
from domain.sync.plan import Create, Find, Read
from tests.domain.sync.building import (
    REMOTE,
    Life,
    a_life,
    a_posted_life,
    a_reading,
    a_stamp,
    at,
    in_step,
    linked_record,
)

DAY = timedelta(days=1).total_seconds()


def test_a_write_carries_the_truths_and_their_stamps() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, first_name="Bea")

    life.send(11)

    (write,) = life.record.writes
    assert {name: (one.value, one.stamp) for name, one in write.fields.items()} == {
        FIRST_NAME: ("Bea", a_stamp(10))
    }


def test_nothing_else_is_written_while_an_answer_is_awaited() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, first_name="Bea")
    life.send(11)

    life.call(12, phone="2")

    assert life.step(13) is None
    life.answer(11, 12, 14, first_name="Bea", phone="1")
    assert life.send(15) == {PHONE}


def test_a_value_that_pipedrive_stores_in_another_form_is_not_sent_for_ever() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea B")
    life.send(11)

    life.answer(11, 12, 13, first_name="Bea\u00a0B")

    assert life.step(DAY) is None


def test_the_other_fields_of_an_answer_are_a_read() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, first_name="Bea")
    life.send(11)

    life.answer(11, 12, 13, first_name="Bea", phone="2")

    assert life.record.fields[PHONE].unexplained == at(13)


def test_a_refused_write_leaves_no_trace() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    before = life.record
    life.send(11)

    assert refused(life.record, at(11)) == before


def test_a_refused_post_is_no_attempt() -> None:
    life = a_posted_life()

    life.record = refused(life.record, at(1))

    assert life.record.attempts == ()
    assert life.step(2) == Create()


def test_a_value_that_pipedrive_does_not_take_is_left_out_until_it_has_changed() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, first_name="Bea", phone="2")
    life.send(11)

    life.record = value_refused(life.record, at(11), PHONE, "No such phone.")

    assert life.send(12) == {FIRST_NAME}
    life.answer(12, 12, 13, first_name="Bea", phone="1")
    assert life.step(DAY) is None
    assert (life.truth(PHONE), life.told(PHONE)) == ("2", [])
    life.call(20, phone="3")
    assert life.send(21) == {PHONE}


def test_a_value_refused_while_it_was_changed_is_tried_anew() -> None:
    life = a_life(phone="1")
    life.call(10, phone="2")
    life.send(11)
    life.call(12, phone="3")

    life.record = value_refused(life.record, at(11), PHONE, "No such phone.")

    assert life.send(13) == {PHONE}


def test_what_a_creation_left_out_was_emptied_by_nobody() -> None:
    life = a_posted_life()
    life.record = value_refused(life.record, at(1), PHONE, "No such phone.")

    assert life.send(2) == {FIRST_NAME}
    life.answer(2, 3, 4, first_name="Ada", phone=None)

    assert (life.truth(PHONE), life.told(PHONE)) == ("1", [])
    assert life.step(DAY) is None
    life.webhook(20, {PHONE: None}, first_name="Ada", phone="2")
    assert life.truth(PHONE) == "2"


def test_a_created_contact_is_linked_and_in_step() -> None:
    life = a_posted_life()

    life.answer(1, 2, 3, first_name="Ada", phone="1")

    assert life.record.remote_id == REMOTE
    assert not any(attempt.open for attempt in life.record.attempts)
    assert life.step(DAY) is None


def test_an_edit_while_the_post_was_in_flight_is_written_after_it() -> None:
    life = a_posted_life()
    life.call(2, phone="2")

    life.answer(1, 1.5, 3, first_name="Ada", phone="1")

    assert life.send(4) == {PHONE}


def test_a_post_is_looked_for_from_the_first_open_attempt() -> None:
    life = a_posted_life()

    assert life.step(80) == Find(at(1))


def test_the_answer_of_a_post_closes_that_attempt_and_no_other() -> None:
    life = a_posted_life()
    life.record = refused(life.record, at(1))
    life.send(2)
    first, later = life.record.attempts[0], at(2)

    linked_record = linked(life.record, REMOTE, later, at(3))

    assert first.open
    assert [one.open for one in linked_record.attempts] == [False]


def test_what_pipedrive_fills_in_at_a_creation_is_no_later_edit() -> None:
    life = a_posted_life()

    life.answer(1, 2, 3, first_name="Ada", phone="1", last_name="Nobody")

    filled = life.record.fields[LAST_NAME]
    assert filled.truth is not None
    assert (filled.truth.value, filled.truth.own_time) == ("Nobody", at(0))
    assert life.told(LAST_NAME) == ["Nobody"]
    life.call(0.5, last_name="Lovelace")
    assert life.truth(LAST_NAME) == "Lovelace"


def test_an_answer_to_a_write_that_is_forgotten_is_a_read() -> None:
    life = a_life(first_name="Ada")

    seen = landed(life.record, at(5), a_reading(0, issued=5, first_name="Bea"), at(6))

    assert seen.record.fields[FIRST_NAME].unexplained == at(6)


def test_an_answer_older_than_a_webhook_does_not_hide_what_the_webhook_told() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.webhook(14, {FIRST_NAME: "Bea"}, first_name="Cleo")

    life.answer(2, 3, 20, first_name="Bea")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.value == "Cleo"
    assert life.step(21) != Read(REMOTE)


def test_an_answer_to_a_write_that_is_forgotten_ends_the_wait_for_it_alone() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)
    forgotten = replace(life.record, writes=())
    answer = a_reading(11, issued=11, first_name="Bea")

    assert landed(forgotten, at(11), answer, at(12)).record.call is None
    assert landed(forgotten, at(5), answer, at(12)).record.call == forgotten.call


def test_an_answer_says_what_the_next_write_must_carry_unless_it_says_nothing() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)
    record = replace(life.record, carry="old")
    silent = a_reading(12, issued=11, first_name="Bea")

    assert landed(record, at(11), silent, at(13)).record.carry == "old"
    assert landed(record, at(11), replace(silent, carry="new"), at(13)).record.carry == "new"


def test_what_an_answer_shows_beside_the_write_competes_and_is_logged_when_it_loses() -> None:
    life = Life(linked_record(first_name=in_step("Ada")))
    life.call(50, last_name="Bell", first_name="Bea")
    state = life.record.fields[LAST_NAME]
    life.record = begin_update(life.record, frozenset({FIRST_NAME}), at(51))
    assert state.remote is None

    life.answer(51, 20, 53, first_name="Bea", last_name="Bold")

    assert life.truth(LAST_NAME) == "Bell"
    assert [(one.field, one.value) for one in life.lost] == [(LAST_NAME, "Bold")]
    assert life.record.fresh_at == at(53)


def test_a_field_that_is_known_to_be_newer_does_not_keep_the_others_from_being_known() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(1, first_name="Bea", phone="2")
    life.send(2)
    life.webhook(14, {FIRST_NAME: "Bea"}, first_name="Cleo", phone="1")
    life.read(14, issued=15, first_name="Cleo", phone="3")
    assert life.record.fields[PHONE].unexplained is not None

    life.answer(2, 3, 20, first_name="Bea", phone="2")

    known = life.record.fields[PHONE].remote
    assert known is not None
    assert (known.value, known.at) == ("2", at(3))
    assert life.record.fields[PHONE].unexplained is None

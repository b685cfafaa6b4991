"""What webhooks tell; the stories are in test_stories_of_pipedrive."""

from dataclasses import replace

import pytest

from domain.model.values import FIRST_NAME, PHONE
from domain.sync.events import Told, observe_event
from domain.sync.plan import Read
from domain.sync.record import Precision
from tests.domain.sync.building import (
    ADA,
    REMOTE,
    Life,
    a_life,
    a_stamp,
    at,
    in_step,
    linked_record,
)


def writing(*, landed: bool) -> Life:
    """Return a life with a write of both fields that left at 2 s, landed in second 3 or open."""
    life = a_life(first_name="Ada", phone="1")
    life.call(1, first_name="Bea", phone="2")
    life.send(2)
    if landed:
        life.answer(2, 3, 4, first_name="Bea", phone="2")
    return life


def test_an_event_that_does_not_say_what_changed_is_no_edit_but_a_doubt() -> None:
    life = a_life(first_name="Ada")

    life.webhook(10, None, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Ada"
    assert life.step(11) == Read(REMOTE)


def test_an_event_that_names_a_field_without_its_value_is_a_doubt() -> None:
    life = a_life(first_name="Ada", phone="1")

    life.webhook(10, {FIRST_NAME: "Ada", PHONE: "1"}, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Ada"
    assert life.step(11) == Read(REMOTE)


def test_an_event_moves_what_pipedrive_is_known_to_hold_to_the_millisecond() -> None:
    life = a_life(first_name="Ada")

    life.webhook(10.25, {FIRST_NAME: "Ada"}, first_name="Bea")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert (known.value, known.at, known.precision) == ("Bea", at(10.25), Precision.MS)


def test_an_edit_that_loses_leaves_no_stamp_in_what_pipedrive_shows() -> None:
    life = a_life(first_name="Ada")
    life.call(20, first_name="Bea")

    life.webhook(10, {FIRST_NAME: "Ada"}, now=21, first_name="Cleo")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert (known.value, known.shows) == ("Cleo", None)
    assert life.send(22) == {FIRST_NAME}


def test_a_field_that_changed_without_being_named_is_read_when_its_event_does_not_come() -> None:
    life = a_life(first_name="Ada", phone="1")

    life.webhook(10, {PHONE: "1"}, first_name="Bea", phone="2")

    assert life.record.fields[FIRST_NAME].unexplained == at(10)
    assert life.step(309) is None
    assert life.step(310) == Read(REMOTE)


def test_the_echo_of_a_landed_write_tells_its_milliseconds() -> None:
    life = writing(landed=True)

    life.webhook(3.4, {FIRST_NAME: "Ada", PHONE: "1"}, ours=True, first_name="Bea", phone="2")

    known = life.record.fields[FIRST_NAME].remote
    assert known is not None
    assert (known.at, known.precision, known.shows) == (at(3.4), Precision.MS, a_stamp(1))
    assert life.record.writes[0].echo_at == at(3.4)
    assert life.published == []


def test_a_landed_write_explains_one_event() -> None:
    life = writing(landed=True)
    both = {FIRST_NAME: "Ada", PHONE: "1"}
    life.webhook(3.4, both, ours=True, first_name="Bea", phone="2")

    life.webhook(3.8, {PHONE: "3"}, ours=True, first_name="Bea", phone="2")

    last = life.record.fields[PHONE].last_edit
    assert last is not None
    assert last.at == at(3.8)


def test_the_echo_of_a_whole_open_write_tells_that_it_landed() -> None:
    life = writing(landed=False)

    both = {FIRST_NAME: "Ada", PHONE: "1"}
    life.webhook(3.4, both, ours=True, first_name="Bea", phone="2")

    assert life.record.writes[0].landed == at(3.4)


def test_an_open_write_that_fits_in_part_stays_open() -> None:
    life = writing(landed=False)

    life.webhook(3.4, {PHONE: "1"}, ours=True, first_name="Ada", phone="2")

    assert life.record.writes[0].landed is None
    assert life.published == []


def test_an_event_from_before_our_write_left_is_not_its_echo() -> None:
    life = writing(landed=False)

    life.webhook(0.5, {PHONE: "1"}, ours=True, now=3, first_name="Ada", phone="2")

    assert life.record.fields[PHONE].last_edit is not None


def test_the_newest_write_that_fits_is_the_one_echoed() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.read(0, issued=80, first_name="Ada")
    life.send(81)

    life.webhook(82, {FIRST_NAME: "Ada"}, ours=True, first_name="Bea")

    assert [write.landed for write in life.record.writes] == [None, at(82)]


def test_the_echo_of_an_earlier_write_of_one_second_does_not_hide_the_later() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.answer(2, 3, 3.3, first_name="Bea")
    life.call(3.4, first_name="Cleo")
    life.send(3.5)
    life.answer(3.5, 3.6, 3.8, first_name="Cleo")

    life.webhook(3.2, {FIRST_NAME: "Ada"}, ours=True, now=4, first_name="Bea")

    assert life.step(5) is None


def test_whoever_edits_after_our_write_landed_has_seen_it_whatever_vixiees_clock() -> None:
    life = a_life(first_name="Ada")
    life.call(9000, first_name="Bea")
    life.send(2)
    life.answer(2, 3, 4, first_name="Bea")
    life.read(3, issued=5, served=4, first_name="Bea")

    life.webhook(10, {FIRST_NAME: "Bea"}, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Cleo"


@pytest.mark.parametrize(("when", "carry"), [(5, "old"), (15, "new")])
def test_the_newest_event_says_what_a_write_must_carry(when: float, carry: str) -> None:
    record = replace(linked_record(phone=in_step("1", 10)), carry="old")
    told = Told(at=at(when), fields={}, previous={}, maybe_ours=False, carry="new")

    assert observe_event(record, told, at(20)).record.carry == carry


def test_of_two_writes_that_landed_in_one_second_each_explains_its_own_event() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(1, first_name="Bea")
    life.send(2)
    life.read(0, issued=80, first_name="Ada", phone="1")
    life.call(81, phone="2")
    life.send(82)
    life.answer(82, 83, 84, first_name="Bea", phone="2")

    life.webhook(83.1, {FIRST_NAME: "Ada"}, ours=True, now=85, first_name="Bea", phone="1")
    life.webhook(83.2, {PHONE: "1"}, ours=True, now=86, first_name="Bea", phone="2")

    assert [write.landed for write in life.record.writes] == [at(83.1), at(83)]
    assert life.published == []
    assert life.record.fields[PHONE].last_edit is None


@pytest.mark.parametrize(
    ("when", "replaced", "lost"),
    [(3.5, "Eve", ["Bea"]), (3.5, "Bea", []), (20, "Eve", []), (20, "Bea", [])],
    ids=["same second, blind", "same second", "later, blind", "later"],
)
def test_an_edit_that_may_not_have_seen_our_write_of_its_second_says_what_it_replaced(
    when: float, replaced: str, lost: list[str]
) -> None:
    life = writing(landed=True)

    life.webhook(when, {FIRST_NAME: replaced}, first_name="Cleo", phone="2")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert [one.value for one in life.lost] == lost
    assert {(one.record_id, one.field) for one in life.lost} <= {(ADA, FIRST_NAME)}


def test_an_edit_that_wins_is_the_truth_that_pipedrive_shows() -> None:
    life = a_life(first_name="Ada")

    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    state = life.record.fields[FIRST_NAME]
    assert state.truth is not None
    assert state.remote is not None
    assert state.last_edit is not None
    assert state.remote.shows == state.last_edit.shows == state.truth.stamp


def test_a_field_that_nobody_knew_comes_with_its_first_edit() -> None:
    life = a_life(first_name="Ada")

    life.webhook(10, {PHONE: None}, first_name="Ada", phone="1")

    assert (life.truth(PHONE), life.told(PHONE)) == ("1", ["1"])


def test_the_echo_of_an_open_write_shows_what_was_written_and_explains_a_difference() -> None:
    life = writing(landed=False)
    life.read(0, issued=2.5, first_name="Eve", phone="1")
    assert life.record.fields[FIRST_NAME].unexplained is not None

    both = {FIRST_NAME: "Ada", PHONE: "1"}
    life.webhook(3.4, both, ours=True, first_name="Bea", phone="2")

    state = life.record.fields[FIRST_NAME]
    assert state.unexplained is None
    assert state.remote is not None
    assert (state.remote.value, state.remote.at) == ("Bea", at(3.4))

"""Stories of what Vixiees shows: each once lost somebody's edit, before there was a rule for it."""

from datetime import timedelta

from domain.model.values import FIRST_NAME, PHONE
from domain.sync.plan import Update
from tests.domain.sync.building import a_life

DAY = timedelta(days=1).total_seconds()


def test_a_snapshot_from_before_a_change_does_not_revert_that_change() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea", phone="1")

    life.call(20, first_name="Ada", phone="2")

    assert life.truth(FIRST_NAME) == "Bea"
    assert life.step(30) == Update(frozenset({PHONE}))


def test_going_back_to_the_value_before_a_change_is_an_edit() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(20, applied=1, first_name="Ada")

    assert life.truth(FIRST_NAME) == "Ada"
    assert life.step(30) == Update(frozenset({FIRST_NAME}))


def test_a_call_repeated_after_a_change_was_applied_is_no_edit() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(50, phone="2", first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea", phone="1")
    life.call(52, applied=1, phone="3", first_name="Bea")

    life.call(50, phone="2", first_name="Ada")

    assert (life.truth(FIRST_NAME), life.truth(PHONE)) == ("Bea", "3")


def test_whoever_saw_a_change_may_correct_it_with_a_slower_clock() -> None:
    life = a_life(first_name="Ada")
    life.webhook(20, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(18, applied=1, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Cleo"


def test_whoever_did_not_see_a_change_is_judged_by_the_clock() -> None:
    life = a_life(first_name="Ada")
    life.webhook(20, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(18, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Bea"
    assert [entry.value for entry in life.lost] == ["Cleo"]


def test_what_a_change_had_written_over_before_the_next_edit_was_made_lost_unseen() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.call(20, first_name="Cleo")

    life.call(21, applied=1, first_name="Dora")

    assert life.truth(FIRST_NAME) == "Dora"
    assert [entry.value for entry in life.lost] == ["Bea", "Cleo"]


def test_who_edits_what_a_change_and_vixiees_both_said_overlooks_nothing() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.call(20, first_name="Bea")

    life.call(21, applied=1, first_name="Dora")

    assert life.truth(FIRST_NAME) == "Dora"
    assert life.lost == []


def test_a_change_written_over_an_edit_that_wins_is_followed_by_that_edit() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(20, first_name="Cleo")

    assert life.told(FIRST_NAME) == ["Bea", "Cleo"]


def test_an_echo_of_a_change_is_no_edit() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(DAY, applied=1, first_name="Bea")

    assert life.step(2 * DAY) is None
    assert life.told(FIRST_NAME) == ["Bea"]


def test_an_acknowledged_change_is_what_vixiees_holds() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.acknowledge(1)

    life.call(5, applied=1, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Cleo"


def test_an_edit_that_our_write_hid_from_the_next_editor_goes_to_the_conflict_log() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(12)
    life.webhook(11, {FIRST_NAME: "Ada"}, now=13, first_name="Cleo")
    life.webhook(12.3, {FIRST_NAME: "Cleo"}, ours=True, now=13, first_name="Bea")

    life.webhook(20, {FIRST_NAME: "Bea"}, first_name="Dora")

    assert life.truth(FIRST_NAME) == "Dora"
    assert [entry.value for entry in life.lost] == ["Bea", "Cleo"]

"""Stories of what Pipedrive shows: each once lost somebody's edit, before there was a rule."""

from datetime import timedelta

from domain.model.values import FIRST_NAME, PHONE
from domain.sync.plan import Read, Update
from tests.domain.sync.building import REMOTE, Life, a_life, at, linked_record, written

DAY = timedelta(days=1).total_seconds()
WRITE_NAME = Update(frozenset({FIRST_NAME}))


def test_a_person_who_writes_our_value_again_is_no_echo() -> None:
    life = a_life(first_name="Ada")
    written(life, "Bea", sent=2)
    life.webhook(3.2, {FIRST_NAME: "Ada"}, ours=True, now=5, first_name="Bea")
    life.webhook(10, {FIRST_NAME: "Bea"}, first_name="Cleo")

    life.webhook(20, {FIRST_NAME: "Cleo"}, ours=True, first_name="Bea")

    assert life.told(FIRST_NAME) == ["Cleo", "Bea"]
    assert life.step(30) is None


def test_a_person_in_the_app_is_no_echo_even_in_the_second_of_our_write() -> None:
    life = a_life(first_name="Ada")
    written(life, "Bea", sent=2)
    life.webhook(3.3, {FIRST_NAME: "Bea"}, now=5, first_name="Cleo")

    life.webhook(3.6, {FIRST_NAME: "Cleo"}, now=6, first_name="Bea")

    assert life.told(FIRST_NAME) == ["Cleo", "Bea"]


def test_of_one_second_and_two_sides_pipedrive_wins_whatever_its_fraction() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10.1, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.call(10.9, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Bea"


def test_of_one_second_and_one_side_the_fraction_counts() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10.9, {FIRST_NAME: "Bea"}, first_name="Cleo")

    life.webhook(10.1, {FIRST_NAME: "Ada"}, now=11, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Cleo"


def test_a_field_beside_the_changed_one_does_not_take_its_time() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.webhook(12, {PHONE: "1"}, first_name="Bea", phone="2")
    life.call(11, first_name="Cleo")

    life.webhook(10, {FIRST_NAME: "Ada"}, now=13, first_name="Bea", phone="1")

    assert (life.truth(FIRST_NAME), life.truth(PHONE)) == ("Cleo", "2")


def test_an_edit_that_our_write_covered_is_taken_from_its_webhook() -> None:
    life = a_life(first_name="Ada")
    written(life, "Cleo", called=10, sent=11)

    life.webhook(11, {FIRST_NAME: "Ada"}, now=14, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Bea"


def test_a_list_page_that_our_write_has_passed_says_nothing() -> None:
    life = a_life(first_name="Ada")
    written(life, "Bea", sent=11)

    life.read(0, issued=10.5, now=14, first_name="Ada")

    assert life.step(15) == Read(REMOTE)
    life.read(12, issued=16, first_name="Bea")
    assert life.step(DAY) is None


def test_a_list_page_that_a_webhook_has_passed_says_nothing() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.read(0, issued=9, now=11, first_name="Ada")

    assert life.record.fields[FIRST_NAME].unexplained is None


def test_a_difference_in_a_list_waits_for_the_webhook_that_tells_its_time() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.read(50, issued=60, first_name="Bea", phone="1")
    life.call(20, first_name="Cleo")

    assert life.step(300) is None
    life.webhook(10, {FIRST_NAME: "Ada"}, now=301, first_name="Bea", phone="1")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert life.step(302) == WRITE_NAME


def test_a_difference_that_nobody_explains_for_five_minutes_is_an_edit() -> None:
    life = a_life(first_name="Ada")
    life.read(50, issued=60, first_name="Bea")

    assert life.step(361) == Read(REMOTE)
    life.read(50, issued=361, first_name="Bea")

    assert life.told(FIRST_NAME) == ["Bea"]


def test_an_older_event_does_not_bring_back_what_a_person_took_back() -> None:
    life = a_life(first_name="Ada")
    written(life, "Bea", called=DAY, sent=7)
    life.webhook(8.1, {FIRST_NAME: "Ada"}, ours=True, now=10, first_name="Bea")
    life.webhook(12, {FIRST_NAME: "Cleo"}, first_name="Bea")

    life.webhook(11, {FIRST_NAME: "Bea"}, now=13, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Bea"


def test_an_edit_in_the_second_of_a_read_is_decided_by_the_next_read() -> None:
    life = Life(linked_record())
    life.read(10, issued=11, first_name="Ada")
    life.webhook(10.7, {FIRST_NAME: "Ada"}, now=12, first_name="Bea")

    assert life.step(13) == Read(REMOTE)
    life.read(10, issued=14, first_name="Bea")

    assert life.told(FIRST_NAME) == ["Ada", "Bea"]
    assert life.step(15) is None


def test_an_edit_before_the_read_of_its_second_is_not_brought_back() -> None:
    life = Life(linked_record())
    life.read(10, issued=11, first_name="Ada")
    life.webhook(10.2, {FIRST_NAME: "Eve"}, now=12, first_name="Bea")

    life.read(10, issued=14, first_name="Ada")

    assert life.told(FIRST_NAME) == ["Ada"]
    assert life.step(15) is None


def test_of_two_edits_in_the_second_of_our_write_the_later_stays_the_last() -> None:
    life = a_life(first_name="Ada")
    written(life, "Bea", sent=2)
    life.call(3.1, first_name="Dora")
    life.webhook(3.7, {FIRST_NAME: "Cleo"}, now=5, first_name="Eve")

    life.webhook(3.5, {FIRST_NAME: "Bea"}, now=6, first_name="Cleo")

    state = life.record.fields[FIRST_NAME]
    assert state.tie is None
    assert state.last_edit is not None
    assert (state.last_edit.value, life.truth(FIRST_NAME)) == ("Eve", "Eve")


def test_an_older_edit_on_a_value_that_equals_the_truth_has_not_seen_the_truth() -> None:
    life = a_life(first_name="Ada")
    life.call(100, first_name="Bea")
    life.webhook(10, {FIRST_NAME: "Ada"}, now=101, first_name="Bea")

    life.webhook(90, {FIRST_NAME: "Bea"}, now=102, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Bea"
    assert life.step(103) == WRITE_NAME


def test_whoever_edits_a_write_of_ours_whose_answer_was_lost_has_seen_it() -> None:
    life = a_life(first_name="Ada")
    life.call(DAY, first_name="Bea")
    life.send(2)

    life.webhook(5, {FIRST_NAME: "Bea"}, now=20, first_name="Cleo")

    assert life.truth(FIRST_NAME) == "Cleo"


def test_an_edit_from_before_our_open_write_left_has_not_seen_it() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.call(80, applied=1, first_name="Ada")
    life.send(81)

    life.webhook(5, {FIRST_NAME: "Ada"}, now=100, first_name="Cleo")
    life.webhook(20, {FIRST_NAME: "Ada"}, now=101, first_name="Eve")

    assert life.truth(FIRST_NAME) == "Ada"


def test_a_write_without_an_answer_is_looked_for_before_it_is_repeated() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)

    assert life.step(76) is None
    assert life.step(77) == Read(REMOTE)
    life.read(0, issued=78, first_name="Ada")

    assert life.step(79) == WRITE_NAME


def test_a_page_served_while_our_write_is_in_flight_does_not_end_the_wait_for_it() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)

    life.read(0, issued=3, now=4, first_name="Ada")

    assert life.step(10) is None


def test_a_write_that_lands_after_all_is_recognised_and_written_over() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.read(0, issued=78, first_name="Ada")
    written(life, "Cleo", called=79, sent=80)

    life.webhook(95, {FIRST_NAME: "Cleo"}, ours=True, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert life.step(96) == WRITE_NAME
    assert at(95) in {write.landed for write in life.record.writes}


def test_an_old_write_that_lands_in_the_second_of_a_newer_one_is_written_over() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.read(0, issued=78, first_name="Ada")
    life.webhook(90.2, {FIRST_NAME: "Ada"}, first_name="Cleo")
    life.call(95.6, applied=1, first_name="Dora")
    life.send(95.7)
    life.answer(95.7, 95.7, 96, first_name="Dora")

    life.webhook(95.9, {FIRST_NAME: "Dora"}, ours=True, now=97, first_name="Bea")

    assert life.step(98) == Read(REMOTE)
    life.read(95, issued=99, first_name="Bea")
    assert (life.truth(FIRST_NAME), life.step(100)) == ("Dora", WRITE_NAME)

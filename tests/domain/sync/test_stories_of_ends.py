"""Stories of deletions, merges, absences and persons that late POSTs made."""

from dataclasses import replace
from datetime import timedelta

from domain.model.change import ChangeType
from domain.model.values import FIRST_NAME, PHONE, RemoteId, Side
from domain.sync.answers import linked, settle
from domain.sync.ends import gone, is_twin, merge_records, moved, removed, with_twin
from domain.sync.plan import Create, Find, Merge, Read, Remove, next_step, tidings
from domain.sync.twins import observe_twin
from tests.domain.sync.building import REMOTE, Life, a_life, a_reading, at

TWIN = RemoteId(9)
HALF_A_DAY = timedelta(hours=12).total_seconds()


def created_twice() -> Life:
    """Return a life whose first POST got no answer and whose second one was answered."""
    life = Life()
    life.call(0, first_name="Ada", phone="1")
    life.send(1)
    life.record = settle(life.record)
    life.send(80)
    life.answer(80, 80, 81, first_name="Ada", phone="1")
    return life


def test_a_404_is_no_deletion_until_a_second_look() -> None:
    life = a_life(first_name="Ada")
    life.record = gone(life.record, at(0))

    assert life.record.deleted_by is None
    assert life.step(14 * 60) is None
    assert life.step(15 * 60) == Read(REMOTE)


def test_a_404_before_the_webhook_of_its_merge_follows_that_merge() -> None:
    life = a_life(first_name="Ada")
    life.record = gone(life.record, at(0))
    life.record = moved(life.record, TWIN, at(20))

    assert life.step(21) == Read(TWIN)
    life.read(5, issued=22, first_name="Bea")

    assert (life.truth(FIRST_NAME), life.record.deleted_by) == ("Bea", None)


def test_what_was_not_yet_written_competes_with_the_person_it_was_merged_into() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(50, first_name="Bea")
    life.record = moved(life.record, TWIN, at(60))

    life.read(40, issued=61, first_name="Cleo", phone="2")

    assert (life.truth(FIRST_NAME), life.truth(PHONE)) == ("Bea", "2")


def test_of_two_linked_contacts_the_loser_becomes_an_alias_and_gives_what_was_not_written() -> None:
    loser, winner = a_life(first_name="Ada", phone="1"), a_life(first_name="Cleo", phone="2")
    loser.call(50, first_name="Bea")
    winner.record = replace(winner.record, record_id=winner.record.record_id, remote_id=TWIN)

    alias, seen = merge_records(loser.record, winner.record)

    told = tidings(loser.record, alias)
    assert told is not None
    assert (told.type, told.merged_into) == (ChangeType.MERGED, winner.record.record_id)
    merged = Life(seen.record)
    assert (merged.truth(FIRST_NAME), merged.truth(PHONE)) == ("Bea", "2")
    assert next_step(alias, at(60)) is None


def test_a_post_without_an_answer_is_looked_for_75_seconds_after_it_left() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)

    for asked in (2, 60):
        due = next_step(life.record, at(asked))
        assert due is not None
        assert (due.step, due.at) == (Find(at(1)), at(76))


def test_a_post_that_was_not_found_leaves_once_more() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)

    life.record = settle(life.record)

    assert life.step(80) == Create()


def test_a_twin_of_a_late_post_is_merged_into_ours() -> None:
    life = created_twice()
    assert is_twin(life.record)

    life.record = with_twin(life.record, TWIN)

    assert life.step(100) == Merge(TWIN, REMOTE)
    life.record = removed(life.record, TWIN)
    assert life.step(100) is None


def test_a_copy_that_carries_our_id_without_any_lost_post_is_not_ours() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)
    life.answer(1, 1, 2, first_name="Ada")

    assert not is_twin(life.record)


def test_what_a_person_wrote_on_the_twin_competes_and_what_we_wrote_there_does_not() -> None:
    life = created_twice()
    life.call(90, first_name="Bea")

    shown = a_reading(100, issued=120, first_name="Ada", phone="2")
    seen = observe_twin(life.record, shown, life.record)

    judged = Life(seen.record)
    assert (judged.truth(FIRST_NAME), judged.truth(PHONE)) == ("Bea", "2")


def test_a_contact_deleted_while_its_post_is_open_is_removed_when_that_lands() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)
    life.delete_here(2)

    life.record = with_twin(life.record, TWIN)

    assert life.step(3) == Remove(TWIN)


def test_one_open_post_makes_one_deletion_and_no_more() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)
    life.delete_here(2)

    life.record = removed(with_twin(life.record, TWIN), TWIN)

    assert not any(attempt.open for attempt in life.record.attempts)
    assert life.step(HALF_A_DAY) is None


def test_finding_the_post_of_a_deleted_contact_again_and_again_ends_the_search() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)
    life.delete_here(2)

    life.record = with_twin(with_twin(life.record, TWIN), TWIN)

    assert life.step(80) == Remove(TWIN)
    assert life.record.extras == (TWIN,)


def test_a_contact_that_ended_while_our_write_was_open_asks_for_nothing() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.delete_here(3)

    life.record = removed(life.record, REMOTE)

    assert life.step(HALF_A_DAY) is None


def test_a_deletion_waits_for_the_write_in_flight_and_then_leaves() -> None:
    life = a_life(first_name="Ada")
    life.call(1, first_name="Bea")
    life.send(2)
    life.delete_here(3)

    assert life.step(4) is None
    life.answer(2, 3, 5, first_name="Bea")

    assert life.step(6) == Remove(REMOTE)


def test_a_deletion_in_pipedrive_is_final_even_for_an_edit_under_way() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")

    life.delete_there(5)

    assert (life.record.deleted_by, life.step(HALF_A_DAY)) == (Side.PIPEDRIVE, None)


def test_a_person_linked_by_its_webhook_is_the_effect_of_the_open_post() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.send(1)

    life.record = linked(life.record, REMOTE, None, at(3))

    assert life.step(4) is None
    assert not any(attempt.open for attempt in life.record.attempts)

"""What Vixiees shows; the stories are in test_stories_of_vixiees."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.values import FIRST_NAME, PHONE, ChangeNumber, RecordId, Side
from domain.sync.local import acknowledged, delete_locally, observe_call, unapplied
from domain.sync.parking import park
from domain.sync.record import FieldState, Record, Showing
from tests.domain.sync.building import ADA, Life, a_life, at, in_step, known_locally, linked_record
from tests.domain.sync.effort import examples


def test_the_first_call_is_the_truth_of_every_field_in_it() -> None:
    life = Life()

    life.call(10, first_name="Ada", phone=None)

    assert (life.truth(FIRST_NAME), life.truth(PHONE)) == ("Ada", None)
    assert life.published == []


def test_a_field_that_is_not_in_the_call_is_left_alone() -> None:
    life = a_life(first_name="Ada", phone="1")

    life.call(10, phone="2")

    assert life.record.fields[FIRST_NAME] == in_step("Ada")


def test_an_emptied_field_is_an_edit() -> None:
    life = a_life(phone="1")

    life.call(10, phone=None)

    assert life.truth(PHONE) is None
    assert life.send(11) == {PHONE}


def test_an_acknowledgement_moves_what_vixiees_holds_but_not_its_time() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.acknowledge(1)

    local = life.record.fields[FIRST_NAME].local
    assert local is not None
    assert (local.value, local.number, local.at) == ("Bea", 1, at(0))


def test_acknowledging_an_older_change_says_nothing_of_a_newer() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.webhook(20, {FIRST_NAME: "Bea"}, first_name="Cleo")

    life.acknowledge(1)

    assert [sent.value for sent in unapplied(life.record.fields[FIRST_NAME])] == ["Cleo"]


def test_acknowledging_nothing_new_leaves_the_very_record() -> None:
    record = linked_record(first_name=in_step("Ada"))

    assert acknowledged(record, ChangeNumber(5)) is record


def test_a_deletion_is_final() -> None:
    record = linked_record(first_name=in_step("Ada"))

    deleted = delete_locally(record, at(10))

    assert (deleted.deleted_by, deleted.deleted_at) == (Side.VIXIEES, at(10))
    assert delete_locally(deleted, at(20)) == deleted


def test_a_merged_contact_is_not_deleted_with_its_alias() -> None:
    alias = replace(linked_record(), alias_of=RecordId("eve"))

    assert delete_locally(alias, at(10)) == alias


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["Ada", "Bea"])), min_size=1, max_size=12
    ),
    st.tuples(st.integers(0, 9), st.sampled_from(["Ada", "Bea"])),
)
@examples(300)
def test_showings_kept_short_recognise_what_all_of_them_would(
    calls: list[tuple[int, str]], late: tuple[int, str]
) -> None:
    in_order = sorted(calls, key=lambda call: call[0])
    short = Record(record_id=ADA)
    for when, value in in_order:
        short = observe_call(short, {FIRST_NAME: value}, at(when), ChangeNumber(0)).record
    state = short.fields[FIRST_NAME]
    every = tuple(
        Showing(at=at(when), value=value, number=ChangeNumber(0)) for when, value in calls
    )
    long = replace(short, fields={FIRST_NAME: replace(state, shown=_sorted(every))})

    after = [
        _truth(observe_call(one, {FIRST_NAME: late[1]}, at(late[0]), ChangeNumber(0)).record)
        for one in (short, long)
    ]

    assert after[0] == after[1]


def test_a_run_of_equal_showings_is_kept_by_its_ends() -> None:
    record = Record(record_id=ADA)
    for when in range(6):
        record = observe_call(record, {FIRST_NAME: "Ada"}, at(when), ChangeNumber(0)).record

    shown = record.fields[FIRST_NAME].shown
    assert [one.at for one in shown] == [at(0), at(5)]
    assert all(one.at < other.at for one, other in pairwise(shown))


def _sorted(showings: tuple[Showing, ...]) -> tuple[Showing, ...]:
    return tuple(sorted(showings, key=lambda one: one.at))


def _truth(record: Record) -> object:
    return record.fields.get(FIRST_NAME, FieldState()).truth


def test_every_edit_that_loses_is_logged_by_its_name() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.webhook(20, {FIRST_NAME: "Ada", PHONE: "1"}, first_name="Bea", phone="2")

    life.call(10, first_name="Eve", phone="3")

    assert [(one.field, one.value) for one in life.lost] == [(FIRST_NAME, "Eve"), (PHONE, "3")]


def test_what_vixiees_shows_is_what_it_holds_and_when() -> None:
    life = a_life(first_name="Ada")

    life.call(10, first_name="Bea")

    state = life.record.fields[FIRST_NAME]
    assert state.truth is not None
    assert state.local == known_locally("Bea", 10, state.truth.stamp)


def test_a_deletion_leaves_nothing_parked_and_is_for_both_sides_unless_one_is_kept() -> None:
    record = park(linked_record(), "REFUSED", "Change it.", at(5))

    assert delete_locally(record, at(10)) == replace(
        linked_record(), deleted_by=Side.VIXIEES, deleted_at=at(10)
    )
    assert delete_locally(record, at(10), kept=True).kept


def test_a_deletion_that_pipedrive_refused_is_tried_again_when_asked_again() -> None:
    refused = park(delete_locally(linked_record(), at(10)), "REFUSED", "Unlock it.", at(11))

    assert delete_locally(refused, at(20)) == delete_locally(linked_record(), at(10))


def test_an_older_call_says_nothing_once_vixiees_has_shown_something_later() -> None:
    life = a_life(first_name="Ada")
    life.call(20, first_name="Cleo")
    after = life.record

    life.call(10, first_name="Bea")

    assert (life.record, life.lost) == (after, [])


def test_of_two_calls_of_the_same_instant_the_second_one_counts() -> None:
    life = a_life(first_name="Ada")
    life.call(20, first_name="Cleo")

    life.call(20, first_name="Bea")

    assert life.truth(FIRST_NAME) == "Bea"


@pytest.mark.parametrize(("later", "older", "lost"), [(1, 0, ["Eve"]), (1, 1, []), (0, 0, [])])
def test_an_older_call_competes_where_only_the_later_one_knew_a_change(
    later: int, older: int, lost: list[str]
) -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.call(30, applied=later, first_name="Cleo")
    life.lost.clear()

    life.call(20, applied=older, first_name="Eve")

    assert life.truth(FIRST_NAME) == "Cleo"
    assert [one.value for one in life.lost] == lost

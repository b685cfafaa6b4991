"""The one decision, by its table and by what must hold whatever the values and clocks are."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.values import FIRST_NAME, Side
from domain.sync.compete import Edit, compete, holds_truth, judged, settled, shown_by
from domain.sync.record import FieldState, Truth
from domain.sync.stamp import Stamp, bumped
from tests.domain.sync.building import ADA, a_stamp, a_truth, at, known_remotely
from tests.domain.sync.effort import examples

V, P = Side.VIXIEES, Side.PIPEDRIVE

Edits = st.builds(
    lambda value, side, when, saw: Edit(value=value, side=side, own_time=at(when), saw=saw),
    value=st.sampled_from(["Ada", "Bea", "Cleo", None]),
    side=st.sampled_from(Side),
    when=st.floats(0, 5).map(lambda when: round(when, 3)),
    saw=st.booleans(),
)


def an_edit(value: str, when: float, side: Side, *, saw: bool = False) -> Edit:
    return Edit(value=value, side=side, own_time=at(when), saw=saw)


@pytest.mark.parametrize(
    ("truth", "edit", "wins"),
    [
        (None, an_edit("Bea", 1, V), True),
        (a_truth("Ada", 50, P), an_edit("Bea", 1, V, saw=True), True),
        (a_truth("Ada", 50, V), an_edit("Bea", 1, P, saw=True), True),
        (a_truth("Ada", 50, V), an_edit("Bea", 51, V), True),
        (a_truth("Ada", 50, V), an_edit("Bea", 49, V), False),
        (a_truth("Ada", 50, V), an_edit("Bea", 50, V), False),
        (a_truth("Ada", 50, P), an_edit("Bea", 50, P), False),
        (a_truth("Ada", 50, P), an_edit("Bea", 51, V), True),
        (a_truth("Ada", 50, P), an_edit("Bea", 50.9, V), False),
        (a_truth("Ada", 50.9, V), an_edit("Bea", 50, P), True),
        (a_truth("Ada", 50, V), an_edit("Bea", 49.9, P), False),
    ],
)
def test_who_wins(truth: Truth | None, edit: Edit, *, wins: bool) -> None:
    after, won = compete(truth, edit)

    assert won is wins
    assert (after == truth) is not wins


def test_of_one_side_the_later_by_its_own_clock_wins_even_under_a_higher_stamp() -> None:
    bumped_far = bumped(a_stamp(1000, P))
    truth = Truth(value="Ada", stamp=bumped_far, since=bumped_far, side=V, own_time=at(10))

    after, won = compete(truth, an_edit("Bea", 11, V))

    assert won
    assert after.stamp == bumped(bumped_far)


def test_the_same_value_later_is_a_truth_of_its_own() -> None:
    after, won = compete(a_truth("Ada", 10, V), an_edit("Ada", 20, P))

    assert won
    assert after == a_truth("Ada", 20, P)


def test_the_same_value_earlier_changes_nothing() -> None:
    truth = a_truth("Ada", 10, V)

    assert compete(truth, an_edit("Ada", 5, P)) == (truth, True)


def test_an_edit_that_loses_is_named_and_leaves_the_field_alone() -> None:
    state = FieldState(truth=a_truth("Ada", 10, P))

    after, (lost,) = judged(ADA, FIRST_NAME, state, an_edit("Bea", 5, V))

    assert after == state
    assert (lost.record_id, lost.field, lost.value, lost.side, lost.own_time) == (
        ADA,
        FIRST_NAME,
        "Bea",
        V,
        at(5),
    )


def test_a_side_that_holds_an_equal_value_of_another_stamp_has_not_seen_the_truth() -> None:
    truth = a_truth("Ada", 10, V)

    assert holds_truth(truth.stamp, truth)
    assert not settled(known_remotely("Ada", shows=a_stamp(5, V)), truth)
    assert not settled(known_remotely("Ada", shows=None), truth)
    assert not settled(None, truth)


@pytest.mark.parametrize(
    ("edit", "shows"),
    [
        (an_edit("Ada", 10, V), a_stamp(10, V)),
        (an_edit("Ada", 5, P, saw=True), a_stamp(10, V)),
        (an_edit("Ada", 5, P), None),
        (an_edit("Bea", 10, V), None),
    ],
)
def test_only_who_made_or_saw_the_truth_shows_it(edit: Edit, shows: Stamp | None) -> None:
    assert shown_by(edit, FieldState(truth=a_truth("Ada", 10, V))) == shows


@given(Edits, Edits)
@examples(300)
def test_repeating_an_edit_changes_nothing(first: Edit, again: Edit) -> None:
    truth, _ = compete(None, first)
    once, won = compete(truth, again)
    twice, _ = compete(once, again)

    assert twice.value == once.value
    assert won == (once.value == again.value)


@given(Edits, Edits)
@examples(300)
def test_whatever_wins_is_later_than_what_it_replaces(first: Edit, second: Edit) -> None:
    truth, _ = compete(None, first)
    after, _ = compete(truth, second)

    assert after.stamp > truth.stamp or after.value == truth.value


@given(st.lists(Edits, min_size=2, max_size=4, unique_by=lambda one: (one.side, one.own_time)))
@examples(200)
def test_edits_that_saw_nothing_end_alike_in_any_order(edits: Sequence[Edit]) -> None:
    blind = [
        Edit(value=f"value {index}", side=one.side, own_time=one.own_time, saw=False)
        for index, one in enumerate(edits)
    ]

    assert len({_after(order) for order in permutations(blind)}) == 1


@given(st.integers(0, 9), st.floats(0, 0.9), st.floats(0, 0.9))
@examples(100)
def test_in_one_second_pipedrive_wins_in_either_order(
    second: int, here: float, there: float
) -> None:
    local, remote = an_edit("Bea", second + here, V), an_edit("Cleo", second + there, P)

    assert _after([local, remote]) == _after([remote, local]) == "Cleo"


def _after(edits: Sequence[Edit]) -> str | None:
    truth: Truth | None = None
    for edit in edits:
        truth, _ = compete(truth, edit)
    return truth.value if truth is not None else None


def test_confirming_a_value_moves_the_time_of_its_own_side_alone() -> None:
    bumped_far = bumped(a_stamp(1000, P))
    truth = Truth(value="Ada", stamp=bumped_far, since=bumped_far, side=V, own_time=at(10))

    assert compete(truth, an_edit("Ada", 12, V))[0] == replace(truth, own_time=at(12))
    assert compete(truth, an_edit("Ada", 8, V))[0] == truth
    assert compete(truth, an_edit("Ada", 12, P))[0] == truth


@pytest.mark.parametrize(
    ("when", "value", "reason"),
    [(40, "Bea", "OLDER_THAN_TRUTH"), (60, "Ada", "OLDER_THAN_EDIT")],
)
def test_what_lost_is_logged_with_why(when: float, value: str, reason: str) -> None:
    state = FieldState(truth=a_truth("Ada", 50, V))

    _, (lost,) = judged(ADA, FIRST_NAME, state, an_edit("Bea", when, P))

    assert (lost.record_id, lost.field, lost.value, lost.reason) == (ADA, FIRST_NAME, value, reason)

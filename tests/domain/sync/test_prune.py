"""A record forgets after a week, but nothing that can still decide something."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.model.values import FIRST_NAME, ChangeNumber, Side
from domain.sync.local import unapplied
from domain.sync.prune import pruned
from domain.sync.record import KnownLocal, Sent, Showing, Write
from tests.domain.sync.building import (
    Life,
    a_life,
    a_stamp,
    a_truth,
    at,
    in_step,
    known_remotely,
)
from tests.domain.sync.effort import examples

DAY = timedelta(days=1).total_seconds()


def a_long_life() -> Life:
    """Return a life of a change each day for two weeks, all applied but the last two."""
    life = a_life(first_name="Ada")
    days = range(1, 15)
    names = {day: f"Ada {day}" for day in days}
    stamps = {day: a_stamp(day * DAY, Side.PIPEDRIVE) for day in days}
    state = replace(
        in_step("Ada"),
        truth=a_truth(names[14], 14 * DAY, Side.PIPEDRIVE),
        remote=known_remotely(names[14], 14 * DAY, stamps[14]),
        local=KnownLocal(value=names[12], at=at(0), number=ChangeNumber(12), shows=stamps[12]),
        sent=tuple(
            Sent(number=ChangeNumber(day), value=names[day], stamp=stamps[day], at=at(day * DAY))
            for day in days
        ),
        shown=tuple(
            Showing(at=at(day * DAY + 1), value=names[day], number=ChangeNumber(day))
            for day in range(1, 13)
        ),
    )
    life.record = replace(life.record, fields={FIRST_NAME: state})
    return life


def test_a_young_record_is_left_alone() -> None:
    record = a_life(first_name="Ada").record

    assert pruned(record, at(DAY)) is record


def test_what_is_older_than_a_week_is_forgotten() -> None:
    state = pruned(a_long_life().record, at(15 * DAY)).fields[FIRST_NAME]

    assert {sent.at for sent in state.sent} == {at(day * DAY) for day in range(9, 15)}
    assert [showing.number for showing in state.shown] == [8, 9, 10, 11, 12]


def test_the_newest_showing_and_what_is_not_applied_stay_for_ever() -> None:
    record = a_long_life().record

    state = pruned(record, at(1000 * DAY)).fields[FIRST_NAME]

    assert unapplied(state) == unapplied(record.fields[FIRST_NAME])
    assert state.shown == record.fields[FIRST_NAME].shown[-1:]


def test_a_write_whose_outcome_is_awaited_stays() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)
    old = Write(fields={}, sent_at=at(5), landed=at(6))
    record = replace(life.record, writes=(old, *life.record.writes))

    assert pruned(record, at(100 * DAY)).writes == life.record.writes


@given(st.integers(0, 30))
@examples(30)
def test_forgetting_neither_changes_what_is_due_nor_what_vixiees_is_told(days: int) -> None:
    life = a_long_life()
    record = pruned(life.record, at(days * DAY))

    short = Life(record)
    for one in (life, short):
        one.call(40 * DAY, applied=14, first_name="Ada 14")
        one.call(41 * DAY, applied=14, first_name="Bea")

    assert short.published == life.published
    assert short.truth(FIRST_NAME) == life.truth(FIRST_NAME) == "Bea"
    assert short.step(42 * DAY) == life.step(42 * DAY)

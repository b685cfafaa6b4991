from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.model.values import Side
from domain.sync.stamp import bumped, end_of_second, second_of, stamp_of
from tests.domain.sync.building import a_stamp, at
from tests.domain.sync.effort import examples

Instants = st.datetimes(
    min_value=datetime(1960, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


def test_a_later_second_is_later_on_either_side() -> None:
    assert a_stamp(10.9, Side.PIPEDRIVE) < a_stamp(11, Side.VIXIEES)


def test_within_one_second_pipedrive_is_later() -> None:
    assert a_stamp(10.9, Side.VIXIEES) < a_stamp(10, Side.PIPEDRIVE)


def test_within_one_second_and_side_the_fraction_decides() -> None:
    assert a_stamp(10.1) < a_stamp(10.2)


@given(Instants, st.sampled_from(Side))
@examples(100)
def test_a_bump_comes_directly_after(instant: datetime, side: Side) -> None:
    stamp = stamp_of(side, instant)

    assert stamp < bumped(stamp) < bumped(bumped(stamp))
    assert bumped(stamp) < stamp_of(side, end_of_second(instant)) or instant == end_of_second(
        instant
    )


@given(Instants)
@examples(100)
def test_the_end_of_a_second_is_in_that_second(instant: datetime) -> None:
    assert second_of(end_of_second(instant)) == second_of(instant)
    assert end_of_second(instant) >= instant


def test_a_second_is_the_whole_unix_second() -> None:
    assert second_of(at(0.999)) == second_of(at(0)) == second_of(at(1)) - 1

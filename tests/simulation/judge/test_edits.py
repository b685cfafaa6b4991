"""Of which fields only the clearly last edit can be told."""

from domain.model.values import PHONE, Side, Value
from tests.domain.sync.worlds.history import History, Made


def _history(*edits: tuple[Value, Value, int]) -> History:
    found = History()
    for value, over, own_time in edits:
        made = Made(value=value, over=over, side=Side.PIPEDRIVE, own_time=own_time)
        found.add(PHONE, made)
    return found


def test_values_that_are_each_made_once_do_not_repeat() -> None:
    assert not _history(("1", None, 10), ("2", "1", 20), ("3", "1", 20)).repeats(PHONE)


def test_a_value_that_is_made_twice_repeats() -> None:
    assert _history(("1", None, 10), ("2", "1", 20), ("1", "2", 30)).repeats(PHONE)


def test_a_value_that_nobody_made_repeats_when_it_comes_back() -> None:
    assert _history(("1", None, 10), (None, "1", 20)).repeats(PHONE)

"""The table is whole, and what it says is tested."""

import pytest

from tests.rows import Row, find_test
from tests.security.table import NOT_HERE, ROWS

_LAST = 30


def test_every_idea_is_there_once() -> None:
    assert sorted([*(row.number for row in ROWS), *NOT_HERE]) == list(range(1, _LAST + 1))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"S{row.number:02}")
def test_every_idea_is_shown_by_tests(row: Row) -> None:
    assert row.shown_by
    assert [one for one in row.shown_by if find_test(one) is None] == []

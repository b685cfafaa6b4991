"""The table is whole, and what it says is tested."""

import pytest

from tests.bad_input import from_elsewhere, over_grpc, over_http
from tests.rows import Row, find_test

_ROWS = (*over_http.ROWS, *over_grpc.ROWS, *from_elsewhere.ROWS)
_LAST = 68


def test_every_row_is_there_once() -> None:
    assert sorted(row.number for row in _ROWS) == list(range(1, _LAST + 1))


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"B{row.number:02}")
def test_every_row_is_shown_by_tests(row: Row) -> None:
    assert row.shown_by
    assert [one for one in row.shown_by if find_test(one) is None] == []

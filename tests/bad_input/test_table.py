"""The table is whole, and what it says is tested."""

from importlib import import_module

import pytest

from tests.bad_input import from_elsewhere, over_grpc, over_http
from tests.bad_input.row import Row

_ROWS = (*over_http.ROWS, *over_grpc.ROWS, *from_elsewhere.ROWS)
_LAST = 68


def test_every_row_is_there_once() -> None:
    assert sorted(row.number for row in _ROWS) == list(range(1, _LAST + 1))


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"B{row.number:02}")
def test_every_row_is_shown_by_tests(row: Row) -> None:
    assert row.shown_by
    for one in row.shown_by:
        module, _, name = one.partition("::")
        tests = import_module(f"tests.{module.replace('/', '.')}")
        assert callable(getattr(tests, name, None)), f"{one} is gone"

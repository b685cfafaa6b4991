"""The demonstration holds, also with a small company."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from app.demo.play import play


@pytest.mark.timeout(600)
async def test_every_row_of_the_demonstration_holds(tmp_path: Path) -> None:
    rows = await play(Console(file=StringIO()), 60, tmp_path)
    assert [row for row in rows if not row.holds] == []

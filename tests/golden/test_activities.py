"""Pipedrive receives exactly what the golden file holds."""

import json

from tests.golden.cases import CASES
from tests.golden.rendering import FILE, rendered


async def test_pipedrive_receives_what_it_always_did() -> None:
    expected = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(CASES) == len(expected) == 30
    for case, body, held in zip(CASES, await rendered(), expected, strict=True):
        assert body == held, case

"""Bugs in who wins: edits of both sides, and echoes of our own writes."""

from tests.zoo.bug import Bug
from tests.zoo.stories import contested, does

EDITS = (
    Bug(
        name="the clocks decide although one side alone has changed",
        breaks="I2",
        module="domain.sync.compete",
        piece="    if edit.saw:\n        return True\n",
        instead="",
        needs=does("create contact there", "edit contact here"),
        apart=-3600.0,
    ),
    Bug(
        name="a field that a call leaves out is cleared",
        breaks="C14",
        module="domain.sync.local",
        piece="for name, value in fields.items()\n    }\n    for name, showing",
        instead="for name, value in {**dict.fromkeys(states), **fields}.items()\n    }\n"
        "    for name, showing",
        needs=contested,
    ),
    Bug(
        name="an empty value of a first meeting beats a filled one",
        breaks="C17",
        module="domain.sync.matching",
        piece="if theirs.truth is None or (theirs.truth.value is None and is_filled):",
        instead="if theirs.truth is None:",
        test="tests/domain/sync/test_matching.py::test_an_empty_value_never_beats_a_filled_one",
    ),
)

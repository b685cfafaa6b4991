"""A rule, how to break it, and the test that must fail then."""

from typing import NamedTuple

VIXIEES = "sync/test_stories_of_vixiees.py::test_"
PIPEDRIVE = "sync/test_stories_of_pipedrive.py::test_"
ENDS = "sync/test_stories_of_ends.py::test_"


class Mutant(NamedTuple):
    """*rule* is what the new text breaks; *caught_by* is a test under tests/domain."""

    rule: str
    module: str
    old: str
    new: str
    caught_by: str

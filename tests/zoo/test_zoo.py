"""The zoo fits the code, and some of its bugs are hunted; `make zoo` hunts them all."""

import ast
from collections import Counter

import pytest

from tests.zoo.bug import Bug
from tests.zoo.bugs import BUGS
from tests.zoo.hunt import Hunt
from tests.zoo.hunting import ROOT, hunt
from tests.zoo.planting import Misplaced, altered, source_of

_MOST_STORIES = 40
_SAMPLE = (
    "the clocks decide although one side alone has changed",
    "who is deleted in Vixiees stays in Pipedrive",
    "the feed repeats the change it was left at",
    "a webhook with a wrong password is taken",
    "tokens are noted when work is postponed",
    "an edit whose webhook is lost is never seen",
)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_has_one_place_in_its_module(bug: Bug) -> None:
    source = source_of(bug)

    assert ast.dump(ast.parse(altered(bug, source))) != ast.dump(ast.parse(source))


def test_each_bug_has_a_name_of_its_own() -> None:
    assert Counter(bug.name for bug in BUGS).most_common(1)[0][1] == 1


def test_the_tests_that_find_bugs_are_few_and_there() -> None:
    tested = [bug.test.partition("::") for bug in BUGS if bug.test]

    assert len(tested) * 4 < len(BUGS)
    for path, _, name in tested:
        assert f"def {name}(" in (ROOT / path).read_text()


def test_a_piece_that_is_not_there_is_told() -> None:
    with pytest.raises(Misplaced, match="0 times"):
        altered(BUGS[0], "something else")


@pytest.mark.timeout(600)  # most of it is other tests' time
@pytest.mark.parametrize("name", _SAMPLE)
def test_a_bug_is_found(name: str) -> None:
    bug = next(one for one in BUGS if one.name == name)

    found = hunt(bug, Hunt(name=name), _MOST_STORIES)

    assert found.caught_by

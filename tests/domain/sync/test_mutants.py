"""The catalogue of broken rules fits the code; `python -m tests.domain.sync.mutants` runs it."""

from pathlib import Path

import pytest

from tests.domain.sync.mutants.catalogue import MUTANTS
from tests.domain.sync.mutants.mutant import Mutant

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.rule)
def test_each_rule_can_be_broken_and_names_its_test(mutant: Mutant) -> None:
    code = (ROOT / "src" / "domain" / "sync" / mutant.module).read_text()
    file, name = mutant.caught_by.split("::")
    tests = (ROOT / "tests" / "domain" / file).read_text()

    assert code.count(mutant.old) == 1
    assert f"def {name}(" in tests

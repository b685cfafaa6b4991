"""Breaks each rule in a copy of the project and runs the test that has to notice."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.domain.sync.mutants.catalogue import MUTANTS
from tests.domain.sync.mutants.mutant import Mutant

ROOT = Path(__file__).parents[4]
_TESTS_FAILED = 1


def main() -> int:
    """Return 0 if every mutant is caught."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("src", "tests", "proto"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        survivors = [mutant for mutant in MUTANTS if not _is_caught(mutant, copy)]
    for mutant in survivors:
        print(f"not caught: {mutant.rule} ({mutant.caught_by})")  # noqa: T201 - its only output
    print(f"{len(MUTANTS) - len(survivors)} of {len(MUTANTS)} broken rules noticed")  # noqa: T201 - as above
    return 1 if survivors else 0


def _is_caught(mutant: Mutant, copy: Path) -> bool:
    module = copy / "src" / "domain" / "sync" / mutant.module
    text = module.read_text()
    module.write_text(text.replace(mutant.old, mutant.new))
    try:
        return _run(copy / "tests" / "domain" / mutant.caught_by, copy) == _TESTS_FAILED
    finally:
        module.write_text(text)


def _run(test: Path, copy: Path) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(test)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(copy / "proto")]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own tests, no shell
        command, cwd=copy, env=environment, capture_output=True, check=False
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Breaks the domain bit by bit and counts what the tests notice: `make mutate`.

Each part is judged by its own suite first, which is quick, and what that lets pass by all suites
of the domain. `.venv/bin/mutmut show NAME` shows what a mutant changes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
MUTANTS = ROOT / "mutants"
SUITES = frozenset({"sync", "activity", "model", "use_cases"})
PARTS = [
    *(f"domain/{suite}" for suite in ("sync", "activity", "model", "use_cases")),
    "domain/errors",
]
UNNOTICED = frozenset({0, 5, 33})
"""How mutmut writes that all tests passed, and that no test comes by."""


def run(names: Sequence[str], suites: frozenset[str]) -> None:
    """Try the mutants of these names (or patterns) with these suites. Raises CalledProcessError."""
    shutil.rmtree(MUTANTS / "tests", ignore_errors=True)
    (MUTANTS / "mutmut-stats.json").unlink(missing_ok=True)
    others = " ".join(f"--ignore=tests/domain/{suite}" for suite in sorted(SUITES - suites))
    subprocess.run(  # noqa: S603 - our own tests, no shell
        [Path(sys.executable).with_name("mutmut"), "run", "--max-children", "1", *names],
        cwd=ROOT,
        env={**os.environ, "EFFORT": "0.1", "PYTEST_ADDOPTS": others},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def judged(part: str, ending: str) -> Iterator[tuple[str, bool]]:
    """Yield the name of each mutant of the part that was tried, and whether it was noticed."""
    for file in sorted((MUTANTS / "src").rglob("*.py.meta")):
        for name, code in json.loads(file.read_text())["exit_code_by_key"].items():
            if code is not None and name.startswith(dotted(part)) and name.endswith(ending):
                yield name, code not in UNNOTICED


def judge(part: str, ending: str) -> list[tuple[str, bool]]:
    own = SUITES.intersection(part.split("/")[1:2]) or SUITES
    run([f"{dotted(part)}*{ending}"], own)
    left = [name for name, is_noticed in judged(part, ending) if not is_noticed]
    if left and own != SUITES:
        run(left, SUITES)
    return list(judged(part, ending))


def dotted(part: str) -> str:
    return part.removesuffix(".py").strip("/").replace("/", ".")


def tell(what: str, verdicts: Sequence[tuple[str, bool]]) -> None:
    tried, killed = len(verdicts), sum(is_noticed for _, is_noticed in verdicts)
    share = killed / tried if tried else 0
    print(f"{what}: mutants={tried} {killed=} survived={tried - killed} share={share:.1%}")


def main() -> None:
    words = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    words.add_argument("parts", nargs="*", default=PARTS, help="such as domain/sync/plan.py")
    words.add_argument("--ending", default="", help="only names that end so: _5 is one a function")
    wanted = words.parse_args()
    verdicts = list[tuple[str, bool]]()
    for part in wanted.parts:
        of_part = judge(part, wanted.ending)
        tell(part, of_part)
        verdicts += of_part
    for name, is_noticed in verdicts:
        if not is_noticed:
            print(f"survived: {name}")
    tell("all", verdicts)


if __name__ == "__main__":
    main()

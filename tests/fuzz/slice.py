"""A slice of a hunt in its own process: `python -m tests.fuzz.slice TARGET RUNS START FOLDER`.

Parsers are hunted by coverage where Atheris is installed.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.hunting import hunted
from tests.fuzz.reports import write_report
from tests.fuzz.targets import PARSERS, target_named


def main(name: str, runs: int, start: int, folder: Path) -> None:
    """Hunt, and leave a report in the folder."""
    if name in PARSERS and find_spec("atheris") is not None:
        from tests.fuzz.guided import guide  # noqa: PLC0415 - Atheris is not everywhere

        guide(name, runs, start, folder)
    else:
        write_report(hunted(target_named(name), runs, start), folder)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))

"""`make simulate SEEDS=N [FROM=K] [KEEP=file]`: plays stories; tells what was met and broken."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.simulation.campaign.running import outcomes
from tests.simulation.campaign.shrink import shrunk
from tests.simulation.campaign.sittings import Sittings
from tests.simulation.campaign.tally import Tally
from tests.simulation.story.play import Outcome

_TOLD_EVERY = 1000
_MOST_SHRUNK = 3


def main() -> int:
    """Return the exit code: 1 if anything was broken, or never met."""
    parser = argparse.ArgumentParser(prog="simulate")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--from", dest="first", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="go on with the run that this file keeps")
    options = parser.parse_args()
    if sys.flags.hash_randomization:
        parser.error("PYTHONHASHSEED=0 has to be set, else nothing can be replayed")
    sittings = Sittings(options.keep, options.first) if options.keep else None
    tally = sittings.tally() if sittings else Tally()
    played = tally.scenarios
    for outcome in outcomes(options.first + played, options.seeds - played):
        tally.add(outcome)
        if outcome.violations:
            print(
                f"seed {outcome.story.seed}: {outcome.violations[0]}", file=sys.stderr, flush=True
            )
        if tally.scenarios % _TOLD_EVERY == 0:
            print(f"{datetime.now(UTC):%H:%M:%S} {tally.told()}", file=sys.stderr, flush=True)
            if sittings:
                sittings.keep(tally)
    for failed in tally.failed[:_MOST_SHRUNK]:
        print(_report(failed, with_trace=options.seeds == 1), end="\n\n")
    for failed in tally.failed[_MOST_SHRUNK:]:
        print(f"seed {failed.story.seed}: {failed.violations[0]}")
    print(tally.counts())
    missing = tally.missing()
    for name in missing:
        print(f"never met: {name}")
    print(tally.told())
    return 1 if tally.failed or missing else 0


def _report(failed: Outcome, *, with_trace: bool) -> str:
    """Return the violations, the smallest story that shows them, and how to see it again."""
    small = shrunk(failed)
    lines = [*failed.violations, "shrunk to:", small.story.told(), *small.violations]
    if with_trace:
        lines += ["what happened:", *small.lines]
    return "\n".join([*lines, f"replay: make simulate SEEDS=1 FROM={failed.story.seed}"])


if __name__ == "__main__":
    sys.exit(main())

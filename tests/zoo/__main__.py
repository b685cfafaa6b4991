"""Plants one bug after the other and tells what finds it: `make zoo`, or with names of bugs."""

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from tests.zoo.bug import Bug
from tests.zoo.bugs import BUGS
from tests.zoo.hunt import Hunt
from tests.zoo.hunting import hunt

_ROUNDS = (5, 45, 350)
"""How many stories more in each round: so those that are found soon are told first."""
_AT_ONCE = 2


def main(bugs: Sequence[Bug]) -> bool:
    """Hunt the bugs; tell whether all of them were caught."""
    survivors: Mapping[Bug, Hunt] = {bug: Hunt(name=bug.name) for bug in bugs}
    for most in _ROUNDS:
        survivors = _hunted(survivors, most)
    for bug, found in survivors.items():
        print(_line(bug, found))
    print(f"killed={len(bugs) - len(survivors)} of {len(bugs)}")
    return not survivors


def _hunted(before: Mapping[Bug, Hunt], most: int) -> Mapping[Bug, Hunt]:
    """Go on with the hunts for so many stories; print what is caught, return what is not."""
    survivors = dict[Bug, Hunt]()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        hunts = {pool.submit(hunt, bug, before[bug], most): bug for bug in before}
        for ended in as_completed(hunts):
            bug, found = hunts[ended], ended.result()
            if found.caught_by:
                print(_line(bug, found), flush=True)
            else:
                survivors[bug] = found
    return survivors


def _line(bug: Bug, found: Hunt) -> str:
    effort = f"in {found.stories} stories, seed {found.seed}" if not bug.test else "at once"
    outcome = f"caught by {found.caught_by}" if found.caught_by else f"SURVIVES {found.words}"
    return f"{bug.breaks:4} {bug.name}: {outcome} {effort}"


if __name__ == "__main__":
    chosen = [bug for bug in BUGS if not sys.argv[1:] or bug.name in sys.argv[1:]]
    sys.exit(0 if main(chosen) else 1)

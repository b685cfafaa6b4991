"""Tries every flow exhaustively: `python -m tests.simulation.exhaustive`, by `make exhaust`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from tests.simulation.exhaustive.cases import deaths, faults, played, thinned, undisturbed
from tests.simulation.exhaustive.flow import Case, Flow
from tests.simulation.exhaustive.flows import FLOWS
from tests.simulation.exhaustive.playing import Played
from tests.simulation.exhaustive.points import Grain

WHAT = ("kills", "faults", "pairs", "both")
_AT_ONCE = 8


class Trial:
    """Plays cases on several cores and counts them."""

    def __init__(self, pool: ProcessPoolExecutor, stride: int) -> None:
        self._pool, self._stride = pool, stride
        self.counts = Counter[str]()

    def all(self, what: str, cases: Iterable[Case]) -> Iterator[Played]:
        """Play all of the cases; print what went wrong."""
        chosen = list(cases)
        if what in {"faults", "pairs", "both"}:
            chosen = list(thinned(chosen, self._stride))
        for one in self._pool.map(played, chosen, chunksize=_AT_ONCE):
            self.counts[what] += 1
            self.counts["violations"] += bool(one.violations)
            self.counts["missed"] += not one.has_died
            if one.violations:
                print(f"  {one.case}: {'; '.join(one.violations)[:400]}")
                print(f"    {one.case.command()}")
            yield one


def tried(flow: Flow, what: Sequence[str], grain: Grain, trial: Trial) -> Counter[str]:
    """Try the flow in all these ways; return how often each was."""
    before = Counter(trial.counts)
    [calm] = trial.all("flows", [undisturbed(flow)])
    trial.counts["points"] += calm.points[0].count
    trial.counts["moments"] += len(calm.points[0].moments)
    trial.counts["requests"] += len(calm.requests)
    wants_pairs = "pairs" in what and flow.creates
    if "kills" in what or wants_pairs:
        killed = list(trial.all("kills", deaths(calm, grain)))
        if wants_pairs:
            after = chain.from_iterable(deaths(one, grain) for one in killed)
            _exhaust(trial.all("pairs", after))
    if "faults" in what or "both" in what:
        troubled = list(trial.all("faults", faults(calm)))
        if "both" in what:
            after = chain.from_iterable(deaths(one, grain) for one in troubled)
            _exhaust(trial.all("both", after))
    return trial.counts - before


def again(case: Case) -> int:
    """Play one case and print all that happens in it."""
    one = played(case)
    print("\n".join(one.lines))
    print(f"{case}: {'; '.join(one.violations) or 'nothing is wrong'}")
    return int(bool(one.violations))


def main() -> int:
    """Return 1 if anything went wrong."""
    options = _options()
    number, _, fault = options.fault.partition(" ")
    points = tuple(int(one) for one in options.deaths.split(",") if one)
    if points or fault:
        return again(Case(flow=options.flow, deaths=points, request=int(number or 0), fault=fault))
    flows = [one for name, one in FLOWS.items() if options.flow in name]
    with ProcessPoolExecutor() as pool:
        trial = Trial(pool, options.stride)
        for flow in flows:
            counts = tried(flow, options.what.split(","), options.grain, trial)
            print(_told(flow.name, counts), flush=True)
    print(_told("all", trial.counts))
    return int(trial.counts["violations"] > 0)


def _told(name: str, counts: Counter[str]) -> str:
    shown = ("flows", "points", "moments", "requests", *WHAT[:1], *WHAT[1:], "missed")
    figures = [f"{one}={counts[one]}" for one in shown if counts[one]]
    return f"{name}: {' '.join(figures)} violations={counts['violations']}"


def _exhaust(ended: Iterable[Played]) -> None:
    for _ in ended:
        pass


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", default="kills,faults", help=f"some of {', '.join(WHAT)}")
    parser.add_argument("--flow", default="", help="only flows with these words in their name")
    parser.add_argument("--grain", type=Grain, default=Grain.MOMENT, choices=list(Grain))
    parser.add_argument(
        "--stride", type=int, default=1, help="play each n-th of faults, pairs and both"
    )
    parser.add_argument("--deaths", default="", help="play one case: with deaths at these points")
    parser.add_argument("--fault", default="", help="play one case: a request's number and a fault")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

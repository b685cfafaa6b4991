"""`python -m tests.fuzz [--runs N] [--start S] [TARGET …]`, or `--replay TARGET INPUT-IN-HEX`."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.fuzz.hunting import Hunt, fault_of, quiet
from tests.fuzz.reports import read_report
from tests.fuzz.shrinking import shrunk
from tests.fuzz.targets import PARSERS, WIRES, target_named

_SLICE = 200_000
_PERCENT = 100
_SHOWN = 300
_NOT_AGAIN = "it takes without end, or not every time"


@dataclass(frozen=True, slots=True)
class _Slice:
    """So many executions of one target."""

    name: str
    runs: int
    start: int


def main() -> int:
    """Hunt or replay; return 1 if there is a finding."""
    options = argparse.ArgumentParser()
    options.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *PARSERS, *WIRES])
    options.add_argument("--runs", type=int, default=_SLICE, help="executions of all parsers")
    options.add_argument("--start", type=int, default=1, help="of the random numbers")
    options.add_argument("--replay", nargs=2, metavar=("TARGET", "HEX"))
    chosen = options.parse_args()
    if chosen.replay:
        name, data = chosen.replay
        return _replayed(name, bytes.fromhex(data))
    return _hunted(chosen.targets or [*PARSERS, *WIRES], chosen.runs, chosen.start)


def _replayed(name: str, data: bytes) -> int:
    target = target_named(name)
    with quiet(), target.opened() as check:
        fault = fault_of(target, check, data)
    print(fault or "nothing is wrong")
    return 1 if fault else 0


def _hunted(names: Sequence[str], runs: int, start: int) -> int:
    """Hunt on all cores, each slice in a process of its own, and print what came of it."""
    slices = sorted(_slices(names, runs, start), key=lambda one: one.start)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        hunts = list(pool.map(partial(_hunt, Path(folder)), slices))
    findings = 0
    for name in names:
        ours = [hunt for one, hunt in zip(slices, hunts, strict=True) if one.name == name]
        findings += _told(name, ours)
    for kind, among in (("parsers", PARSERS), ("wires", WIRES)):
        pairs = zip(slices, hunts, strict=True)
        total = sum(hunt.executions for one, hunt in pairs if one.name in among)
        print(f"{kind} executions={total}")
    print(f"total executions={sum(one.executions for one in hunts)} findings={findings}")
    return 1 if findings else 0


def _slices(names: Sequence[str], runs: int, start: int) -> Iterator[_Slice]:
    for name in names:
        left = max(1, round(runs * target_named(name).share / _PERCENT))
        for number in range(start, start + left):
            if left <= 0:
                break
            yield _Slice(name, min(left, _SLICE), number)
            left -= _SLICE


def _hunt(folder: Path, one: _Slice) -> Hunt:
    own = folder / one.name / str(one.start)
    own.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.fuzz.slice", one.name, str(one.runs), str(one.start)]
    done = subprocess.run(  # noqa: S603 - our own words
        [*command, str(own)], capture_output=True, text=True, check=False
    )
    try:
        return read_report(own)
    except FileNotFoundError:
        raise RuntimeError(f"the hunt for {one.name} broke down: {done.stderr[-2000:]}") from None


def _told(name: str, hunts: Sequence[Hunt]) -> int:
    """Print what came of a target; return how many faults it shows."""
    executions = sum(one.executions for one in hunts)
    accepted = sum(one.accepted for one in hunts)
    faults = dict(_faults(name, {one.finding for one in hunts if one.finding is not None}))
    share = round(_PERCENT * accepted / executions) if executions else 0
    print(f"target={name} executions={executions} accepted={share}% findings={len(faults)}")
    for fault, data in faults.items():
        print(f"  {fault}\n  {data[:_SHOWN]!r}")
        print(f"  python -m tests.fuzz --replay {name} {data.hex()}")
    return len(faults)


def _faults(name: str, found: Collection[bytes]) -> Iterator[tuple[str, bytes]]:
    """Give each fault with the shortest input that shows it."""
    if not found:
        return
    target = target_named(name)
    with quiet(), target.opened() as check:
        fault_in = partial(fault_of, target, check)
        for data in found:
            fault = fault_in(data)
            yield fault or _NOT_AGAIN, shrunk(data, fault, fault_in) if fault else data


if __name__ == "__main__":
    sys.exit(main())

"""A sample of what strangers could send, the same every time, and what once was a finding.

`make fuzz` tries others, as many as are asked for.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import pytest

from tests.fuzz.effort import TooMuchWork, bounded
from tests.fuzz.found import found
from tests.fuzz.hunting import fault_of, hunted, quiet
from tests.fuzz.shrinking import shrunk
from tests.fuzz.targets import PARSERS, WIRES, target_named

_SAMPLES = {
    "webhooks": 3000,
    "answers": 700,
    "refusals": 4000,
    "logins": 600,
    "html": 600,
    "notes": 800,
    "phones": 1500,
    "links": 5000,
    "tokens": 5000,
    "properties": 10_000,
    "durations": 1000,
    "calls": 100,
    "requests": 100,
    "deliveries": 24,
    "company": 24,
}
_FOUND = {
    name: [data for _, data in group] for name, group in groupby(sorted(found()), itemgetter(0))
}


def _each(names: Iterator[str]) -> list[object]:
    needs_postgres = {"calls", "deliveries", "company"}
    return [
        pytest.param(name, marks=pytest.mark.postgres if name in needs_postgres else ())
        for name in names
    ]


def test_every_target_is_sampled() -> None:
    assert _SAMPLES.keys() == PARSERS.keys() | WIRES.keys()


@pytest.mark.parametrize("name", _each(iter(_SAMPLES)))
def test_what_strangers_send_comes_to_what_is_documented(name: str) -> None:
    hunt = hunted(target_named(name), _SAMPLES[name], start=1)
    assert hunt.finding is None, f"python -m tests.fuzz --replay {name} {hunt.finding.hex()}"
    assert hunt.executions >= _SAMPLES[name]
    assert hunt.accepted > 0


@pytest.mark.parametrize("name", _each(iter(_FOUND)))
def test_what_was_a_finding_is_none_any_more(name: str) -> None:
    target = target_named(name)
    with quiet(), target.opened() as check:
        faults = [fault_of(target, check, data) for data in _FOUND[name]]
    assert faults == [None] * len(_FOUND[name])


def test_work_that_grows_faster_than_the_input_is_noticed() -> None:
    def one(_: object) -> None:
        return

    def quadratic(size: int) -> None:
        for first in range(size):
            for second in range(size):
                one((first, second))

    with bounded(10, calls_per_byte=100):
        quadratic(10)
    with pytest.raises(TooMuchWork), bounded(1000, calls_per_byte=100):
        quadratic(1000)


def test_the_shortest_input_keeps_its_fault() -> None:
    def fault_in(data: bytes) -> str | None:
        if b"b" not in data:
            return None
        return "two" if data.count(b"b") > 1 else "one"

    assert shrunk(b"aaabacabaaa", "two", fault_in) == b"bb"
    assert shrunk(b"aaabacaaa", "one", fault_in) == b"b"

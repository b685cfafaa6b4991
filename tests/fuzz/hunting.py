"""Trying a target with very many inputs, until one shows a fault."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random

import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from tests.fuzz.effort import bounded
from tests.fuzz.mutation import Mutator
from tests.fuzz.target import Check, Target

_SERIES = 1000
_COUNTED_EVERY = 8
"""Counting calls doubles what an execution takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """What came of trying a target: *finding* is an input that shows a fault."""

    executions: int
    accepted: int
    finding: bytes | None = None


class Found(Exception):
    """An input showed a fault."""


class Hunter:
    """Tries inputs at an opened target and counts."""

    def __init__(self, target: Target, check: Check) -> None:
        self.executions = self.accepted = 0
        self.finding: bytes | None = None
        self._target = target
        self._check = check

    def attempt(self, data: bytes) -> None:
        """Try one input. Raises Found."""
        is_counted = self.executions % _COUNTED_EVERY == 0
        self.executions += 1
        try:
            self.accepted += tried(self._target, self._check, data, counted=is_counted)
        except Exception as fault:
            self.finding = data
            raise Found from fault

    @property
    def hunt(self) -> Hunt:
        """Return what came of it so far."""
        return Hunt(executions=self.executions, accepted=self.accepted, finding=self.finding)


def tried(target: Target, check: Check, data: bytes, *, counted: bool = True) -> bool:
    """Try one input. Raises what it should not."""
    if not (counted and target.calls_per_byte):
        return check(data)
    with bounded(len(data), target.calls_per_byte):
        return check(data)


def hunted(target: Target, runs: int, start: int) -> Hunt:
    """Try so many inputs, the same ones for the same *start*."""
    with quiet(), target.opened() as check:
        hunter = Hunter(target, check)
        with suppress(Found, Flaky):
            if target.inputs is not None:
                _draw(hunter, target.inputs, runs, start)
            else:
                _mutate(hunter, target, runs, start)
        return hunter.hunt


def _mutate(hunter: Hunter, target: Target, runs: int, start: int) -> None:
    seeds = target.seeds()
    mutator, random = Mutator(seeds, target.words), Random(start)
    first = seeds[: runs // 2]
    for one in first:
        hunter.attempt(one)
    for _ in range(runs - len(first)):
        hunter.attempt(mutator.fresh(random, target.longest))


def _draw(hunter: Hunter, inputs: SearchStrategy[bytes], runs: int, start: int) -> None:
    """Let Hypothesis draw the inputs, in series: it remembers all of one."""
    for done in range(0, runs, _SERIES):

        @seed(start + done)
        @settings(
            max_examples=min(_SERIES, runs - done),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs)
        def attempt(data: bytes) -> None:
            hunter.attempt(data)

        attempt()


def fault_of(target: Target, check: Check, data: bytes) -> str | None:
    """Return what the input shows: the error and where it was raised; None if all is well."""
    try:
        tried(target, check, data)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {place.filename}:{place.lineno}"
    return None


@contextmanager
def quiet() -> Iterator[None]:
    """Log nothing meanwhile: strangers would fill the log."""
    processors = structlog.get_config()["processors"]
    before = processors.copy()
    processors[:] = [_drop]
    try:
        yield
    finally:
        processors[:] = before


def _drop(_logger: object, _name: str, _event: object) -> str:
    raise structlog.DropEvent

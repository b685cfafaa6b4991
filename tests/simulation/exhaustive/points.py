"""Where a process may die, and which of these deaths are one and the same.

An *effect* outlives the process: a commit that changed something, a request, something told to a
caller. A death between two effects leaves the same behind wherever it is: a transaction that is not
committed is undone, and the process's own memory is gone. Only the *moment* differs: how far time
and everybody else have come. At one moment, between two effects, all points are the same death.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.simulation.machine.process import Process
from tests.simulation.world.world import World


class Grain(StrEnum):
    """How finely deaths are told apart."""

    EFFECT = "effect"
    MOMENT = "moment"
    POINT = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points that an instance passed, from 1; the first of each moment, and of each effect."""

    count: int
    moments: tuple[int, ...]
    effects: tuple[int, ...]

    def of(self, grain: Grain) -> Sequence[int]:
        """Return the points at which it has to die so that each death is tried once."""
        match grain:
            case Grain.EFFECT:
                return self.effects
            case Grain.MOMENT:
                return self.moments
            case Grain.POINT:
                return range(1, self.count + 1)


class Walk:
    """Looks at a process on its way from point to point."""

    def __init__(self, process: Process, world: World) -> None:
        self._process, self._world = process, world
        self._count = 0
        self._moments = dict[tuple[float, ...], int]()
        self._effects = dict[tuple[int, ...], int]()
        process.on_point = self._pass_one

    def ended(self) -> Points:
        """Look no more, and return what was passed."""
        self._process.on_point = None
        return Points(
            count=self._count,
            moments=tuple(self._moments.values()),
            effects=tuple(self._effects.values()),
        )

    def _pass_one(self) -> None:
        self._count += 1
        world, loop = self._world, self._world.loop
        effect = (world.database.writes, world.internet.carried, self._process.told)
        moment = (loop.time(), loop.steps_outside, *effect)
        self._effects.setdefault(effect, self._count)
        self._moments.setdefault(moment, self._count)

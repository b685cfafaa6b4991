"""A life of both worlds by chance: everything follows from one seed, so a failure replays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from domain.model.values import FieldName, Value
from tests.domain.sync.worlds.pipedrive import FIELDS
from tests.domain.sync.worlds.verdict import come_to_rest, judge
from tests.domain.sync.worlds.world import World

_SKEWS = (0, 0, 0, 5_000, -5_000, 86_400_000, -86_400_000)
_PAUSES = (5, 200, 700, 1_000, 5_000, 20_000, 80_000)
_FEW = "ABC"

Deed = tuple[float, Callable[[], object]]
"""How often something happens, and what."""


@dataclass
class Chance:
    """One seed's mood: how skewed the clock, how lossy the network, how faulty the service is."""

    seed: int
    _made: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - chance, not secrecy
        self._values_are_unique = self._random.random() < 0.7
        self._touches = self._random.random() < 0.5
        self.world = World(skew=self._random.choice(_SKEWS))

    def live(self) -> None:
        """Let things happen, then judge. Raises AssertionError."""
        self._begin()
        deeds = self._deeds()
        weights = [weight for weight, _ in deeds]
        for _, happens in self._random.choices(deeds, weights, k=self._random.randrange(5, 60)):
            happens()
        come_to_rest(self.world)
        judge(self.world, values_are_unique=self._values_are_unique)

    def _begin(self) -> None:
        fields = {name: self._value() for name in FIELDS}
        if self._random.random() < 0.5:
            self.world.begin_here(fields)
        else:
            self.world.begin_there(fields)
        if self._random.random() < 0.6:
            come_to_rest(self.world)

    def _deeds(self) -> list[Deed]:
        return [*self._of_people(), *self._of_the_network(), *self._of_the_service()]

    def _of_people(self) -> list[Deed]:
        world, pick, mood = self.world, self._random.randrange, self._random.choice
        ends = mood((0, 0.1, 0.3))
        return [
            (4, lambda: world.edit_here(self._name(), self._value(), masked=pick(2) == 0)),
            (4, lambda: world.edit_there(self._name(), self._value(), pick(3))),
            (1, world.vixiees.echo),
            (ends, world.delete_here),
            (ends, world.delete_there),
            (mood((0, 0, 0.3)), lambda: world.merge_there(self._stranger())),
        ]

    def _of_the_network(self) -> list[Deed]:
        world, pick, mood = self.world, self._random.randrange, self._random.choice
        return [
            (3, lambda: world.wait(mood(_PAUSES))),
            (5, lambda: world.hear(pick(5))),
            (mood((0, 0, 0.4)), lambda: world.lose_hook(pick(5))),
            (4, lambda: world.receive_call(repeated=pick(10) == 0)),
            (3, lambda: world.apply_change(touches=self._touches)),
            (2, world.acknowledge),
        ]

    def _of_the_service(self) -> list[Deed]:
        world, pick, mood = self.world, self._random.randrange, self._random.choice
        return [
            (4, world.worker.begin),
            (3, world.worker.reach),
            (4, world.worker.answer),
            (mood((0, 0.5, 1)), lambda: world.worker.drop(lands=pick(2) == 0)),
            (1, lambda: world.worker.land_ghost(pick(3))),
            (0.5, world.ask_page),
            (0.7, lambda: world.take_page(pick(3))),
        ]

    def _name(self) -> FieldName:
        return self._random.choice(FIELDS)

    def _value(self) -> Value:
        self._made += 1
        return f"value {self._made}" if self._values_are_unique else self._random.choice(_FEW)

    def _stranger(self) -> dict[FieldName, Value]:
        return {name: self._random.choice((None, self._value())) for name in FIELDS}

"""Playing one case of a flow: until it is done, until the world is at rest, and the verdict."""

import asyncio
from collections.abc import Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta

from tests.simulation.exhaustive.deeds import DEEDS
from tests.simulation.exhaustive.flow import Case, Flow
from tests.simulation.exhaustive.points import Points, Walk
from tests.simulation.exhaustive.trouble import OneTrouble
from tests.simulation.judge.verdict import verdict_of
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import Stuck, virtual_loop
from tests.simulation.service.database import database
from tests.simulation.service.instance import Instance
from tests.simulation.story.beginning import connected, fresh, opened
from tests.simulation.story.deed import Deed
from tests.simulation.story.play import tidied
from tests.simulation.story.rest import Restless, come_to_rest, is_at_rest
from tests.simulation.story.stage import Stage

_RESTARTED_AFTER = 1.0
_LOOK = 5.0
_LONGEST = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What became of a case.

    *points* are those of the flow's instances, one after the other; *requests* the method of each
    request of the flow and whether it went to the login. It is *whole* if the flow came to its end
    without help.
    """

    case: Case
    violations: tuple[str, ...]
    points: tuple[Points, ...]
    requests: tuple[tuple[str, bool], ...]
    digest: str
    lines: tuple[str, ...]
    is_whole: bool

    @property
    def has_died(self) -> bool:
        """Tell whether every death of the case has happened."""
        return len(self.points) == len(self.case.deaths) + 1


def play(flow: Flow, case: Case, *, looked_at_twice: bool) -> Played:
    """Play the case and judge it, and once more after a day in which nothing may happen."""
    dice = Dice(flow.name)
    weather = OneTrouble(dice, fault=case.fault, number=case.request)
    beginning = (fresh if "not connected yet" in flow.traits else connected)(1)
    loop = virtual_loop()
    world = opened(loop, database(), beginning, dice, weather)
    world.watcher.may_be_late = case.fault == "F04 lands after all hope"
    stage = Stage(world, flow.story(looked_at_twice=looked_at_twice))
    if "not connected yet" in flow.traits:
        stage.remapped |= {account.account_id for account in world.accounts}
    performance = _Performance(flow, case, stage, weather)
    with tidied(loop, world):
        try:
            violations = loop.play(performance.play())
        except (Restless, Stuck) as end:
            violations = [f"I15 it never comes to rest: {end}"]
    return Played(
        case=case,
        violations=tuple(violations),
        points=tuple(one.ended() for one in performance.walks),
        requests=tuple(weather.requests),
        digest=world.trace.digest,
        lines=tuple(world.trace.lines),
        is_whole=performance.is_whole,
    )


class _Performance:
    """One case on its way."""

    def __init__(self, flow: Flow, case: Case, stage: Stage, weather: OneTrouble) -> None:
        self._flow, self._case, self._stage, self._weather = flow, case, stage, weather
        self._deaths: Iterator[int] = iter(case.deaths)
        self.walks: list[Walk] = []
        self.is_whole = False

    async def play(self) -> list[str]:
        """Return what is not as it must be."""
        stage, world = self._stage, self._stage.world
        self._weather.calm = True
        instance = world.start()
        for account in world.accounts:
            account.reader.start()
        if self._flow.before:
            await self._do(self._flow.before)
            await come_to_rest(stage)
        self._weather.calm = False
        self._arm(instance)
        await self._do(self._flow.deeds)
        await self._end()
        for walk in self.walks:
            walk.ended()
        self._weather.calm = True
        await come_to_rest(stage)
        found = await verdict_of(stage)
        return found or (self._flow.also(stage) if self._flow.also is not None else [])

    async def _do(self, deeds: Sequence[Deed]) -> None:
        world = self._stage.world
        for deed in deeds:
            await asyncio.sleep(deed.after)
            world.trace.add(world.time.now(), str(deed))
            DEEDS[deed.name](self._stage, deed)

    async def _end(self) -> None:
        """Wait until the flow has nothing more to do."""
        world = self._stage.world
        began = world.time.now()
        while not self.is_whole and world.time.now() - began < _LONGEST:
            await asyncio.sleep(_LOOK)
            self.is_whole = (
                len(self.walks) == len(self._case.deaths) + 1
                and all(spell.done() for spell in self._stage.spells)
                and is_at_rest(self._stage)
            )

    def _arm(self, instance: Instance) -> None:
        """Let the instance die at its point, if it has one, and another one follow."""
        self.walks.append(Walk(instance.process, self._stage.world))
        point = next(self._deaths, None)
        if point is not None:
            instance.process.dies_at = instance.process.points + point
            instance.process.on_death.append(lambda: self._succeed(instance))

    def _succeed(self, dead: Instance) -> None:
        world = self._stage.world
        world.trace.add(world.time.now(), f"{dead.name} dies")
        world.weather.met["F18 killed"] += 1

        async def start() -> None:
            await asyncio.sleep(_RESTARTED_AFTER)
            self._arm(world.start())

        world.loop.begin(start(), context=Context())

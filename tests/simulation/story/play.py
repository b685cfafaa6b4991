"""Playing one story: from its beginning through all its deeds to rest, and the verdict."""

import asyncio
import gc
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from domain.model.values import Kind
from tests.simulation.judge.reached import kept, read
from tests.simulation.judge.verdict import verdict_of
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import Stuck, VirtualLoop, virtual_loop
from tests.simulation.service.database import database
from tests.simulation.story import (
    administering,
    agents,
    crowd,
    here,
    mishaps,
    oddities,
    spells,
    there,
)
from tests.simulation.story.beginning import connected, fresh, opened
from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.rest import Restless, come_to_rest
from tests.simulation.story.stage import Stage
from tests.simulation.world.weather import Weather
from tests.simulation.world.world import World

_BOTH = (Kind.CONTACT, Kind.DEAL)
DEEDS: Mapping[str, Callable[[Stage, Deed], None]] = {
    **{f"create {kind} here": partial(here.create, kind=kind) for kind in _BOTH},
    **{f"edit {kind} here": partial(here.edit, kind=kind) for kind in _BOTH},
    **{f"delete {kind} here": partial(here.delete, kind=kind) for kind in _BOTH},
    **{f"create {kind} there": partial(there.create, kind=kind) for kind in _BOTH},
    **{f"edit {kind} there": partial(there.edit, kind=kind) for kind in _BOTH},
    **{f"delete {kind} there": partial(there.delete, kind=kind) for kind in _BOTH},
    **{f"merge {kind} there": partial(there.merge, kind=kind) for kind in _BOTH},
    "rename company there": there.rename_company,
    "log": agents.log,
    "grow": agents.grow,
    "map partly": administering.map_partly,
    "map wholly": administering.map_wholly,
    "log in again": administering.log_in_again,
    "disconnect": administering.disconnect,
    "erase": administering.erase,
    "spell": spells.spell,
    "expire tokens": spells.expire_tokens,
    "revoke": spells.revoke,
    "ban": spells.ban,
    "drop webhooks": spells.drop_webhooks,
    "uninstall": spells.uninstall,
    "copy person there": oddities.copy,
    "touch person there": oddities.touch,
    "meet": oddities.meet,
    "end company there": oddities.end_company,
    "forge": oddities.forge,
    "hide person": oddities.hide,
    "clock jumps": oddities.jump,
    "poison": oddities.poison,
    "everybody hidden": crowd.hide_all,
    "kill": mishaps.kill,
    "stop": mishaps.stop,
    "freeze": mishaps.freeze,
}

_CANNOT_FIND = frozenset({"clock jumps", "hide person", "everybody hidden"})
"""With these a creation is not found in time, and there may be two until they are merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a story. *violations* are what must never be; *digest* is of its trace."""

    story: Story
    violations: tuple[str, ...]
    digest: str
    lines: tuple[str, ...]
    faults: Counter[str]
    reached: Counter[str]
    requests: int
    passed: timedelta
    kills: int = 0
    edits: int = field(default=0)


def play(story: Story) -> Outcome:
    """Play the story and judge it; the same story always ends the same."""
    dice = Dice(story.seed)
    weather = Weather(dice, dict(story.rates))
    loop = virtual_loop(dice["order"] if "any order" in story.traits else None)
    beginning = (fresh if "not connected yet" in story.traits else connected)(story.accounts)
    world = opened(loop, database(), beginning, dice, weather)
    world.time.service_off = timedelta(seconds=story.service_off)
    world.time.vixiees_off = timedelta(seconds=story.vixiees_off)
    world.time.pipedrive_off = timedelta(seconds=story.pipedrive_off)
    world.watcher.may_be_late = "F04 lands after all hope" in story.rates or any(
        deed.name in _CANNOT_FIND for deed in story.deeds
    )
    world.watcher.may_forget = (
        "F20 busy" in story.rates or "F20 answer of a commit lost" in story.rates
    )
    stage = Stage(world, story)
    if "not connected yet" in story.traits:
        stage.remapped |= {account.account_id for account in world.accounts}
    with tidied(loop, world):
        violations = _ended(loop, stage)
    return Outcome(
        story=story,
        violations=tuple(violations),
        digest=world.trace.digest,
        lines=tuple(world.trace.lines),
        faults=weather.met,
        reached=_reached(world, story),
        requests=world.internet.carried,
        passed=world.time.passed,
        kills=weather.met["F18 killed"],
        edits=stage.diary.count(),
    )


@contextmanager
def tidied(loop: VirtualLoop, world: World) -> Iterator[None]:
    """Play a story in the block; afterwards nothing of it is left."""
    gc.freeze()  # what is there already is not looked through again and again
    gc.disable()
    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            yield  # what is called off before it began is no mistake here
    finally:
        for instance in world.alive():
            instance.kill()
        _forget(loop)


def _ended(loop: VirtualLoop, stage: Stage) -> list[str]:
    try:
        return loop.play(_played(stage))
    except (Restless, Stuck) as end:
        return [f"I15 it never comes to rest: {end}"]


async def _played(stage: Stage) -> list[str]:
    world, story = stage.world, stage.story
    for _ in range(story.instances):
        world.start()
    for account in world.accounts:
        account.vixiees.masked = "masked" in story.traits
        account.reader.start()
    if "crowd" in story.traits:
        await crowd.gather(stage)
    for deed in story.deeds:
        await asyncio.sleep(deed.after)
        world.trace.add(world.time.now(), str(deed))
        DEEDS[deed.name](stage, deed)
    world.weather.calm = True
    await come_to_rest(stage)
    return await verdict_of(stage)


def _reached(world: World, story: Story) -> Counter[str]:
    found = Counter({"F26 two instances": int(story.instances > 1)})
    found += Counter(dict.fromkeys(world.standings, 1)) + kept(world.database)
    for account in world.accounts:
        found += read(account.reader.read)
    return found


def _forget(loop: VirtualLoop) -> None:
    """Let go of everything that still hangs in the loop, without letting any of it run."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with warnings.catch_warnings(action="ignore"):
            loop.close()
            gc.enable()
            gc.collect()
    finally:
        sys.unraisablehook = hook

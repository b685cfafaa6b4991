"""A peaceful life, then the damage, a restart, and two days in which nothing is edited."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from adapters.sql.tables import records
from domain.ports.store import Tx
from tests.simulation.exhaustive.deeds import DEEDS
from tests.simulation.healing.damages import OF_RECORDS, OF_TABLES, Change
from tests.simulation.judge.equality import unequal
from tests.simulation.judge.links import links
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import Stuck, virtual_loop
from tests.simulation.service.database import database
from tests.simulation.story.beginning import connected, opened
from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.play import tidied
from tests.simulation.story.rest import Restless, come_to_rest, next_day
from tests.simulation.story.stage import Stage
from tests.simulation.world.weather import Weather

_LIFE = (
    ("create contact here", (0, 0, 0, 0)),
    ("create contact there", (0, 0, 0, 0)),
    ("create contact here", (0, 0, 0, 0)),
    ("create contact there", (0, 0, 0, 0)),
    ("create deal here", (0, 0, 0, 0)),
    ("create deal there", (0, 1, 0, 0)),
    ("edit contact here", (0, 1, 0, 1)),
    ("edit contact there", (0, 0, 1, 1)),
    ("delete contact here", (0, 2, 0, 0)),
    ("delete contact there", (0, 2, 0, 0)),
)
_UNTOLD = (
    Deed(after=0, name="drop webhooks", place=21, numbers=(0, 0, 0, 0)),
    Deed(after=0, name="edit contact there", place=22, numbers=(0, 0, 0, 1)),
)
_PAUSE = 20.0
_ROWS = sa.select(records.c.connection_id, records.c.kind, records.c.record_id)


def heal(*damages: str) -> list[str]:
    """Return what is not right two days after the damages, and what happened."""
    deeds = tuple(
        Deed(after=_PAUSE, name=name, place=place, numbers=numbers)
        for place, (name, numbers) in enumerate(_LIFE, 1)
    )
    dice = Dice("healing")
    loop = virtual_loop()
    world = opened(loop, database(), connected(1), dice, Weather(dice))
    world.weather.calm = True
    world.watcher.may_be_late = True
    stage = Stage(world, Story(seed="healing", deeds=deeds))
    with tidied(loop, world):
        try:
            return loop.play(_played(stage, damages))
        except (Restless, Stuck) as end:
            return [f"I15 it never comes to rest: {end}"]


async def _played(stage: Stage, damages: Sequence[str]) -> list[str]:
    world = stage.world
    instance = world.start()
    for account in world.accounts:
        account.reader.start()
    for deed in stage.story.deeds:
        await asyncio.sleep(deed.after)
        DEEDS[deed.name](stage, deed)
    await come_to_rest(stage)
    assert _wrong(stage) == []
    rows = world.database.ask(_ROWS)
    for damage in damages:
        if damage in OF_TABLES:
            world.database.glance(OF_TABLES[damage])
        else:
            await instance.store.transact(partial(_hurt, rows, OF_RECORDS[damage]))
    instance.kill()
    world.start()
    await come_to_rest(stage)
    for deed in _UNTOLD:
        DEEDS[deed.name](stage, deed)
    await next_day(stage)
    await next_day(stage)
    return _wrong(stage)


def _hurt(rows: Sequence[sa.Row[Any]], change: Change, tx: Tx) -> None:
    for row in rows:
        of_kind = tx.records(row.connection_id, row.kind)
        record = of_kind.get(row.record_id)
        assert record is not None
        of_kind.put([change(record)])


def _wrong(stage: Stage) -> list[str]:
    found = list(dict.fromkeys(stage.world.watcher.faults))
    found += [f"I21 something failed: {one}" for one in stage.world.loop.complaints]
    for account in stage.world.accounts:
        linked = links(stage.world.database, account)
        found += [*linked.faults, *unequal(account, linked)]
    return found

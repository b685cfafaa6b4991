"""Where stories begin: companies that are connected and mapped, made once and copied."""

import asyncio
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import cast

from adapters.sandbox.sandbox import Sandbox
from app.container import Container
from domain.model.catalog import (
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    StageId,
    StageStep,
    Step,
    StepId,
)
from domain.model.connection import ConnectionState
from domain.model.values import AccountId, ChangeNumber
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import VirtualLoop, virtual_loop
from tests.simulation.service.database import Database, database
from tests.simulation.world.account import Account
from tests.simulation.world.company import small_company
from tests.simulation.world.time import START
from tests.simulation.world.weather import Weather
from tests.simulation.world.words import PLAYBOOKS
from tests.simulation.world.world import World

NAMES = ("acme", "globex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The database, the companies and how far Vixiees had read, at an instant."""

    image: bytes
    companies: Mapping[str, Sandbox]
    at: datetime
    read: Mapping[str, ChangeNumber]


@cache
def blank() -> bytes:
    """Return the image of a database without any account."""
    return database().image()


def fresh(accounts: int) -> Beginning:
    """Return the beginning in which nobody is connected."""
    companies = {name: small_company(place) for place, name in enumerate(NAMES[:accounts], 1)}
    return Beginning(image=blank(), companies=companies, at=START, read={})


def connected(accounts: int) -> Beginning:
    """Return the beginning in which everybody is connected and mapped, and nobody is there."""
    return cast("Beginning", pickle.loads(_connected(accounts)))  # noqa: S301 - our own


@cache
def _connected(accounts: int) -> bytes:
    beginning = fresh(accounts)
    loop = virtual_loop()
    base = database()
    world = opened(loop, base, beginning, Dice("beginning"), Weather(Dice("beginning")))

    async def connect() -> None:
        instance = world.start()
        for account in world.accounts:
            await account.log_in()
            account.reader.start()
        await asyncio.sleep(30)
        for account in world.accounts:
            assert (await account.connection()).state is ConnectionState.ACTIVE
            await map_pipelines(account)
        await asyncio.sleep(30)
        instance.kill()

    loop.play(connect())
    beginning = Beginning(
        image=base.image(),
        companies={one.account_id: one.sandbox for one in world.accounts},
        at=world.time.now(),
        read={one.account_id: one.reader.cursor for one in world.accounts},
    )
    return pickle.dumps(beginning)


def opened(
    loop: VirtualLoop, base: Database, beginning: Beginning, dice: Dice, weather: Weather
) -> World:
    """Return a world that goes on from the beginning."""
    base.restore(beginning.image)
    base.wakes.clear()
    world = World(loop, base, dice, weather, beginning.companies, beginning.at)
    for account in world.accounts:
        account.reader.cursor = beginning.read.get(account.account_id, ChangeNumber(0))
        account.reader.acknowledged = account.reader.cursor
    return world


async def map_pipelines(account: Account) -> None:
    """Map the two pipelines to two playbooks, the stages 1 to 4 to their steps."""
    steps = tuple(Step(step_id=StepId(f"s{number}"), name=f"Step {number}") for number in (1, 2))
    for number, name in enumerate(PLAYBOOKS, 1):
        playbook = Playbook(playbook_id=PlaybookId(name), name=name, steps=steps)
        first = number * 2 - 1
        mapping = PipelineMapping(
            pipeline_id=PipelineId(number),
            playbook_id=playbook.playbook_id,
            stages=tuple(
                StageStep(stage_id=StageId(first + place), step_id=step.step_id)
                for place, step in enumerate(steps)
            ),
        )
        await account.ask(partial(_published, account.account_id, playbook, mapping))


async def _published(
    account_id: AccountId, playbook: Playbook, mapping: PipelineMapping, inside: Container
) -> None:
    await inside.catalog().put_playbook(account_id, playbook)
    await inside.catalog().set_mapping(account_id, mapping)

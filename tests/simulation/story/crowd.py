"""Stories with many contacts, who all vanish for a while: nobody may be lost by that (I23)."""

import asyncio

from domain.model.values import Kind
from tests.simulation.story.deed import Deed
from tests.simulation.story.rest import DAY
from tests.simulation.story.stage import NOTHING, Stage

SIZE = 26
_SETTLED = 60.0
_LOOKED_THROUGH = 2500.0


async def gather(stage: Stage) -> None:
    """Make a crowd of persons in the first company, and wait until they are known."""
    account = stage.world.accounts[0]
    for number in range(SIZE):
        name = f"first_name crowd{number}"
        made = account.people.create(Kind.CONTACT, {"first_name": name})
        assert made is not None
        thing = stage.there(account, Kind.CONTACT, made)
        stage.diary.wrote(thing, "first_name", name, NOTHING, stage.pipedrive_now())
    stage.world.ring()
    await asyncio.sleep(_SETTLED)


def hide_all(stage: Stage, _: Deed) -> None:
    """Hide everybody while a day passes, so that every list is empty when it is looked through."""
    account = stage.world.accounts[0]
    host = f"{account.account_id}.pipedrive.com"
    hidden = {(host, one.id) for one in account.people.living(Kind.CONTACT)}
    stage.world.internet.hidden |= hidden
    account.people.vanished |= {remote_id for _, remote_id in hidden}
    stage.world.weather.met["F11 everybody hidden"] += 1
    stage.world.leap(DAY)

    async def show() -> None:
        await asyncio.sleep(_LOOKED_THROUGH)
        stage.world.internet.hidden -= hidden

    stage.spells.append(stage.world.loop.create_task(show()))

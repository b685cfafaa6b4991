"""What is done in flows: all that is done in stories, and a few things more."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial

from domain.errors import SyncError
from domain.model.values import Kind
from tests.simulation.exhaustive import properties
from tests.simulation.service.instance import Gone
from tests.simulation.story.beginning import map_pipelines
from tests.simulation.story.deed import Deed
from tests.simulation.story.play import DEEDS as OF_STORIES
from tests.simulation.story.rest import DAY
from tests.simulation.story.stage import Stage
from tests.simulation.world.spells import SWITCHED

_AGAIN = 5.0


def pass_time(stage: Stage, _: Deed, *, span: timedelta) -> None:
    """Let time pass in which nobody does anything; then what is due by the clock is done."""
    stage.world.leap(span)


def delete_stage(stage: Stage, deed: Deed) -> None:
    """Delete a stage in Pipedrive, one that no deal is at."""
    which, stage_id, *_ = deed.numbers
    people = stage.account(which).people
    assert all(deal.fields["stage_id"] != stage_id for deal in people.living(Kind.DEAL))
    assert people.delete_stage(stage_id)
    stage.world.ring()


def connect(stage: Stage, deed: Deed) -> None:
    """Log in, and again until it has worked."""
    account = stage.account(deed.numbers[0])

    async def work() -> None:
        await account.log_in()

    stage.later(_until_done(work))


def map_anew(stage: Stage, deed: Deed) -> None:
    """Map every stage again, and again until it has worked."""
    account = stage.account(deed.numbers[0])

    async def work() -> None:
        await map_pipelines(account)
        stage.remapped.discard(account.account_id)

    stage.later(_until_done(work))


async def _until_done(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await work()
        except (Gone, SyncError):
            await asyncio.sleep(_AGAIN)


DEEDS: Mapping[str, Callable[[Stage, Deed], None]] = {
    **OF_STORIES,
    "a day passes": partial(pass_time, span=DAY),
    "a quarter of an hour passes": partial(pass_time, span=timedelta(minutes=16)),
    "connect": connect,
    "delete stage there": delete_stage,
    "map anew": map_anew,
    "add field there": properties.add_field,
    "edit property here": properties.edit,
    "edit property there": properties.edit_there,
    "map property": properties.map_it,
}


def spell(name: str, seconds: int) -> tuple[int, ...]:
    """Return the numbers of a deed that is this spell."""
    return 0, sorted(SWITCHED).index(name), (2, 20, 100, 600, 4000).index(seconds), 0

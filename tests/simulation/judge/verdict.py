"""The verdict on a story that has come to rest."""

from tests.simulation.judge.activities import unlogged
from tests.simulation.judge.edits import lost
from tests.simulation.judge.equality import unequal
from tests.simulation.judge.erasure import remembered
from tests.simulation.judge.links import links
from tests.simulation.judge.merges import forgotten
from tests.simulation.judge.order import disordered
from tests.simulation.judge.promises import (
    asked_back,
    left,
    refused,
    reused,
    risen,
    subscribed,
    unread,
)
from tests.simulation.judge.secrets import crossed, told
from tests.simulation.story.rest import come_to_rest, next_day
from tests.simulation.story.stage import Stage


async def verdict_of(stage: Stage) -> list[str]:
    """Return what is not as it must be: now or after an audit, and after nothing more happened.

    What an audit has to repair is given a day; where all is well the day passes in some stories.
    """
    traits = stage.story.traits
    found = _judged(stage)
    if found or traits & {"a day passes", "looked at twice"}:
        await next_day(stage)
        found = _judged(stage)
    return found if found or "looked at twice" not in traits else await _still(stage)


def _judged(stage: Stage) -> list[str]:
    found = list(dict.fromkeys(stage.world.watcher.faults))
    found += [f"I21 something failed: {one}" for one in stage.world.loop.complaints]
    found += [*told(stage), *crossed(stage), *remembered(stage), *reused(stage), *left(stage)]
    for account in stage.world.accounts:
        linked = links(stage.world.database, account)
        found += linked.faults
        found += unequal(account, linked)
        found += lost(stage, account, linked)
        found += [*disordered(stage, account, linked), *unlogged(stage, account)]
        found += [*unread(stage, account), *refused(account), *risen(stage, account, linked)]
        found += [*subscribed(account), *asked_back(stage, account), *forgotten(stage, account)]
        found += account.postman.faults
    return found


async def _still(stage: Stage) -> list[str]:
    """Show every row again and audit again: nothing may come of it."""
    before = _moves(stage)
    for account in stage.world.accounts:
        for key in sorted(account.vixiees.side.rows):
            account.vixiees.tell(key)
    await come_to_rest(stage)
    await next_day(stage)
    after = _moves(stage)
    return [] if before == after else [f"I3 nothing happened, and yet {before} became {after}"]


def _moves(stage: Stage) -> tuple[int, ...]:
    writes = len(stage.world.internet.writes)
    return writes, *(one.reader.cursor for one in stage.world.accounts)

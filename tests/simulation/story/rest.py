"""Letting the world come to rest: the weather turns fine, everything is delivered and done."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa

from adapters.sandbox.switches import Switches
from adapters.sql.tables import works
from domain.errors import SyncError
from domain.model.connection import ENDED, ConnectionState
from domain.model.work import Task
from tests.simulation.service.instance import Gone
from tests.simulation.service.store import micros
from tests.simulation.story.beginning import map_pipelines
from tests.simulation.story.here import delete_parked, touch_parked
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account

LONGEST = timedelta(hours=6)
DAY = timedelta(hours=24, minutes=1)
_LOOK = 5.0
_LOGGED_OUT = {*ENDED, ConnectionState.CONNECTING, ConnectionState.NEEDS_RECONNECT}
_UPKEEP = (
    Task.CATALOG,
    Task.WEBHOOKS,
    Task.SWEEP,
    Task.AUDIT,
    Task.KEEP_ALIVE,
    Task.FORGET_OLD,
)
_OPEN = f"""
SELECT 1 FROM works WHERE due_at <= ? OR task NOT IN {(*map(int, _UPKEEP),)}
AND NOT (task = {int(Task.PUSH_ACTIVITY)} AND due_at > ? + 3600000000) LIMIT 1
"""  # noqa: S608 - numbers of ours
_STANDING = (
    "SELECT json_extract(body, '$.state'), last_change FROM connections WHERE account_id = ?"
)


class Restless(Exception):
    """After days of fine weather something is still not done."""


async def come_to_rest(stage: Stage) -> None:
    """Wait until nobody has anything to do. Raises Restless."""
    world = stage.world
    began = world.time.now()
    _clear_up(stage)
    while not is_at_rest(stage) or _wakes_parked(stage):
        if world.time.now() - began > LONGEST:
            raise Restless(_unrest(stage))
        await _help(stage)
        await asyncio.sleep(_LOOK)


async def next_day(stage: Stage) -> None:
    """Let a day pass in which nobody does anything, and everything is looked through once."""
    stage.world.leap(DAY)
    await asyncio.sleep(_LOOK)
    await come_to_rest(stage)


def _clear_up(stage: Stage) -> None:
    """End every spell, and let nobody die any more."""
    for instance in stage.world.alive():
        instance.process.dies_at = None
    for spell in stage.spells:
        spell.cancel()
    stage.world.internet.hidden.clear()
    stage.world.time.service_off = timedelta(seconds=stage.story.service_off)
    for account in stage.world.accounts:
        account.sandbox.company.switches = Switches()


async def _help(stage: Stage) -> None:
    """Do what takes a person: log in again, let a paused connection go on, start an instance."""
    if not stage.world.alive():
        stage.world.start()
    for account in stage.world.accounts:
        if account.account_id in stage.remapped:
            with suppress(Gone, SyncError):
                await map_pipelines(account)
                stage.remapped.discard(account.account_id)
    for account in stage.world.accounts:
        with suppress(Gone, SyncError):
            await _look_after(stage, account)


def _wakes_parked(stage: Stage) -> bool:
    """Let somebody edit what waits for a person; tell whether there was something."""
    accounts = stage.world.accounts
    return sum(touch_parked(stage, one) + delete_parked(stage, one) for one in accounts) > 0


async def _look_after(stage: Stage, account: Account) -> None:
    found = stage.world.database.glance(_STANDING, account.account_id)
    if found is None or found[0] in _LOGGED_OUT:
        is_asked = found is not None and found[0] == ConnectionState.NEEDS_RECONNECT
        account.asked_back += is_asked
        await account.log_in()
    elif found[0] == ConnectionState.PAUSED:
        await account.ask(lambda inside: inside.connections().resume(account.account_id))


def is_at_rest(stage: Stage) -> bool:
    """Tell whether everything is delivered, read and done."""
    world = stage.world
    for account in world.accounts:
        parts = (account.vixiees, account.postman, account.reader, account.logbook)
        if not all(one.is_idle for one in parts):
            return False
        found = world.database.glance(_STANDING, account.account_id)
        if found != (ConnectionState.ACTIVE, account.reader.cursor):
            return False
    if not stage.is_idle or stage.remapped:
        return False
    soon = micros(world.time.service() + timedelta(seconds=_LOOK))
    return world.internet.under_way == 0 and world.database.glance(_OPEN, soon, soon) is None


def _unrest(stage: Stage) -> str:
    rows = stage.world.database.ask(
        sa.select(works.c.task, works.c.subject, works.c.attempts, works.c.last_error)
    )
    open_works = "; ".join(str(tuple(row)) for row in rows)
    states = ", ".join(
        f"{one.account_id} idle: {one.vixiees.is_idle} {one.postman.is_idle} {one.reader.is_idle} "
        f"read: {one.reader.cursor} {one.reader.faults}"
        for one in stage.world.accounts
    )
    return f"{states}; under way: {stage.world.internet.under_way}; works: {open_works}"

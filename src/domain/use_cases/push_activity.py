"""Doing at Pipedrive what an activity asks for, one step at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.activity.activity import Activity, ActivityState, Create, Find, Update, next_step
from domain.activity.kinds import type_for
from domain.model.activity import ActivityId, ActivityKind
from domain.model.activity_policy import ActivityTypes
from domain.model.connection import ImportPhase
from domain.ports.store import Tx
from domain.use_cases.activity_keeping import ActivityKeeper, ActivityKeeping
from domain.use_cases.driven import Driven
from domain.use_cases.prepare_activity import PrepareActivity, needs_customer
from domain.use_cases.write_activity import WriteActivity

_AT_ONCE = 500
_UNTIL_IMPORTED = timedelta(seconds=30)
"""How long a call of unknown numbers waits for the first import to know all contacts."""
_LOOK_AGAIN = timedelta(hours=6)
"""When what waits is looked at although nobody called it in: a contact that is not there yet cannot
be locked, so that it may have come in the same moment."""
_TYPES_LAST = timedelta(hours=24)
_TYPES_ANEW = timedelta(hours=1)
"""How old the types may be when none of them fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushActivity:
    """Takes the next step of an activity; what then is due is marked by keeping it."""

    keeping: ActivityKeeping
    prepare: PrepareActivity
    write: WriteActivity

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Take the activity's next step, if its time has come; without a subject take up all."""
        if not subject:
            await self._take_up(driven)
            return None
        activity = await driven.transact(
            lambda tx: self._open(tx, driven).load(ActivityId(subject))
        )
        now = self.keeping.keeping.clock()
        due = next_step(activity, now) if activity is not None else None
        if activity is None or due is None:
            return None
        if due.at > now:
            return due.at
        match due.step:
            case Find(since):
                await self.write.find(driven, activity, since)
            case Create() | Update():
                return await self._write(driven, activity, now)
        return None

    async def _take_up(self, driven: Driven) -> None:
        """Mark everything that is pending: what was due when the connection ended is not."""

        def mark(tx: Tx, after: ActivityId | None) -> ActivityId | None:
            keeper = self._open(tx, driven)
            page = keeper.activities.list(ActivityState.PENDING, after, _AT_ONCE)
            keeper.mark(*page)
            return page[-1].activity_id if len(page) == _AT_ONCE else None

        after = await driven.transact(lambda tx: mark(tx, None))
        while after is not None:
            after = await driven.transact(partial(mark, after=after))

    async def _write(self, driven: Driven, activity: Activity, now: datetime) -> datetime | None:
        is_imported = driven.connection.progress.phase is ImportPhase.DONE
        if needs_customer(activity) and not is_imported:
            return now + _UNTIL_IMPORTED
        if activity.kind is not ActivityKind.NOTE:
            await self._learn_types(driven, activity.kind, now)
        async with driven.turns["customers"]:
            ready = await driven.transact(
                lambda tx: self.prepare.run(self._open(tx, driven), activity.activity_id)
            )
        if ready is None:
            return now + _LOOK_AGAIN
        await self.write.run(driven, ready)
        return None

    async def _learn_types(self, driven: Driven, kind: ActivityKind, now: datetime) -> None:
        """Read the company's activity types once a day, and sooner when none of them fits."""
        async with driven.turns["activity types"]:
            is_current = await driven.transact(
                lambda tx: _are_current(self._open(tx, driven), kind, now)
            )
            if is_current:
                return
            types = ActivityTypes(types=tuple(await driven.crm.activity_types()), read_at=now)
            await driven.transact(
                lambda tx: tx.catalog(driven.connection_id).replace(ActivityTypes, [types])
            )

    def _open(self, tx: Tx, driven: Driven) -> ActivityKeeper:
        return self.keeping.open(tx, driven.connection_id)


def _are_current(keeper: ActivityKeeper, kind: ActivityKind, now: datetime) -> bool:
    known = next(iter(keeper.catalog.all(ActivityTypes)), None)
    if known is None:
        return False
    fits = type_for(kind, known.types, keeper.policy) is not None
    return now < known.read_at + (_TYPES_LAST if fits else _TYPES_ANEW)

"""Keeping the catalog current: read at connection, on a webhook that tells of it, and daily."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.model.catalog import Currency, Pipeline, Property, Stage, User, UserId
from domain.model.change import Change, ChangeType
from domain.model.remote import Identity
from domain.model.values import ChangeNumber, ConnectionId, FieldName, Kind, RecordId, Value
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.ports.world import Clock
from domain.sync.owners import address
from domain.sync.pipeline_mapping import Setting
from domain.use_cases.driven import Driven
from domain.use_cases.keep_markers import keep_markers
from domain.use_cases.pipelines import replan_stages, setting_of
from domain.use_cases.replan import LEFT, OWNER_SUBJECT, REFUSED

EVERY = timedelta(hours=24)
"""Field definitions have no webhooks, so everything is read again so often."""
SOON = timedelta(hours=1)
"""When to read again what a company cannot be without and Pipedrive did not list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCatalog:
    """Reads the company's set-up whole and tells Vixiees which users have changed."""

    clock: Clock

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Read everything, and who we are by now; return when to do so again."""
        again = await self.read(driven)
        identity = await driven.crm.identity()
        await driven.transact(lambda tx: _put_identity(tx, driven, identity))
        return again

    async def read(self, driven: Driven) -> datetime:
        """Read everything and keep it, our own fields too; return when to do so again.

        Raises CrmError.
        """
        users = await driven.crm.users()
        pipelines = await driven.crm.pipelines()
        stages = await driven.crm.stages()
        currencies = await driven.crm.currencies()
        properties = [
            *await driven.crm.properties(Kind.CONTACT),
            *await driven.crm.properties(Kind.DEAL),
        ]

        def keep(tx: Tx) -> None:
            catalog = tx.catalog(driven.connection_id)
            before = setting_of(catalog)
            have_left = _have_left(catalog.all(User), users)
            keys = _taken_up(before, stages, have_left=have_left)
            works = [Work(key=one, due_at=self.clock()) for one in keys]
            tx.work(driven.connection_id).mark(works)
            self._tell(tx, driven, catalog.all(User), users)
            catalog.replace(User, users)
            catalog.replace(Pipeline, pipelines)
            catalog.replace(Stage, stages)
            catalog.replace(Currency, currencies)
            catalog.replace(Property, properties)
            replan_stages(tx, driven.connection_id, before, self.clock)
            _judge_mappings(tx, driven.connection_id, properties)
            _put_read(tx, driven, self.clock())

        await driven.transact(keep)
        await keep_markers(driven, properties)
        is_whole = users and pipelines and stages
        return self.clock() + (EVERY if is_whole else SOON)

    def _tell(self, tx: Tx, driven: Driven, known: Sequence[User], seen: Sequence[User]) -> None:
        """Put on the feed which users are new or differ, and which are no longer shown."""
        before = {one.user_id: one for one in known}
        after = {one.user_id for one in seen}
        told = [(one, ChangeType.UPSERTED) for one in seen if before.get(one.user_id) != one]
        told += [(one, ChangeType.DELETED) for one in known if one.user_id not in after]
        if not told:
            return
        feed, now = tx.feed(driven.connection_id), self.clock()
        first = feed.reserve(len(told))
        feed.append(
            [
                _change(user, what, ChangeNumber(first + index), now)
                for index, (user, what) in enumerate(told)
            ]
        )
        is_first = not tx.catalog(driven.connection_id).all(Property)
        works = [] if is_first else _replanned(before, seen)
        tx.work(driven.connection_id).mark([Work(key=one, due_at=now) for one in works])


def _taken_up(setting: Setting, stages: Sequence[Stage], *, have_left: bool) -> list[WorkKey]:
    """Return what to look at again: what was refused may have named a stage or owner now gone."""
    is_lost = bool({one.stage_id for one in setting.stages} - {one.stage_id for one in stages})
    subjects = {REFUSED: is_lost or have_left, LEFT: have_left}
    return [WorkKey(Task.REPLAN, one) for one, is_due in subjects.items() if is_due]


def _have_left(known: Sequence[User], seen: Sequence[User]) -> bool:
    """Tell whether somebody may have left; where no user at all is listed, that shows nothing."""
    before, after = ({one.user_id for one in users if one.is_active} for users in (known, seen))
    return bool(seen) and (not known or bool(before - after))


def _replanned(before: Mapping[UserId, User], seen: Sequence[User]) -> list[WorkKey]:
    """Return what to look at again: what waited for its owner, and whose owner is called anew."""
    known = [(before.get(one.user_id), one) for one in seen]
    is_awaited = any(was is None for was, _ in known)
    renamed = [
        is_now.user_id
        for was, is_now in known
        if was is not None and address(was.email) != address(is_now.email)
    ]
    everything = [WorkKey(Task.REPLAN)] if is_awaited else []
    return [*everything, *(WorkKey(Task.REPLAN, f"{OWNER_SUBJECT}{one}") for one in renamed)]


def _put_read(tx: Tx, driven: Driven, now: datetime) -> None:
    connection = tx.connections.hold(driven.connection_id)
    upkeep = replace(connection.upkeep, catalog_read_at=now)
    tx.connections.put(replace(connection, upkeep=upkeep))


def _put_identity(tx: Tx, driven: Driven, identity: Identity) -> None:
    """Keep the names and rights of whoever authorized us, unless somebody else has meanwhile."""
    connection = tx.connections.hold(driven.connection_id)
    if connection.identity is not None and connection.identity.is_same(identity):
        tx.connections.put(replace(connection, identity=identity))


def _judge_mappings(tx: Tx, connection_id: ConnectionId, properties: Sequence[Property]) -> None:
    """Note which mapped properties Pipedrive no longer has, or has again."""
    known = {(one.kind, one.code) for one in properties}
    connection = tx.connections.hold(connection_id)
    judged = tuple(
        replace(one, is_stale=(one.kind, one.code) not in known) for one in connection.properties
    )
    if judged != connection.properties:
        tx.connections.put(replace(connection, properties=judged))


def _change(user: User, what: ChangeType, number: ChangeNumber, now: datetime) -> Change:
    return Change(
        number=number,
        kind=Kind.USER,
        record_id=RecordId(str(user.user_id)),
        type=what,
        at=now,
        fields=shown_fields(user) if what is ChangeType.UPSERTED else {},
    )


def shown_fields(user: User) -> dict[FieldName, Value]:
    """Return a user as the change feed shows it; *is_active* is `true` or `false`."""
    return {"name": user.name, "email": user.email, "is_active": str(user.is_active).lower()}

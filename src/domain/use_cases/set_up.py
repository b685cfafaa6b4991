"""Preparing a freshly authorized company: its catalog, our custom field and our webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.catalog import Property
from domain.model.connection import Connection, ImportPhase, ImportProgress
from domain.model.remote import Entity
from domain.model.values import Kind
from domain.model.work import Task, Work, WorkKey
from domain.ports.crm import Markers
from domain.ports.store import Tx
from domain.ports.world import Clock, Ids
from domain.use_cases.driven import Driven
from domain.use_cases.keep_catalog import EVERY, KeepCatalog

MARKER_FIELD = "Vixiees ID"
WEBHOOK_USER = "vixiees"
OF_THE_CATALOG = (Entity.USER, Entity.PIPELINE, Entity.STAGE)
SUBSCRIBED = (Entity.CONTACT, Entity.DEAL, Entity.COMPANY, *OF_THE_CATALOG)
_MARKED = (Kind.CONTACT, Kind.DEAL)
_TEXT_TYPES = frozenset({"varchar", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Makes the company tell us of its changes, then starts the import."""

    clock: Clock
    ids: Ids
    catalog: KeepCatalog
    public_url: str

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Set the company up; doing it again replaces what was there."""
        properties = await self.catalog.read(driven)
        markers = {kind: await _marker_field(driven, kind, properties) for kind in _MARKED}
        path, password = self.ids(), self.ids()
        stale = await driven.crm.subscriptions()
        await driven.transact(lambda tx: _remember(tx, driven, path, password, markers))
        ours = f"{self.public_url}/webhooks/pipedrive/"
        for subscription in stale:
            if subscription.url.startswith(ours):
                await driven.crm.unsubscribe(subscription.subscription_id)
        for entity in SUBSCRIBED:
            await driven.crm.subscribe(entity, ours + path, WEBHOOK_USER, password)
        await driven.transact(lambda tx: self._start_import(tx, driven))
        return None

    def _start_import(self, tx: Tx, driven: Driven) -> None:
        now = self.clock()
        connection = tx.connections.hold(driven.connection_id)
        progress = ImportProgress(phase=ImportPhase.COMPANIES, started_at=now)
        tx.connections.put(replace(connection, progress=progress))
        tx.work(driven.connection_id).mark(
            [
                Work(key=WorkKey(Task.IMPORT), due_at=now),
                Work(key=WorkKey(Task.CATALOG), due_at=now + EVERY),
            ]
        )


async def _marker_field(driven: Driven, kind: Kind, properties: Sequence[Property]) -> str:
    """Return the code of our custom field, made if it is missing."""
    for one in properties:
        is_text = one.kind is kind and one.is_custom and one.type in _TEXT_TYPES
        if is_text and one.name == MARKER_FIELD:
            return one.code
    code = await driven.crm.create_property(kind, MARKER_FIELD)
    made = Property(kind=kind, code=code, name=MARKER_FIELD, type="varchar", is_custom=True)
    await driven.transact(lambda tx: tx.catalog(driven.connection_id).put([made]))
    return code


def _remember(tx: Tx, driven: Driven, path: str, password: str, markers: Markers) -> Connection:
    connection = tx.connections.hold(driven.connection_id)
    changed = replace(
        connection,
        webhook_path=path,
        marker_field=markers[Kind.CONTACT],
        deal_marker_field=markers[Kind.DEAL],
    )
    tx.connections.put(changed)
    tx.secrets.put_webhook_password(driven.connection_id, password)
    return changed

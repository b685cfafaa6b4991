"""Preparing a freshly authorized company: our custom field and our webhooks."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.connection import Connection, ImportPhase, ImportProgress
from domain.model.remote import Entity
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.ports.world import Clock, Ids
from domain.use_cases.driven import Driven

MARKER_FIELD = "Vixiees ID"
WEBHOOK_USER = "vixiees"
SUBSCRIBED = (Entity.CONTACT, Entity.COMPANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Makes the company tell us of its changes, then starts the import."""

    clock: Clock
    ids: Ids
    public_url: str

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Set the company up; doing it again replaces what was there."""
        marker_field = await driven.crm.ensure_marker_field(MARKER_FIELD)
        path, password = self.ids(), self.ids()
        stale = await driven.crm.subscriptions()
        await driven.transact(lambda tx: _remember(tx, driven, path, password, marker_field))
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
        tx.work(driven.connection_id).mark([Work(key=WorkKey(Task.IMPORT), due_at=now)])


def _remember(tx: Tx, driven: Driven, path: str, password: str, marker_field: str) -> Connection:
    connection = tx.connections.hold(driven.connection_id)
    changed = replace(connection, webhook_path=path, marker_field=marker_field)
    tx.connections.put(changed)
    tx.secrets.put_webhook_password(driven.connection_id, password)
    return changed

"""Preparing a freshly authorized company: its catalog, our custom field and our webhooks."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.connection import ImportPhase, ImportProgress
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.ports.world import Clock
from domain.use_cases.driven import Driven
from domain.use_cases.keep_catalog import KeepCatalog
from domain.use_cases.keep_webhooks import EVERY as WEBHOOKS_EVERY
from domain.use_cases.keep_webhooks import KeepWebhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Makes the company tell us of its changes, then starts the import."""

    clock: Clock
    catalog: KeepCatalog
    webhooks: KeepWebhooks

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Set the company up; doing it again keeps what is known and catches up."""
        catalog_again = await self.catalog.read(driven)
        await self.webhooks.reconcile(driven, anew=True)
        await driven.transact(lambda tx: self._start_import(tx, driven, catalog_again))
        return None

    def _start_import(self, tx: Tx, driven: Driven, catalog_again: datetime) -> None:
        now = self.clock()
        connection = tx.connections.hold(driven.connection_id)
        if connection.progress.phase is ImportPhase.PREPARING:
            progress = ImportProgress(phase=ImportPhase.COMPANIES, started_at=now)
            tx.connections.put(replace(connection, progress=progress))
        tx.work(driven.connection_id).mark(
            [
                Work(key=WorkKey(Task.IMPORT), due_at=now),
                Work(key=WorkKey(Task.SWEEP), due_at=now),
                Work(key=WorkKey(Task.AUDIT), due_at=now),
                Work(key=WorkKey(Task.KEEP_ALIVE), due_at=now),
                Work(key=WorkKey(Task.CATALOG), due_at=catalog_again),
                Work(key=WorkKey(Task.WEBHOOKS), due_at=now + WEBHOOKS_EVERY),
            ]
        )

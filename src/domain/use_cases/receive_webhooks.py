"""Taking webhook deliveries in: stored first, understood later."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import Conflict, NotFound, Unauthenticated
from domain.model.connection import ENDED, Connection
from domain.model.remote import Delivery
from domain.model.views import Intake
from domain.model.work import Inbound, Task, Work, WorkKey
from domain.ports.crm import EventReader
from domain.ports.store import Store, Tx
from domain.ports.world import Clock, Journal
from domain.use_cases.keep_webhooks import OF_THE_CATALOG, SUBSCRIBED, WEBHOOK_USER

NOTED_EVERY = timedelta(minutes=5)
"""How exactly it is known when the last event came."""
SOON = timedelta(seconds=2)
"""How long the catalog waits, so that many events have it read once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveWebhooks:
    """Admits who knows the connection's password, and stores what comes before it is answered."""

    store: Store
    clock: Clock
    reader: EventReader
    journal: Journal

    async def admit(self, token: str, user: str, password: str) -> Connection:
        """Return the connection. Raises NotFound for the path, Unauthenticated for the rest."""
        connection, expected = await self.store.transact(lambda tx: _secret(tx, token))
        shown = f"{user}:{password}".encode()
        wanted = f"{WEBHOOK_USER}:{expected or ''}".encode()
        is_right = hmac.compare_digest(shown, wanted)
        if connection is None:
            raise NotFound("address", "of a webhook")
        if not is_right or not expected:
            raise Unauthenticated(
                "WEBHOOK_CREDENTIALS", "The user or the password of this webhook is wrong."
            )
        return connection

    async def receive(self, connection: Connection, body: bytes) -> Intake:
        """Store the delivery. Raises InvalidInput for no JSON object, Conflict for a stranger's."""
        delivery = self.reader.read(body, connection.markers)
        identity = connection.identity
        if identity is None or delivery.company_id not in {"", identity.company_id}:
            raise Conflict("COMPANY_MISMATCH", "This delivery is of another Pipedrive company.")
        if connection.state in ENDED:
            return Intake.IGNORED
        if delivery.problem:
            self.journal("webhook_quarantined", {"problem": delivery.problem})
        elif delivery.event is None or delivery.entity not in SUBSCRIBED:
            return Intake.IGNORED
        return await self.store.transact(lambda tx: self._store(tx, connection, delivery, body))

    def _store(self, tx: Tx, connection: Connection, delivery: Delivery, body: bytes) -> Intake:
        now, event = self.clock(), delivery.event
        _note_event(tx, connection, now)
        if event is not None and event.entity in OF_THE_CATALOG:
            work = Work(key=WorkKey(Task.CATALOG), due_at=now + SOON)
            tx.work(connection.connection_id).mark([work])
            return Intake.STORED
        inbound = Inbound(
            connection_id=connection.connection_id,
            event_id=delivery.event_id,
            entity=event.entity if event is not None else None,
            entity_id=event.entity_id if event is not None else 0,
            received_at=now,
            body=body,
        )
        is_new = tx.inbox(connection.connection_id).append([inbound]) == 1
        if not is_new:
            return Intake.REPEATED
        if event is None:
            return Intake.QUARANTINED
        subject = subject_of(event.entity, event.entity_id)
        work = Work(key=WorkKey(Task.DIGEST, subject), due_at=now)
        tx.work(connection.connection_id).mark([work])
        return Intake.STORED


def subject_of(entity: str, entity_id: int) -> str:
    """Return the due list's name of an entity: `contact:12`."""
    return f"{entity}:{entity_id}"


def _note_event(tx: Tx, connection: Connection, now: datetime) -> None:
    """Remember that events arrive; not of each, because it locks the connection."""
    webhooks = connection.webhooks
    last = webhooks.last_event_at
    if webhooks.silent_since is None and last is not None and now < last + NOTED_EVERY:
        return
    held = tx.connections.hold(connection.connection_id)
    noted = replace(held.webhooks, last_event_at=now, silent_since=None)
    tx.connections.put(replace(held, webhooks=noted))


def _secret(tx: Tx, token: str) -> tuple[Connection | None, str | None]:
    """Return the connection of the address, and the password that was made with it."""
    path, _, number = token.partition(".")
    connection = tx.connections.of_webhook_path(path) if path else None
    if connection is None:
        return None, None
    if not (number.isascii() and number.isdecimal()):
        return connection, None
    return connection, tx.secrets.webhook_password(connection.connection_id, int(number))

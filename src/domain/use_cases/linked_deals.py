"""The deals that activities are logged on, as far as this service knows them."""

from datetime import datetime
from typing import Protocol

from domain.model.values import ConnectionId, RecordId
from domain.ports.store import Tx
from domain.sync.record import Record


class LinkedDeals(Protocol):
    """Finds deals within a transaction."""

    def find(self, tx: Tx, connection_id: ConnectionId, deal_id: RecordId) -> Record | None:
        """Return the deal's record, if it was handed in."""

    def latest_open(
        self, tx: Tx, connection_id: ConnectionId, contact_id: RecordId
    ) -> datetime | None:
        """Return when the contact's latest open deal was touched, None without one."""


class NoDeals:
    """As LinkedDeals, while deals are not synchronized."""

    def find(self, tx: Tx, connection_id: ConnectionId, deal_id: RecordId) -> Record | None:
        del tx, connection_id, deal_id
        return None

    def latest_open(
        self, tx: Tx, connection_id: ConnectionId, contact_id: RecordId
    ) -> datetime | None:
        del tx, connection_id, contact_id
        return None

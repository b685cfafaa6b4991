"""Deals that are there because a test says so, as use_cases.linked_deals.LinkedDeals."""

from datetime import datetime

from domain.model.values import ConnectionId, RecordId
from domain.ports.store import Tx
from domain.sync.record import Record


class FakeDeals:
    """*records* are deals by id, *open_deals* when each contact's latest was touched."""

    def __init__(self) -> None:
        self.records: dict[RecordId, Record] = {}
        self.open_deals: dict[RecordId, datetime] = {}

    def find(self, tx: Tx, connection_id: ConnectionId, deal_id: RecordId) -> Record | None:
        del tx, connection_id
        return self.records.get(deal_id)

    def latest_open(
        self, tx: Tx, connection_id: ConnectionId, contact_id: RecordId
    ) -> datetime | None:
        del tx, connection_id
        return self.open_deals.get(contact_id)

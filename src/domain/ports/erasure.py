"""Forgetting for good."""

from collections.abc import Sequence
from typing import Protocol

from domain.model.remote import Entity
from domain.model.values import Kind, RecordId
from domain.sync.record import Record


class Erasure(Protocol):
    """Forgetting for good what one connection knows of persons."""

    def aliases_of(self, kind: Kind, record_id: RecordId) -> Sequence[Record]:
        """Return the records that were merged into this one."""

    def forget_record(self, kind: Kind, record_id: RecordId) -> None:
        """Forget the record's lost edits, and the values of its changes in the feed."""

    def forget_activities(self, contact_id: RecordId) -> None:
        """Forget what was logged with this contact; what Pipedrive holds of it stays there."""

    def forget_deliveries(self, entity: Entity, entity_id: int) -> None:
        """Forget what waits for the entity; its deliveries are still known when repeated."""

    def forget_unusable(self) -> None:
        """Forget what deliveries hold that could not be understood: nobody knows of whom they tell.

        They are still known when repeated.
        """

    def forget_connection(self) -> None:
        """Forget everything but the connection itself."""

"""Forgetting for good, in memory."""

from collections.abc import Sequence
from dataclasses import fields, replace

from domain.activity.activity import names_contact
from domain.model.remote import Entity
from domain.model.values import Kind, RecordId
from domain.model.work import Inbound
from domain.sync.record import Record
from tests.fakes.memory.state import Drawer


class MemoryErasure:
    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def aliases_of(self, kind: Kind, record_id: RecordId) -> list[Record]:
        known = self._drawer.records.items()
        return [one for (own, _), one in known if own is kind and one.alias_of == record_id]

    def forget_record(self, kind: Kind, record_id: RecordId) -> None:
        conflicts = self._drawer.conflicts
        for number, (own, lost, _) in list(conflicts.items()):
            if (own, lost.record_id) == (kind, record_id):
                del conflicts[number]
        for number, change in self._drawer.changes.items():
            if (change.kind, change.record_id) == (kind, record_id):
                self._drawer.changes[number] = replace(change, fields={})

    def forget_activities(self, contact_id: RecordId) -> None:
        for activity_id, activity in list(self._drawer.activities.items()):
            if names_contact(activity, contact_id):
                del self._drawer.activities[activity_id]

    def forget_deliveries(self, entity: Entity, entity_id: int) -> None:
        known = self._drawer.inbox.values()
        self._empty([one for one in known if (one.entity, one.entity_id) == (entity, entity_id)])

    def forget_unusable(self) -> None:
        self._empty([one for one in self._drawer.inbox.values() if one.entity is None])

    def forget_connection(self) -> None:
        for each in fields(self._drawer):
            getattr(self._drawer, each.name).clear()

    def _empty(self, deliveries: Sequence[Inbound]) -> None:
        for one in deliveries:
            self._drawer.inbox[one.event_id] = replace(one, body=b"")
            self._drawer.digested[one.event_id] = True

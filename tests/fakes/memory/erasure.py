"""Forgetting for good, in memory."""

from dataclasses import fields, replace

from domain.activity.activity import names_contact
from domain.model.remote import Entity
from domain.model.values import Kind, RecordId
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
        for number, (own, lost) in list(conflicts.items()):
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
        for event_id, inbound in self._drawer.inbox.items():
            if inbound is not None and (inbound.entity, inbound.entity_id) == (entity, entity_id):
                self._drawer.inbox[event_id] = None

    def forget_connection(self) -> None:
        for each in fields(self._drawer):
            getattr(self._drawer, each.name).clear()

"""Forgetting for good, in memory."""

from dataclasses import fields, replace

from domain.model.remote import Entity
from domain.model.values import RecordId
from domain.sync.record import Record
from tests.fakes.memory.state import Drawer


class MemoryErasure:
    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def aliases_of(self, record_id: RecordId) -> list[Record]:
        return [one for one in self._drawer.records.values() if one.alias_of == record_id]

    def forget_record(self, record_id: RecordId) -> None:
        conflicts = self._drawer.conflicts
        kept = {key: one for key, one in conflicts.items() if one[1].record_id != record_id}
        conflicts.clear()
        conflicts.update(kept)
        for number, change in self._drawer.changes.items():
            if change.record_id == record_id:
                self._drawer.changes[number] = replace(change, fields={})

    def forget_deliveries(self, entity: Entity, entity_id: int) -> None:
        for event_id, inbound in self._drawer.inbox.items():
            if inbound is not None and (inbound.entity, inbound.entity_id) == (entity, entity_id):
                self._drawer.inbox[event_id] = None

    def forget_connection(self) -> None:
        for each in fields(self._drawer):
            getattr(self._drawer, each.name).clear()

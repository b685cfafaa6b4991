"""The due list and the inbox in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.model.remote import Entity
from domain.model.values import ConnectionId
from domain.model.work import Inbound, Task, Work, WorkKey
from tests.fakes.memory.state import Draft


class MemoryWorkList:
    def __init__(self, draft: Draft, connection_id: ConnectionId) -> None:
        self._draft = draft
        self._connection_id = connection_id
        self._works = draft.drawer(connection_id).works

    def mark(self, works: Sequence[Work]) -> None:
        for work in works:
            before = self._works.get(work.key, replace(work, version=0))
            due_at = min(before.due_at, work.due_at)
            self._works[work.key] = replace(before, due_at=due_at, version=before.version + 1)
        self._draft.touch(self._connection_id)

    def due(self, now: datetime, limit: int) -> Sequence[Work]:
        due = [one for one in self._works.values() if one.due_at <= now]
        return sorted(due, key=lambda one: (one.key.task, one.due_at, one.key.subject))[:limit]

    def next_due(self) -> datetime | None:
        return min((one.due_at for one in self._works.values()), default=None)

    def put(self, work: Work) -> None:
        if self._stands(work.key, work.version):
            self._works[work.key] = work

    def postpone(self, work: Work) -> None:
        standing = self._works.get(work.key)
        if standing is not None:
            self._works[work.key] = replace(work, version=standing.version)

    def count(self, task: Task) -> int:
        return sum(key.task is task for key in self._works)

    def bring_forward(self, now: datetime) -> None:
        for key, work in list(self._works.items()):
            self._works[key] = replace(
                work, due_at=min(work.due_at, now), attempts=0, version=work.version + 1
            )
        self._draft.touch(self._connection_id)

    def done(self, key: WorkKey, version: int) -> None:
        if self._stands(key, version):
            del self._works[key]

    def _stands(self, key: WorkKey, version: int) -> bool:
        standing = self._works.get(key)
        return standing is not None and standing.version == version


class MemoryInbox:
    def __init__(self, draft: Draft, connection_id: ConnectionId) -> None:
        self._draft = draft
        self._connection_id = connection_id
        self._inbox = draft.drawer(connection_id).inbox
        self._digested = draft.drawer(connection_id).digested

    def append(self, deliveries: Sequence[Inbound]) -> int:
        before = len(self._inbox)
        for delivery in deliveries:
            self._inbox.setdefault(delivery.event_id, delivery)
        self._draft.touch(self._connection_id)
        return len(self._inbox) - before

    def of_entity(self, entity: Entity, entity_id: int) -> Sequence[Inbound]:
        waiting = [one for one in self._inbox.values() if one.event_id not in self._digested]
        return [one for one in waiting if (one.entity, one.entity_id) == (entity, entity_id)]

    def remove(self, event_ids: Sequence[str]) -> None:
        for event_id in event_ids:
            if event_id in self._inbox:
                self._inbox[event_id] = replace(self._inbox[event_id], body=b"")
                self._digested[event_id] = True

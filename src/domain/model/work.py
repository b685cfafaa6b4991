"""The due list, the inbox and the leases: what a worker lives on."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from domain.model.budget import Lane
from domain.model.remote import Entity
from domain.model.values import ConnectionId


class Task(IntEnum):
    """What kind of work is due; a lower number goes first."""

    PROBE = -1
    SET_UP = 0
    PUSH = 1
    DIGEST = 2
    CATALOG = 3
    IMPORT = 4
    DISCONNECT = 5
    REPLAN = 6
    PUSH_ACTIVITY = 7
    WEBHOOKS = 20
    SWEEP = 21
    BACKLOG = 22
    AUDIT = 23
    KEEP_ALIVE = 24
    FORGET_OLD = 25


_CAN_WAIT = frozenset({Task.IMPORT, Task.BACKLOG, Task.AUDIT})
OF_RECORDS = frozenset({Task.PUSH, Task.BACKLOG})
"""The tasks whose subject is a record."""


def lane_of(task: Task) -> Lane:
    """Return whether somebody waits for such work."""
    if task is Task.PROBE:
        return Lane.PROBE
    return Lane.BACKGROUND if task in _CAN_WAIT else Lane.LIVE


@dataclass(frozen=True, slots=True, order=True)
class WorkKey:
    """One row of the due list: a task and what it is about (empty: the connection itself)."""

    task: Task
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Work that is due at a time. *version* grows with each mark."""

    key: WorkKey
    due_at: datetime
    attempts: int = 0
    version: int = 0
    last_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One webhook delivery as it arrived. *event_id* is unique within its connection."""

    connection_id: ConnectionId
    event_id: str
    entity: Entity | None
    entity_id: int
    received_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to drive a connection, until *fence* is outnumbered."""

    connection_id: ConnectionId
    holder: str
    fence: int

"""What the store in memory holds, and how one transaction gets its own copy."""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from domain.activity.activity import Activity
from domain.errors import LeaseLost, NotFound
from domain.model.activity import ActivityId
from domain.model.catalog import Entry
from domain.model.change import Change
from domain.model.connection import Connection, Grant, Login
from domain.model.values import ChangeNumber, CompanyId, ConnectionId, Kind, RecordId, RemoteId
from domain.model.work import Inbound, Lease, Work, WorkKey
from domain.sync.record import Lost, Record

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Drawer:
    """Everything about one connection. *digested* are the ids of deliveries that wait no more."""

    grant: dict[str, Grant] = field(default_factory=dict)
    records: dict[tuple[Kind, RecordId], Record] = field(default_factory=dict)
    password: dict[int, str] = field(default_factory=dict)
    changes: dict[ChangeNumber, Change] = field(default_factory=dict)
    works: dict[WorkKey, Work] = field(default_factory=dict)
    inbox: dict[str, Inbound] = field(default_factory=dict)
    digested: dict[str, bool] = field(default_factory=dict)
    companies: dict[CompanyId, str] = field(default_factory=dict)
    ends: dict[tuple[Kind, RemoteId], tuple[RemoteId | None, datetime]] = field(
        default_factory=dict
    )
    conflicts: dict[int, tuple[Kind, Lost, datetime]] = field(default_factory=dict)
    requests: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    catalog: dict[tuple[type[Entry], str], Entry] = field(default_factory=dict)
    activities: dict[ActivityId, Activity] = field(default_factory=dict)

    def copy(self) -> "Drawer":
        """Return a drawer of the same values, which are themselves immutable."""
        return Drawer(**{each.name: dict(getattr(self, each.name)) for each in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The state of a lease; nobody holds it while *holder* is empty."""

    holder: str = ""
    fence: int = 0
    until: datetime = NEVER
    taken_at: datetime = NEVER


@dataclass(slots=True, kw_only=True)
class State:
    """Everything the store remembers."""

    connections: dict[ConnectionId, Connection] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    drawers: dict[ConnectionId, Drawer] = field(default_factory=dict)
    leases: dict[ConnectionId, Held] = field(default_factory=dict)

    def held(self, lease: Lease) -> Held:
        """Return what is known of the lease. Raises LeaseLost."""
        held = self.leases.get(lease.connection_id, Held())
        if (held.holder, held.fence) != (lease.holder, lease.fence):
            raise LeaseLost
        return held


class Draft:
    """A transaction's copy of the state. *touched* are the connections it wrote to."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.connections = dict(state.connections)
        self.logins = dict(state.logins)
        self._drawers: dict[ConnectionId, Drawer] = {}
        self.touched: set[ConnectionId] = set()

    def drawer(self, connection_id: ConnectionId) -> Drawer:
        """Return the connection's drawer, copied when it is first opened."""
        if connection_id not in self._drawers:
            self._drawers[connection_id] = self._state.drawers.get(connection_id, Drawer()).copy()
        return self._drawers[connection_id]

    def connection(self, connection_id: ConnectionId) -> Connection:
        """Return the connection. Raises NotFound."""
        if connection_id not in self.connections:
            raise NotFound("connection", connection_id)
        return self.connections[connection_id]

    def touch(self, connection_id: ConnectionId) -> None:
        """Remember that those who wait for the connection are to be woken."""
        self.touched.add(connection_id)

    def commit(self) -> None:
        """Let everybody see what was written."""
        self._state.connections = self.connections
        self._state.logins = self.logins
        self._state.drawers.update(self._drawers)

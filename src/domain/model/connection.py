"""An account's connection to one Pipedrive company, and how far its first import is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.model.budget import Budget
from domain.model.catalog import PropertyMapping, UserId
from domain.model.remote import Identity
from domain.model.upkeep import Upkeep, Webhooks
from domain.model.values import AccountId, ChangeNumber, ConnectionId, Kind

NO_CHANGE = ChangeNumber(0)


class ConnectionState(StrEnum):
    """Where a connection stands in its life."""

    CONNECTING = "connecting"
    IMPORTING = "importing"
    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_RECONNECT = "needs_reconnect"
    DISCONNECTED = "disconnected"
    UNINSTALLED = "uninstalled"


class DeletionPolicy(StrEnum):
    """What a deletion on one side means for the other."""

    MIRROR = "mirror"
    KEEP = "keep"


ENDED = frozenset({ConnectionState.DISCONNECTED, ConnectionState.UNINSTALLED})


class ImportPhase(StrEnum):
    """What the first import reads at the moment; it goes through them in this order."""

    PREPARING = "preparing"
    COMPANIES = "companies"
    CONTACTS = "contacts"
    DEALS = "deals"
    MATCHING = "matching"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the present list was read so far: *pages* in *seconds*, pauses not counted."""

    highest_id: int = 0
    pages: int = 0
    entries: int = 0
    seconds: float = 0.0
    page_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """Counts of the first import, kept with the cursor of the page that comes next.

    *last_id* is the lowest id of the list so far: lists are read newest first. While records are
    matched, the cursor is the kind and the id of the last one: `contact:12`. *forecast_at* is when
    the present list will be read, with the pauses that the day's budget makes.
    """

    phase: ImportPhase = ImportPhase.PREPARING
    cursor: str | None = None
    last_id: int = 0
    companies: int = 0
    contacts: int = 0
    deals: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    pace: Pace = field(default_factory=Pace)
    forecast_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One account's connection.

    *reason* is a machine-readable word, *message* the sentence an administrator reads; both are
    empty while all is well. *resume_at* is when a paused connection tries again by itself.
    *marker_field* and *deal_marker_field* are Pipedrive's codes of our custom fields. *last_change*
    and *acknowledged* are numbers of the change feed. *webhook_path* is the unguessable part of the
    webhook address. Until *approved_until* an administrator lets any number of deletions pass.
    Deals of agents that Pipedrive does not know go to the *fallback_owner*. *setbacks* counts the
    pauses in a row. Once it has ended, *erases* has everything about it forgotten.
    """

    connection_id: ConnectionId
    account_id: AccountId
    state: ConnectionState
    since: datetime
    reason: str = ""
    message: str = ""
    resume_at: datetime | None = None
    identity: Identity | None = None
    marker_field: str = ""
    deal_marker_field: str = ""
    webhook_path: str = ""
    progress: ImportProgress = field(default_factory=ImportProgress)
    last_change: ChangeNumber = NO_CHANGE
    acknowledged: ChangeNumber = NO_CHANGE
    approved_until: datetime | None = None
    deletions: DeletionPolicy = DeletionPolicy.MIRROR
    fallback_owner: UserId | None = None
    properties: tuple[PropertyMapping, ...] = ()
    upkeep: Upkeep = field(default_factory=Upkeep)
    webhooks: Webhooks = field(default_factory=Webhooks)
    budget: Budget = field(default_factory=Budget)
    setbacks: int = 0
    erases: bool = False

    @property
    def markers(self) -> Mapping[Kind, str]:
        """Return the codes of our custom fields by the kind of record."""
        return {Kind.CONTACT: self.marker_field, Kind.DEAL: self.deal_marker_field}

    def codes(self, kind: Kind) -> frozenset[str]:
        """Return the codes of the properties that are mapped and still there."""
        mapped = (one for one in self.properties if one.kind is kind and not one.is_stale)
        return frozenset(one.code for one in mapped)

    @property
    def webhook_token(self) -> str:
        """Return the last part of the webhook address: the path and the number of its secret."""
        return f"{self.webhook_path}.{self.webhooks.secret}"

    @property
    def keeps_deleted(self) -> bool:
        """Tell whether what one side deletes stays on the other."""
        return self.deletions is DeletionPolicy.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The tokens of a connection, never printed. *generation* counts renewals.

    Until *claimed_until* somebody is renewing them.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    api_domain: str
    expires_at: datetime
    scopes: frozenset[str] = frozenset()
    generation: int = 0
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An authorization under way: single use, bound to one browser by *session*."""

    state: str
    connection_id: ConnectionId
    expires_at: datetime
    session: str = ""

"""The one place where anything is remembered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from domain.model.catalog import Entry
from domain.model.change import Change
from domain.model.connection import Connection, Grant, Login
from domain.model.remote import Entity, RemoteCompany
from domain.model.values import (
    AccountId,
    ChangeNumber,
    CompanyId,
    ConnectionId,
    Kind,
)
from domain.model.work import Inbound, Lease, Task, Work, WorkKey
from domain.ports.activities import Activities
from domain.ports.erasure import Erasure
from domain.ports.history import History
from domain.ports.records import Records

Result = TypeVar("Result")
Known = TypeVar("Known", bound=Entry)


class Connections(Protocol):
    """The connections, their tokens and their logins under way."""

    def get(self, connection_id: ConnectionId) -> Connection:
        """Return the connection. Raises NotFound."""

    def hold(self, connection_id: ConnectionId) -> Connection:
        """Return the connection, locked until the transaction ends: read so before a put."""

    def of_account(self, account_id: AccountId) -> Connection | None:
        """Return the account's connection, if it ever started one."""

    def of_webhook_path(self, webhook_path: str) -> Connection | None:
        """Return the connection whose webhooks arrive at this path."""

    def of_company(self, company_id: str) -> Sequence[Connection]:
        """Return the connections to that Pipedrive company."""

    def list(self, after: AccountId | None, limit: int) -> Sequence[Connection]:
        """Return up to *limit* connections in the order of account_id, from after *after*."""

    def put(self, connection: Connection) -> None:
        """Insert or replace the connection."""


class Secrets(Protocol):
    """What is encrypted at rest, and the logins that lead to it."""

    def grant(self, connection_id: ConnectionId) -> Grant | None:
        """Return the connection's tokens, if it has any."""

    def put_grant(self, connection_id: ConnectionId, grant: Grant | None) -> None:
        """Replace the tokens; None forgets them."""

    def webhook_password(self, connection_id: ConnectionId, number: int) -> str | None:
        """Return the password of this number that Pipedrive shows with each delivery."""

    def put_webhook_password(self, connection_id: ConnectionId, password: str, number: int) -> None:
        """Remember the password; those of the last two numbers are kept."""

    def take_login(self, state: str) -> Login | None:
        """Return the login under way and forget it: each works once."""

    def put_login(self, login: Login) -> None:
        """Remember the login until it is taken or expires."""


class Feed(Protocol):
    """The change feed of one connection: numbers without gaps, in the order of commits."""

    def append(self, changes: Sequence[Change]) -> None:
        """Store the changes under their numbers; wakes whoever waits for the connection."""

    def reserve(self, count: int) -> ChangeNumber:
        """Return the first of *count* numbers; holds the connection until the commit."""

    def after(self, number: ChangeNumber, limit: int) -> Sequence[Change]:
        """Return up to *limit* changes above *number*, in order."""

    def oldest(self) -> ChangeNumber | None:
        """Return the lowest number kept."""


class WorkList(Protocol):
    """What is due at one connection, one row a key."""

    def mark(self, works: Sequence[Work]) -> None:
        """Insert the works, or bring those that stand there forward to an earlier due time."""

    def due(self, now: datetime, limit: int) -> Sequence[Work]:
        """Return works that are due, by priority, then by age."""

    def next_due(self) -> datetime | None:
        """Return when the earliest work is due."""

    def put(self, work: Work) -> None:
        """Replace the row (a later due time, attempts) unless it was marked again since."""

    def postpone(self, work: Work) -> None:
        """Replace the row also if it was marked again since: the attempt has marked it itself."""

    def count(self, task: Task) -> int:
        """Return how many works of this task stand there, due or not."""

    def bring_forward(self, now: datetime) -> None:
        """Make everything due now at the latest, with its attempts counted anew."""

    def done(self, key: WorkKey, version: int) -> None:
        """Delete the row unless it was marked again since *version* was read."""


class Inbox(Protocol):
    """Deliveries that were acknowledged and wait to be digested."""

    def append(self, deliveries: Sequence[Inbound]) -> int:
        """Store the deliveries that were never seen before; return how many these were."""

    def of_entity(self, entity: Entity, entity_id: int) -> Sequence[Inbound]:
        """Return what waits for the entity, in the order of arrival."""

    def remove(self, event_ids: Sequence[str]) -> None:
        """Mark the deliveries digested; their ids are kept against repetitions."""


class Memory(Protocol):
    """The smaller things one connection remembers."""

    def companies(self, company_ids: Sequence[CompanyId]) -> Mapping[CompanyId, str]:
        """Return the names of the companies that are known."""

    def company_named(self, name: str) -> CompanyId | None:
        """Return the lowest id of the companies of exactly this name."""

    def put_companies(self, companies: Sequence[RemoteCompany]) -> None:
        """Remember the companies' names."""


class Requests(Protocol):
    """Answered requests, so that a repeated request_id has one effect."""

    def find(self, request_id: str) -> tuple[str, str] | None:
        """Return the fingerprint of the request and its saved answer."""

    def put(self, request_id: str, fingerprint: str, answer: str, at: datetime) -> None:
        """Remember the answer."""


class Catalog(Protocol):
    """What one connection knows of its company's set-up, and what Vixiees maps to it."""

    def all(self, kind: type[Known]) -> Sequence[Known]:
        """Return the entries of this type, in no order."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Insert the entries, or replace those of their keys."""

    def replace(self, kind: type[Known], entries: Sequence[Known]) -> None:
        """Let these be all entries of the type; others of it are forgotten."""


class Tx(Protocol):
    """One transaction. Everything below is read and written in it or not at all."""

    @property
    def connections(self) -> Connections: ...
    @property
    def secrets(self) -> Secrets: ...
    def records(self, connection_id: ConnectionId, kind: Kind) -> Records: ...
    def feed(self, connection_id: ConnectionId) -> Feed: ...
    def work(self, connection_id: ConnectionId) -> WorkList: ...
    def inbox(self, connection_id: ConnectionId) -> Inbox: ...
    def memory(self, connection_id: ConnectionId) -> Memory: ...
    def requests(self, connection_id: ConnectionId) -> Requests: ...
    def catalog(self, connection_id: ConnectionId) -> Catalog: ...
    def erasure(self, connection_id: ConnectionId) -> Erasure: ...
    def history(self, connection_id: ConnectionId) -> History: ...
    def activities(self, connection_id: ConnectionId) -> Activities: ...


class Store(Protocol):
    """Where everything is remembered."""

    async def transact(self, work: Callable[[Tx], Result], *, lease: Lease | None = None) -> Result:
        """Run *work* in one transaction, durable when this returns, undone when it raises.

        *work* is a plain function without effects of its own: it may run again after a clash
        with another transaction, and several works that wait may be committed together. With a
        *lease* nothing is written unless it is still held. Raises LeaseLost.
        """

    async def changed(self, connection_id: ConnectionId | None, seen: int, limit: timedelta) -> int:
        """Return the connection's commit count (all connections', if None) once it is not *seen*.

        Returns after *limit* in any case. Whoever hands in the count that it got before it looked
        misses no commit; 0 is a good beginning.
        """

    async def lease(self, holder: str, span: timedelta) -> Lease | None:
        """Take a connection that has due work and no live lease, by the database's clock."""

    async def renew(self, lease: Lease, span: timedelta) -> None:
        """Prolong the lease. Raises LeaseLost."""

    async def release(self, lease: Lease) -> None:
        """Give the lease back; nothing happens if it is lost already."""

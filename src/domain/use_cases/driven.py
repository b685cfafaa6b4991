"""A connection that this process drives at the moment."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from domain.model.budget import Budget
from domain.model.connection import Connection
from domain.model.values import ConnectionId
from domain.model.work import Lease
from domain.ports.crm import Crm, Tokens
from domain.ports.store import Store, Tx

Result = TypeVar("Result")
Turns = defaultdict[str, asyncio.Lock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """The connection as it stood when its round began, its company, and the right to write.

    *budget* is what is known now. Whoever needs the company of a name that may have to be created
    waits at its lock in *turns*.
    """

    connection: Connection
    lease: Lease
    store: Store
    crm: Crm
    tokens: Tokens
    turns: Turns
    budget: Callable[[], Budget]

    @property
    def connection_id(self) -> ConnectionId:
        """Return the connection's id."""
        return self.connection.connection_id

    async def transact(self, work: Callable[[Tx], Result]) -> Result:
        """Run the transaction if the connection is still ours. Raises LeaseLost."""
        return await self.store.transact(work, lease=self.lease)


class Runner(Protocol):
    """Does one kind of work."""

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Do the work on the subject; return when to look again, None when that is marked.

        Raises CrmError when Pipedrive did not do its part.
        """

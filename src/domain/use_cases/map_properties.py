"""Which properties of Vixiees are which custom fields of Pipedrive."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidInput
from domain.model.catalog import Property, PropertyMapping
from domain.model.connection import Connection
from domain.model.values import AccountId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Store, Tx
from domain.ports.world import Clock
from domain.sync.property_mapping import property_faults
from domain.use_cases.accounts import connection_of, held_connection_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MapProperties:
    """Keeps what an administrator maps; the records follow in the background."""

    store: Store
    clock: Clock

    async def set(
        self, account_id: AccountId, mappings: Sequence[PropertyMapping]
    ) -> Sequence[PropertyMapping]:
        """Let these be all mappings. Raises NotFound, InvalidInput."""

        def put(tx: Tx) -> Sequence[PropertyMapping]:
            connection = held_connection_of(tx, account_id)
            properties = tx.catalog(connection.connection_id).all(Property)
            faults = property_faults(mappings, properties, set(connection.markers.values()))
            if faults:
                raise InvalidInput(*faults)
            self._put(tx, replace(connection, properties=tuple(mappings)))
            return mappings

        return await self.store.transact(put)

    async def get(self, account_id: AccountId) -> Sequence[PropertyMapping]:
        """Return the mappings; the stale ones wait for their field. Raises NotFound."""
        return await self.store.transact(lambda tx: connection_of(tx, account_id).properties)

    def _put(self, tx: Tx, connection: Connection) -> None:
        tx.connections.put(connection)
        work = Work(key=WorkKey(Task.REPLAN), due_at=self.clock())
        tx.work(connection.connection_id).mark([work])

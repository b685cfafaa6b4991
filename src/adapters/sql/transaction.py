"""One transaction as the use cases see it."""

from adapters.sql.activities import SqlActivities
from adapters.sql.catalog import SqlCatalog
from adapters.sql.connections import SqlConnections
from adapters.sql.erasure import SqlErasure
from adapters.sql.feed import SqlFeed
from adapters.sql.history import SqlHistory
from adapters.sql.inbox import SqlInbox
from adapters.sql.memory import SqlMemory
from adapters.sql.records import SqlRecords
from adapters.sql.requests import SqlRequests
from adapters.sql.sealing import Sealer
from adapters.sql.secrets import SqlSecrets
from adapters.sql.session import Session
from adapters.sql.work import SqlWorkList
from domain.model.values import ConnectionId, Kind
from domain.ports.world import Phones


class SqlTx:
    """Hands out the parts of the store, all in the same session."""

    def __init__(self, session: Session, sealer: Sealer, phones: Phones) -> None:
        self._session = session
        self._latest = session
        self._phones = phones
        self.connections = SqlConnections(session)
        self.secrets = SqlSecrets(session, sealer)

    def records(self, connection_id: ConnectionId, kind: Kind) -> SqlRecords:
        return SqlRecords(self._of(connection_id), connection_id, kind, self._phones)

    def feed(self, connection_id: ConnectionId) -> SqlFeed:
        return SqlFeed(self._of(connection_id), connection_id)

    def work(self, connection_id: ConnectionId) -> SqlWorkList:
        return SqlWorkList(self._of(connection_id), connection_id)

    def inbox(self, connection_id: ConnectionId) -> SqlInbox:
        return SqlInbox(self._of(connection_id), connection_id)

    def memory(self, connection_id: ConnectionId) -> SqlMemory:
        return SqlMemory(self._of(connection_id), connection_id)

    def requests(self, connection_id: ConnectionId) -> SqlRequests:
        return SqlRequests(self._of(connection_id), connection_id)

    def erasure(self, connection_id: ConnectionId) -> SqlErasure:
        return SqlErasure(self._of(connection_id), connection_id)

    def history(self, connection_id: ConnectionId) -> SqlHistory:
        return SqlHistory(self._of(connection_id), connection_id)

    def catalog(self, connection_id: ConnectionId) -> SqlCatalog:
        return SqlCatalog(self._of(connection_id), connection_id)

    def activities(self, connection_id: ConnectionId) -> SqlActivities:
        return SqlActivities(self._of(connection_id), connection_id)

    def _of(self, connection_id: ConnectionId) -> Session:
        if self._latest.scope != connection_id:
            self._latest = self._session.of(connection_id)
        return self._latest

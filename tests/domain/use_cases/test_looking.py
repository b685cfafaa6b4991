"""What a worker sees when others commit between its reads, as on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import pytest

from domain.model.connection import Connection, ImportPhase
from domain.model.values import ConnectionId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Connections, Tx
from domain.use_cases.agenda import Agenda, agenda
from tests.domain.use_cases.firm import ACME, Firm


@dataclass(frozen=True)
class _Outdated:
    """Connections of which one was looked at just before somebody logged in; a lock shows it."""

    tx: Tx
    seen: Connection

    @property
    def connections(self) -> "_Outdated":
        return self

    def get(self, _connection_id: ConnectionId) -> Connection:
        return self.seen

    def __getattr__(self, name: str) -> object:
        return getattr(self.tx.connections if hasattr(Connections, name) else self.tx, name)


@dataclass
class _Interrupted:
    """A transaction after whose first read somebody else commits."""

    tx: Tx
    connection_id: ConnectionId
    commit: Callable[[Tx], None]
    has_read: bool = False

    @property
    def connections(self) -> "_Interrupted":
        return self

    def work(self, connection_id: ConnectionId) -> "_Interrupted":
        assert connection_id == self.connection_id
        return self

    def __getattr__(self, name: str) -> object:
        part = (
            self.tx.connections if hasattr(Connections, name) else self.tx.work(self.connection_id)
        )

        def read(*asked: object) -> object:
            found = getattr(part, name)(*asked)
            if not self.has_read:
                self.has_read = True
                self.commit(self.tx)
            return found

        return read


@pytest.mark.parametrize("is_new", [True, False])
async def test_a_login_that_comes_while_a_worker_looks_is_not_put_off(*, is_new: bool) -> None:
    firm = Firm()
    if is_new:
        await firm.start()
    else:
        await firm.connect()
        await firm.connections.disconnect(ACME)
        await firm.work()
    before = await firm.connection()
    await firm.log_in()

    def look(tx: Tx) -> set[Task]:
        seen = cast("Tx", _Outdated(tx, before))
        today = agenda(seen, before.connection_id, firm.clock(), 8, ())
        return {one.key.task for one in today.works}

    assert Task.SET_UP in await firm.store.transact(look)
    assert Task.SET_UP in await firm.store.transact(look)


async def test_a_connection_is_never_older_than_the_work_it_is_given_to() -> None:
    firm = Firm()
    await firm.start()
    await firm.log_in()
    connection_id = (await firm.connection()).connection_id

    def end_set_up(tx: Tx) -> None:
        connection = tx.connections.hold(connection_id)
        progress = replace(connection.progress, phase=ImportPhase.COMPANIES)
        tx.connections.put(replace(connection, progress=progress))
        tx.work(connection_id).mark([Work(key=WorkKey(Task.IMPORT), due_at=firm.clock())])

    def look(tx: Tx) -> Agenda:
        seen = cast("Tx", _Interrupted(tx, connection_id, end_set_up))
        return agenda(seen, connection_id, firm.clock(), 8, ())

    for _ in range(2):
        today = await firm.store.transact(look)
        begins = Task.IMPORT in {one.key.task for one in today.works}
        assert not begins or today.connection.progress.phase is ImportPhase.COMPANIES

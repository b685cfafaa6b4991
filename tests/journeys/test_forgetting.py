"""What is old is forgotten while the service runs, and whoever asks for it is told so."""

from pathlib import Path

import grpc
import pytest
import sqlalchemy as sa

from adapters.sql.engines import make_engine
from adapters.sql.session import EVERYBODY, show
from adapters.sql.tables import changes, works
from app.demo.stage import eventually
from domain.model.work import Task
from tests.adapters.grpc_server.calling import refused
from tests.contracts.store.databases import fresh_postgres, fresh_sqlite
from tests.journeys.town import Town, town
from vixiees.pipedrive.v1.change_service_pb2 import WatchChangesRequest, WatchChangesResponse
from vixiees.pipedrive.v1.change_service_pb2_grpc import ChangeServiceStub


def _let_a_century_pass(url: str) -> None:
    """Make every change of the feed a hundred years older, and the daily look at it due."""
    engine = make_engine(url)
    with engine.begin() as connection:
        show(connection, EVERYBODY)
        older = sa.func.replace(changes.c.body, '"at":"20', '"at":"19')
        connection.execute(sa.update(changes).values(body=older))
        due = sa.update(works).where(works.c.task == Task.FORGET_OLD)
        connection.execute(due.values(due_at=sa.literal(0, sa.BigInteger())))
    engine.dispose()


def _count(url: str) -> int:
    engine = make_engine(url)
    with engine.begin() as connection:
        show(connection, EVERYBODY)
        count: int = connection.scalar(sa.select(sa.func.count()).select_from(changes)) or 0
    engine.dispose()
    return count


async def _first_after(acme: Town, number: int) -> WatchChangesResponse:
    request = WatchChangesRequest(account_id="acme", after=number)
    stream = ChangeServiceStub(acme.channel).WatchChanges(request)
    return await anext(aiter(stream))


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
async def test_a_cursor_that_is_too_old_is_told_from_where_changes_are_kept(
    database: str, tmp_path: Path
) -> None:
    url = fresh_sqlite(tmp_path) if database == "sqlite" else fresh_postgres()
    async with town(url, tmp_path, persons=20) as acme:
        await acme.connect()

        async def acknowledged() -> int:
            async for connection in acme.vixiees.connection():
                is_all = connection.acknowledged_change == connection.last_change
                return connection.last_change if is_all else 0
            raise AssertionError("the stream of the connection ended")

        last = await eventually(acknowledged, bool)
        assert last >= 20
        _let_a_century_pass(url)

        async def left() -> int:
            return _count(url)

        assert await eventually(left, lambda count: count == 0) == 0
        failure = await refused(_first_after(acme, last - 1))
        assert failure.code is grpc.StatusCode.OUT_OF_RANGE
        assert failure.reason == "CURSOR_TOO_OLD"
        assert failure.metadata == {"oldest": str(last)}
        assert (await _first_after(acme, last)).bookmark.number == last
        person_id = await acme.colleague.create("Later")
        contact_id = await acme.contact_of(person_id)
        told = await _first_after(acme, last)
        assert (told.change.number, told.change.contact.contact_id) == (last + 1, contact_id)

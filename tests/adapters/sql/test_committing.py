"""Jobs that wait together are committed together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from adapters.sql.committing import Committer
from adapters.sql.engines import make_engine
from adapters.sql.session import Session
from adapters.sql.tables import companies
from domain.errors import StoreUnavailable
from domain.model.values import ConnectionId
from tests.contracts.store.builders import ACME
from tests.contracts.store.databases import fresh_sqlite

MOST = 10
Work = Callable[[Session], int]


class Bench:
    """A single writer whose commits are counted."""

    def __init__(self, engine: sa.Engine) -> None:
        self.commits = 0
        self.woken = list[set[ConnectionId]]()
        sa.event.listen(engine, "commit", self._count)
        self.committer = Committer(
            engine,
            threads=1,
            most=MOST,
            before=lambda _connection, _touched: None,
            after=self.woken.append,
        )

    def _count(self, _connection: sa.Connection) -> None:
        self.commits += 1

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Keep the writer busy for the block; that commit is not counted."""
        started, gate = Event(), Event()

        def work(_session: Session) -> None:
            started.set()
            gate.wait()

        first = asyncio.create_task(self.committer.run(work))
        await asyncio.to_thread(started.wait)
        yield
        await asyncio.sleep(0)
        self.commits -= 1
        gate.set()
        await first

    async def together(self, *works: Work) -> list[int | BaseException]:
        """Run the works after they have waited together."""
        async with self.busy():
            waiting = asyncio.gather(
                *(self.committer.run(work) for work in works), return_exceptions=True
            )
        return await waiting


def _insert(number: int, session: Session) -> int:
    row = {"connection_id": ACME, "company_id": number, "name": "x"}
    session.connection.execute(sa.insert(companies), row)
    session.touched.add(ACME)
    return number


def _refuse(number: int, session: Session) -> int:
    raise ValueError(_insert(number, session))


def _spoil(session: Session) -> int:
    """End everybody's transaction, as a full disk does."""
    session.connection.execute(sa.text("ROLLBACK"))
    return session.connection.execute(sa.text("RELEASE nothing")).rowcount


async def _stored(bench: Bench) -> set[int]:
    ids = sa.select(companies.c.company_id)
    return await bench.committer.run(lambda session: set(session.connection.scalars(ids)))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    engine = make_engine(fresh_sqlite(tmp_path))
    bench = Bench(engine)
    yield bench
    bench.committer.close()
    engine.dispose()


async def test_works_that_wait_together_are_made_durable_together(bench: Bench) -> None:
    outcomes = await bench.together(*(partial(_insert, number) for number in range(MOST)))

    assert outcomes == list(range(MOST))
    assert bench.commits == 1
    assert await _stored(bench) == set(range(MOST))


async def test_no_more_than_the_most_go_together(bench: Bench) -> None:
    await bench.together(*(partial(_insert, number) for number in range(MOST + 1)))

    assert bench.commits == 2


async def test_a_work_that_raises_is_undone_alone(bench: Bench) -> None:
    outcomes = await bench.together(
        partial(_insert, 1), partial(_refuse, 2), partial(_insert, 3), partial(_insert, 3)
    )

    assert [type(one) for one in outcomes] == [int, ValueError, int, IntegrityError]
    assert bench.commits == 1
    assert await _stored(bench) == {1, 3}


async def test_a_work_that_spoils_the_transaction_spares_the_others(bench: Bench) -> None:
    outcomes = await bench.together(partial(_insert, 1), _spoil, partial(_insert, 3))

    assert outcomes[0::2] == [1, 3]
    assert isinstance(outcomes[1], OperationalError)
    assert await _stored(bench) == {1, 3}


async def test_only_commits_that_stored_something_are_told_of(bench: Bench) -> None:
    await bench.together(partial(_refuse, 1))
    await bench.together(partial(_insert, 2), partial(_refuse, 3))

    assert [one for one in bench.woken if one] == [{ACME}]


async def test_a_work_that_was_called_off_while_it_waited_is_not_done(bench: Bench) -> None:
    async with bench.busy():
        waiting = asyncio.create_task(bench.committer.run(partial(_insert, 1)))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})

    assert await _stored(bench) == set()


async def test_closing_finishes_what_was_asked_for_and_takes_no_more(bench: Bench) -> None:
    asked = [asyncio.create_task(bench.committer.run(partial(_insert, n))) for n in range(25)]
    await asyncio.sleep(0)

    await asyncio.to_thread(bench.committer.close)

    assert await asyncio.gather(*asked) == list(range(25))
    with pytest.raises(StoreUnavailable):
        await bench.committer.run(partial(_insert, 99))

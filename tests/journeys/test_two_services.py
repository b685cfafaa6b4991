"""Two services on one PostgreSQL: they share the work, and whoever asks either sees the same."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.demo.processes import free_addresses
from app.demo.stage import eventually
from app.demo.vixiees import vixiees
from app.service import running
from app.settings import Settings
from tests.contracts.store.databases import fresh_postgres
from tests.journeys.town import town

pytestmark = pytest.mark.postgres


async def test_contacts_handed_to_either_are_created_once_and_told_by_both(
    tmp_path: Path,
) -> None:
    url = fresh_postgres()
    names = [{"first_name": f"Nr {number}", "last_name": "Geteilt"} for number in range(30)]
    async with town(url, tmp_path) as acme, AsyncExitStack() as stack:
        addresses = free_addresses(tmp_path)
        second = Settings(
            database_url=url,
            sandbox_url=acme.sandbox_url,
            public_url=acme.http_url,
            http_port=int(addresses.http_url.rpartition(":")[2]),
            grpc_port=int(addresses.grpc_address.rpartition(":")[2]),
            state_folder=tmp_path,
        )
        where = await stack.enter_async_context(running(second))
        other = await stack.enter_async_context(vixiees(where.grpc_address, "acme"))
        await acme.connect()
        for number, contact in enumerate(names):
            side = acme.vixiees if number % 2 else other
            await side.create(contact)

        async def created() -> int:
            persons = await acme.colleague.persons()
            return sum(dict(one.fields) in names for one in persons)

        assert await eventually(created, lambda count: count == 30) == 30
        person_id = await acme.colleague.create("Neu Gemeldet")

        async def told() -> tuple[str, str]:
            return await acme.vixiees.contact_id(person_id), await other.contact_id(person_id)

        first, same = await eventually(told, all)
        assert first == same != ""

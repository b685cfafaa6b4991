"""Giving everything back, whatever the tokens have come to meanwhile."""

from datetime import timedelta

from domain.model.connection import ConnectionState
from tests.journeys.days import Days, days
from tests.journeys.wiring import ACME

_HOUR = timedelta(hours=1)


async def _connected(town: Days) -> None:
    await town.log_in()
    await town.settle()


async def _has_tokens(town: Days) -> bool:
    connection_id = (await town.connection()).connection_id
    grant = await town.store.transact(lambda tx: tx.secrets.grant(connection_id))
    return grant is not None


async def test_tokens_that_are_renewed_for_the_farewell_are_given_back_too() -> None:
    async with days() as town:
        await _connected(town)
        town.control("POST", "expire-access-tokens")
        await town.service.connections().disconnect(ACME)
        await town.settle()
        assert not town.sandbox.company.webhooks
        assert town.sandbox.ledger.oauth("revocations") == 1
        assert not await _has_tokens(town)


async def test_a_closed_company_is_left_as_far_as_it_lets_us() -> None:
    async with days() as town:
        await _connected(town)
        town.switch(suspended=True)
        await town.service.connections().disconnect(ACME)
        await town.settle()
        assert town.sandbox.ledger.oauth("revocations") == 1
        assert not await _has_tokens(town)


async def test_an_outage_delays_the_farewell() -> None:
    async with days() as town:
        await _connected(town)
        town.switch(maintenance=True)
        await town.service.connections().disconnect(ACME)
        await town.settle()
        assert (await town.connection()).state is ConnectionState.DISCONNECTED
        assert await _has_tokens(town)
        town.switch(maintenance=False)
        await town.pass_(_HOUR)
        assert town.sandbox.ledger.oauth("revocations") == 1
        assert not await _has_tokens(town)

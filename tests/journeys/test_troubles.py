"""The errors an administrator meets, and what the service does about each by itself."""

from datetime import UTC, datetime, timedelta

from adapters.sandbox.oauth.apps import App
from tests.journeys.town import Town
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState

_ANA = {"first_name": "Ana", "last_name": "Pérez"}
_PAUSED = ConnectionState.CONNECTION_STATE_PAUSED


async def test_an_expired_access_token_is_renewed_by_itself(acme: Town) -> None:
    await acme.connect()
    await acme.colleague.http.post("/sandbox/expire-access-tokens")
    contact_id = await acme.vixiees.create(_ANA)
    assert await acme.both_show(contact_id, _ANA)
    assert acme.sandbox.ledger.oauth("refreshes") == 1


async def test_a_revoked_access_asks_the_administrator_to_connect_again(acme: Town) -> None:
    await acme.connect()
    acme.sandbox.grants.forget(acme.sandbox.installer.id, App().client_id)
    contact_id = await acme.vixiees.create(_ANA)
    broken = await acme.state(ConnectionState.CONNECTION_STATE_NEEDS_RECONNECT)
    assert broken.reason == "EXPIRED_TOKEN"
    await acme.connect()
    assert await acme.both_show(contact_id, _ANA)


async def test_an_expired_account_pauses_the_connection(acme: Town) -> None:
    await acme.connect()
    await acme.colleague.http.put("/sandbox/switches", json={"suspended": True})
    await acme.vixiees.create(_ANA)
    paused = await acme.state(_PAUSED)
    assert paused.reason == "EXPIRED_ACCOUNT"
    assert paused.HasField("resume_time")


async def test_a_spent_budget_pauses_the_connection_until_it_is_renewed(acme: Town) -> None:
    await acme.connect()
    await acme.colleague.http.put("/sandbox/switches", json={"daily_budget": 1})
    await acme.vixiees.create(_ANA)
    paused = await acme.state(_PAUSED)
    assert paused.reason == "REQUEST_LIMIT"
    resume = paused.resume_time.ToDatetime(UTC)
    assert resume <= datetime.now(UTC) + timedelta(hours=24)


async def test_a_failing_pipedrive_delays_and_loses_nothing(acme: Town) -> None:
    await acme.connect()
    for trouble in ({"kind": "status", "status": 503}, {"kind": "reset", "after_effect": True}):
        fault = {"method": "POST", "path": "/api/v2/persons", **trouble}
        await acme.colleague.http.post("/sandbox/faults", json=fault)
    contact_id = await acme.vixiees.create(_ANA)
    assert await acme.both_show(contact_id, _ANA)
    persons = [dict(one.fields) for one in await acme.colleague.persons()]
    assert persons.count(_ANA) == 1

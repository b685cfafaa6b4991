"""What GetConnection tells an administrator in every state, through the running service."""

from app.demo.login import log_in
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.connection_service_pb2 import (
    Connection,
    ConnectionState,
    GetConnectionRequest,
)
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceStub

_ANA = {"first_name": "Ana"}
_BLOCKED = {"path": "/api/*", "kind": "html", "status": 403}
_WAITS = "nothing is lost"
_LOGIN = "Log in as an administrator"


async def _shown(acme: Town) -> Connection:
    stub = ConnectionServiceStub(acme.channel)
    answer = await stub.GetConnection(GetConnectionRequest(account_id="acme"))
    return answer.connection


async def _reached(acme: Town, state: ConnectionState.ValueType, reason: str) -> Connection:
    """Wait for the state; return the connection with the words for it."""
    await acme.state(state)
    shown = await eventually(lambda: _shown(acme), lambda one: one.state == state)
    assert (shown.state, shown.reason) == (state, reason)
    assert shown.HasField("state_time")
    return shown


async def test_every_state_says_why_since_when_what_comes_next_and_what_can_be_done(
    acme: Town,
) -> None:
    http = acme.colleague.http
    await acme.vixiees.authorize_url()
    connecting = await _reached(acme, ConnectionState.CONNECTION_STATE_CONNECTING, "")
    assert _WAITS in connecting.what_next
    assert _LOGIN in connecting.what_to_do

    await acme.connect()
    active = await _reached(acme, ConnectionState.CONNECTION_STATE_ACTIVE, "")
    assert (active.message, active.what_next, active.what_to_do) == ("", "", "")

    for path, body, reason, next_, to_do in (
        ("switches", {"suspended": True}, "EXPIRED_ACCOUNT", "at last 24", "Pay"),
        ("switches", {"daily_budget": 1}, "REQUEST_LIMIT", "One request an hour", "tokens"),
        ("faults", _BLOCKED, "OUTAGE", "at last 15", "Resuming"),
    ):
        before = (await http.get("/sandbox/switches")).json()
        method = "PUT" if path == "switches" else "POST"
        (await http.request(method, f"/sandbox/{path}", json=body)).raise_for_status()
        contact_id = await acme.vixiees.create({"first_name": reason})
        shown = await _reached(acme, ConnectionState.CONNECTION_STATE_PAUSED, reason)
        assert shown.message
        assert shown.HasField("resume_time")
        assert next_ in shown.what_next
        assert _WAITS in shown.what_next
        assert to_do in shown.what_to_do
        await http.put("/sandbox/switches", json=before)
        await acme.vixiees.resume()
        await acme.state(ConnectionState.CONNECTION_STATE_ACTIVE)
        assert await acme.both_show(contact_id, {"first_name": reason})

    await http.post("/sandbox/revoke-access")
    contact_id = await acme.vixiees.create(_ANA)
    lost = await _reached(acme, ConnectionState.CONNECTION_STATE_NEEDS_RECONNECT, "EXPIRED_TOKEN")
    assert "Expired token" in lost.message
    assert _WAITS in lost.what_next
    assert _LOGIN in lost.what_to_do
    await log_in(await acme.vixiees.authorize_url())
    await acme.state(ConnectionState.CONNECTION_STATE_ACTIVE)
    assert await acme.both_show(contact_id, _ANA)

    await acme.vixiees.disconnect()
    ended = await _reached(acme, ConnectionState.CONNECTION_STATE_DISCONNECTED, "")
    assert "is kept" in ended.what_next
    assert _LOGIN in ended.what_to_do


async def test_whoever_does_not_see_every_deal_is_told_so(acme: Town) -> None:
    http = acme.colleague.http
    rights = {"id": acme.sandbox.installer.id, "is_deals_admin": False}
    await http.patch("/sandbox/users", json=rights)
    await acme.connect()
    (spot,) = (await _shown(acme)).blind_spots
    assert spot.reason == "HIDDEN_DEALS"
    assert acme.sandbox.installer.name in spot.message

    await http.patch("/sandbox/users", json={**rights, "is_deals_admin": True})

    async def spots() -> int:
        return len((await _shown(acme)).blind_spots)

    assert await eventually(spots, lambda count: count == 0) == 0

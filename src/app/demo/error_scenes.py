"""The mission's common errors: each stops the connection, says why, and loses nothing."""

from app.demo.login import log_in
from app.demo.scenes import Scene
from app.demo.stage import Row, Stage, words
from vixiees.pipedrive.v1.connection_service_pb2 import Connection, ConnectionState

_ACTIVE = ConnectionState.CONNECTION_STATE_ACTIVE
_PAUSED = ConnectionState.CONNECTION_STATE_PAUSED
_LOST = ConnectionState.CONNECTION_STATE_NEEDS_RECONNECT
_PLENTY = 300_000


async def expired_account(stage: Stage) -> Row:
    await stage.colleague.switch(suspended=True)
    contact_id, stopped = await _stopped(stage, "Expired account", _PAUSED)
    await stage.colleague.switch(suspended=False)
    await stage.vixiees.resume()
    return await _gone_on(stage, contact_id, stopped, "EXPIRED_ACCOUNT")


async def request_limit(stage: Stage) -> Row:
    await stage.colleague.switch(daily_budget=1)
    contact_id, stopped = await _stopped(stage, "Request limit", _PAUSED)
    await stage.colleague.switch(daily_budget=_PLENTY)
    await stage.vixiees.resume()
    return await _gone_on(stage, contact_id, stopped, "REQUEST_LIMIT")


async def expired_token(stage: Stage) -> Row:
    await stage.colleague.control("revoke-access")
    contact_id, stopped = await _stopped(stage, "Expired token", _LOST)
    await log_in(await stage.vixiees.authorize_url())
    return await _gone_on(stage, contact_id, stopped, "EXPIRED_TOKEN")


async def _stopped(
    stage: Stage, name: str, state: ConnectionState.ValueType
) -> tuple[str, Connection]:
    """Edit in Vixiees and wait for the connection to stop; return the contact and the state."""
    contact_id = await stage.vixiees.create({"first_name": name, "last_name": "Meanwhile"})
    return contact_id, await _reached(stage, state)


async def _gone_on(stage: Stage, contact_id: str, stopped: Connection, reason: str) -> Row:
    """Wait until the connection works again and what waited is on both sides."""
    fields = dict(stage.vixiees.rows[contact_id].fields)
    await _reached(stage, _ACTIVE)
    name = fields["first_name"]
    row = await stage.both(name, contact_id, fields)
    return Row(
        title=f"error: {name}",
        expected=f"{reason}, then {words(fields)}",
        vixiees=f"{stopped.reason}, then {row.vixiees}",
        pipedrive=f"{reason}, then {row.pipedrive}",
    )


async def _reached(stage: Stage, state: ConnectionState.ValueType) -> Connection:
    async for connection in stage.vixiees.connection():
        if connection.state == state:
            return connection
    raise AssertionError("the stream of the connection ended")


ERROR_SCENES: tuple[Scene, ...] = (expired_account, request_limit, expired_token)

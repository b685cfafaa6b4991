"""PostgreSQL: telling other processes what was committed, and hearing it from them."""

import asyncio
from collections.abc import Collection

import psycopg
import sqlalchemy as sa

from adapters.sql.wakes import Wakes
from domain.model.values import ConnectionId

_CHANNEL = "vixiees_pipedrive"
_PROBE_SECONDS = 15.0
_PAUSE_SECONDS = 1.0


def notify(sender: str, connection: sa.Connection, touched: Collection[ConnectionId]) -> None:
    """Let everybody hear of the connections touched, once the transaction is committed."""
    for connection_id in sorted(touched):
        news = sa.func.pg_notify(_CHANNEL, f"{sender} {connection_id}")
        connection.execute(sa.select(news))


async def listen(sender: str, address: sa.URL, wakes: Wakes) -> None:
    """Wake whoever waits for what other senders committed; runs until it is cancelled.

    While the database does not answer, everybody is woken now and then to look for themselves.
    """
    conninfo = address.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _hear(sender, conninfo, wakes)
        except psycopg.Error:
            wakes.wake_all()
            await asyncio.sleep(_PAUSE_SECONDS)


async def _hear(sender: str, conninfo: str, wakes: Wakes) -> None:
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
        await connection.execute(f"LISTEN {_CHANNEL}")
        wakes.wake_all()
        while True:
            async for heard in connection.notifies(timeout=_PROBE_SECONDS):
                other, _, connection_id = heard.payload.partition(" ")
                if other != sender:
                    wakes.wake([ConnectionId(connection_id)])
            await connection.execute("SELECT 1")

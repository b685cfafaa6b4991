"""The siege's account, connected and imported before anybody is killed."""

import asyncio
from contextlib import suppress

import grpc

from app.demo.deal_stage import map_sales
from app.demo.login import log_in
from tests.crash.siege import Siege
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState

_PAUSE = 0.1
_NO_LIMITS = {"daily_budget": 100_000_000, "burst_oauth": 1_000, "burst_api_token": 1_000}


async def connect(siege: Siege) -> None:
    """Log in, wait for the end of the import, and map the pipeline.

    Limits and bans are lifted: so many deaths would silence the webhooks for half an hour each.
    """
    await siege.colleague.switch(webhook_bans=False, **_NO_LIMITS)
    await siege.ready(all_of_them=True)
    url = ""
    while not url:
        with suppress(grpc.aio.AioRpcError):  # the channel has met a port with nobody behind it
            url = await siege.vixiees.authorize_url()
        await asyncio.sleep(_PAUSE)
    await log_in(url)
    async for connection in siege.vixiees.connection():
        if connection.state == ConnectionState.CONNECTION_STATE_ACTIVE:
            break
    await map_sales(siege)

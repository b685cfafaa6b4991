"""`POST /webhooks/pipedrive/{path_token}`: a delivery of Pipedrive.

Ten deliveries that are not answered with 2xx silence Pipedrive for half an hour, so only what
cannot be Pipedrive's is refused: https://pipedrive.readme.io/docs/guide-for-webhooks-v2.
"""

from aiohttp import web

from adapters.http_server.answers import json_answer
from adapters.http_server.bodies import check_announced_body, read_body
from adapters.http_server.credentials import credentials, unauthenticated
from adapters.http_server.refusals import nothing_here
from adapters.http_server.use_cases import ReceiveWebhooks
from adapters.http_server.wiring import Limits
from domain.errors import NotFound, Unauthenticated
from domain.model.connection import Connection


class WebhookRoute:
    """Lets a delivery in only when it proves whose it is; no stranger's body is ever read."""

    def __init__(self, webhooks: ReceiveWebhooks, limits: Limits) -> None:
        self._webhooks = webhooks
        self._limits = limits

    async def post(self, request: web.Request) -> web.Response:
        connection = await self._admitted(request)
        body = await read_body(request, self._limits.body_seconds)
        intake = await self._webhooks.receive(connection, body)
        return json_answer({"result": intake.value})

    async def _admitted(self, request: web.Request) -> Connection:
        shown = credentials(request)
        check_announced_body(request, self._limits.body_bytes)
        try:
            return await self._webhooks.admit(
                request.match_info["path_token"], shown.user, shown.password
            )
        except NotFound:
            raise nothing_here() from None
        except Unauthenticated:
            raise unauthenticated() from None

"""`GET /healthz` and `GET /readyz`: for whoever runs the service."""

from aiohttp import web

from adapters.http_server.answers import json_answer
from adapters.http_server.use_cases import Ready


class HealthRoutes:
    """Alive means that the process answers; ready that each part it needs works."""

    def __init__(self, ready: Ready) -> None:
        self._ready = ready

    async def alive(self, _request: web.Request) -> web.Response:
        return json_answer({"alive": True})

    async def ready(self, _request: web.Request) -> web.Response:
        parts = await self._ready()
        works = all(parts.values())
        return json_answer({"ready": works, "parts": dict(parts)}, status=200 if works else 503)

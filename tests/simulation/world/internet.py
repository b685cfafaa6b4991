"""The internet between the service and Pipedrive: it takes time, and much can go wrong in it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs

import httpx

from adapters.sandbox.exchange import Ending, Request, Response, json_response
from adapters.sandbox.sandbox import Sandbox
from tests.simulation.judge.watcher import Watcher
from tests.simulation.world.scene import Scene
from tests.simulation.world.troubles import Trouble

_PERSONS = "/api/v2/persons"
LOGIN = "oauth.pipedrive.com"
POISON = "poison"
"""Whatever contains it is refused for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A request of ours that Pipedrive carried out and that was no reading."""

    host: str
    method: str
    path: str
    body: bytes
    at: datetime


class Internet:
    """Carries requests; those under way arrive although whoever sent them has died."""

    def __init__(
        self,
        scene: Scene,
        *,
        companies: Mapping[str, Sandbox],
        watcher: Watcher,
        arrived: Callable[[], None],
    ) -> None:
        self._watcher = watcher
        self._loop, self._time = scene.loop, scene.time
        self._weather, self._trace = scene.weather, scene.trace
        self._companies = companies
        self._arrived = arrived
        self.under_way = 0
        self.carried = 0
        self.writes: list[Write] = []
        self.hidden = set[tuple[str, int]]()

    async def carry(self, request: httpx.Request, sender: str) -> httpx.Response:
        """Return the answer. Raises httpx.TransportError for what happens on the way."""
        question, host = await _read(request)
        self._watcher.leaves(sender, question, self._time.now())
        trouble = self._weather.of_request(question, is_login=host == LOGIN)
        answer: asyncio.Future[Response | httpx.TransportError] = self._loop.create_future()
        self.carried += 1
        self.under_way += 1
        up = self._weather.latency() + (self._weather.lateness(trouble) if trouble else 0)
        self._later(up, self._arrive, question, host, trouble, answer)
        if trouble is not None and trouble.gives_up:
            self._later(trouble.gives_up, self._answer, question, httpx.ReadTimeout("late"), answer)
        try:
            response = await answer
        except asyncio.CancelledError:
            given_up = httpx.ReadError("given up")
            self._watcher.is_over(question)
            self._watcher.is_answered(sender, question, given_up, self._time.now())
            raise
        self._watcher.is_answered(sender, question, response, self._time.now())
        if isinstance(response, httpx.TransportError):
            raise response
        served_at = format_datetime(self._time.pipedrive(), usegmt=True)
        return httpx.Response(
            response.status, headers={**response.headers, "date": served_at}, content=response.body
        )

    def _arrive(
        self,
        question: Request,
        host: str,
        trouble: Trouble | None,
        answer: "asyncio.Future[Response | httpx.TransportError]",
    ) -> None:
        response = Response(status=200)
        if trouble is None or trouble.arrives:
            response = self._served(question, host)
            self._arrived()
        said: Response | httpx.TransportError = response
        if trouble is not None:
            said = trouble.spoil(response)
        if response.ending is not Ending.ANSWER:
            said = httpx.ReadError("cut")
        outcome = said.status if isinstance(said, Response) else type(said).__name__
        name = f" ({trouble.fault})" if trouble is not None else ""
        self._trace.add(
            self._time.now(), f"{question.method} {host}{question.path} -> {outcome}{name}"
        )
        if trouble is None or not trouble.gives_up:
            self._later(self._weather.latency(), self._answer, question, said, answer)

    def _answer(
        self,
        question: Request,
        said: Response | httpx.TransportError,
        answer: "asyncio.Future[Response | httpx.TransportError]",
    ) -> None:
        self.under_way -= 1
        if not answer.done():
            self._watcher.is_over(question)
            answer.set_result(said)

    def _served(self, question: Request, host: str) -> Response:
        sandbox = self._whose(question) if host == LOGIN else self._companies.get(host)
        if sandbox is None:
            return json_response(400, {"success": False, "error": "invalid_grant"})
        domain = next(name for name, one in self._companies.items() if one is sandbox)
        told = {**question.headers, "host": domain}
        if self._is_hidden(host, question):
            return json_response(404, {"success": False, "error": "Person not found"})
        if POISON.encode() in question.body:
            return json_response(400, {"success": False, "error": "Bad request"})
        answer = sandbox.handle(
            Request(
                method=question.method,
                path=question.path,
                query=question.query,
                headers=told,
                body=question.body,
            ),
            self._time.pipedrive(),
        )
        if host != LOGIN:
            answer = self._without_hidden(host, question, answer)
            self._watcher.is_served(host, question, answer)
            self._write_down(question, host, answer)
            return answer
        # The sandbox speaks plain http; here it stands behind the same front as Pipedrive.
        return Response(
            status=answer.status,
            headers=answer.headers,
            body=answer.body.replace(b'"http://', b'"https://'),
        )

    def _is_hidden(self, host: str, question: Request) -> bool:
        """Tell whether it is about a person that is hidden from us."""
        _, _, last = question.path.removeprefix(_PERSONS).partition("/")
        is_person = question.path.startswith(_PERSONS) and last.isdigit()
        return is_person and (host, int(last)) in self.hidden

    def _without_hidden(self, host: str, question: Request, answer: Response) -> Response:
        """Leave out the persons that are hidden from us."""
        ids = {remote_id for where, remote_id in self.hidden if where == host}
        if not ids or not question.path.startswith(_PERSONS):
            return answer
        if question.method != "GET" or answer.status != 200:
            return answer
        body = json.loads(answer.body)
        if isinstance(body["data"], list):
            body["data"] = [one for one in body["data"] if one.get("id") not in ids]
        return replace(answer, body=json.dumps(body).encode())

    def _write_down(self, question: Request, host: str, answer: Response) -> None:
        if question.method == "GET" or answer.status not in range(200, 300):
            return
        self.writes.append(
            Write(
                host=host,
                method=question.method,
                path=question.path,
                body=question.body,
                at=self._time.now(),
            )
        )

    def _whose(self, question: Request) -> Sandbox | None:
        """Return the company that issued the code or token in a form to the one login of all."""
        form = {name: one[0] for name, one in parse_qs(question.body.decode()).items()}
        secret = form.get("code") or form.get("refresh_token") or form.get("token") or ""
        for sandbox in self._companies.values():
            grants = sandbox.grants
            if secret in grants.codes or secret in grants.refresh:
                return sandbox
        return None

    def _later(self, delay: float, callback: Callable[..., None], *args: object) -> None:
        self._loop.call_later(delay, callback, *args, context=Context())


async def _read(request: httpx.Request) -> tuple[Request, str]:
    question = Request(
        method=request.method,
        path=request.url.path,
        query=dict(request.url.params),
        headers=dict(request.headers),
        body=await request.aread(),
    )
    return question, request.url.host

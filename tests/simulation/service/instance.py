"""One instance of the service: the wired container, its worker, and calls from outside."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from dependency_injector import providers

from adapters.html.sanitizing import NhHtml
from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.events import PipedriveEvents
from adapters.pipedrive.oauth import PipedriveOAuth
from adapters.pipedrive.opening import Pipedrive, PipedriveCrms
from adapters.sandbox.oauth.apps import App
from app.container import Container
from domain.errors import StoreUnavailable
from tests.fakes.phones import RememberedPhones
from tests.simulation.machine.process import PROCESS, Process
from tests.simulation.service.store import InlineCommits, SimStore
from tests.simulation.service.surroundings import Surroundings

Result = TypeVar("Result")
PUBLIC_URL = "https://sync.example"
OAUTH_URL = "https://oauth.pipedrive.com"
APP_URL = "https://app.vixiees.example"
_PHONES = RememberedPhones("ES")


class Gone(ConnectionError):
    """The instance died, or was never there: whoever called it gets no answer."""


class Instance:
    """A process of the service, from its start to its end."""

    def __init__(self, name: str, around: Surroundings) -> None:
        self.name = name
        self.process = Process(name)
        self.process.on_death.append(self._on_death)
        self._around = around
        # In the order of their coming: sets of objects have another one in each run.
        self._pending = dict[asyncio.Future[Any], None]()
        self._streams = dict[asyncio.Queue[Any], None]()
        self._stop = asyncio.Event()
        self._context = contextvars.copy_context()
        self._context.run(PROCESS.set, self.process)
        commits = InlineCommits(
            around.database, self.process, around.time.service, around.store_trouble
        )
        self.store = SimStore(around.database, around.time.service, _PHONES, commits)
        self.container = self._wired()
        around.database.wakes.append(self.store.wakes.wake)
        around.loop.begin(self._run(), context=self._context)

    @property
    def is_alive(self) -> bool:
        """Tell whether it takes calls."""
        return not self.process.is_dead

    def stop(self) -> None:
        """Ask it to end in peace."""
        self._stop.set()

    def kill(self) -> None:
        """End it this moment."""
        self.process.die("the moment")

    def freeze(self, seconds: float) -> None:
        """Let it take no step for a while, as a machine that is suspended does."""
        self.process.frozen_until = self._around.loop.time() + seconds

    async def call(self, work: Callable[[Container], Awaitable[Result]]) -> Result:
        """Let it do a piece of work for a caller outside. Raises Gone, or what the work raises."""
        if not self.is_alive:
            raise Gone
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._pending[answer] = None
        working = self._around.loop.create_task(self._answer(work, answer), context=self._context)
        try:
            return await answer
        finally:
            working.cancel()  # as gRPC and aiohttp do with what nobody waits for any more
            self._pending.pop(answer, None)

    def stream(
        self, work: Callable[[Container], AsyncIterator[Result]]
    ) -> tuple[asyncio.Queue[Result | Exception], asyncio.Task[None]]:
        """Begin to send a caller one item after the other; an error is the last of them."""
        queue: asyncio.Queue[Result | Exception] = asyncio.Queue()
        if not self.is_alive:
            raise Gone
        self._streams[queue] = None
        sending = asyncio.get_running_loop().create_task(
            self._send(work, queue), context=self._context
        )
        return queue, sending

    async def _answer(
        self, work: Callable[[Container], Awaitable[Result]], answer: asyncio.Future[Result]
    ) -> None:
        try:
            result = await work(self.container)
        except Exception as error:  # noqa: BLE001 - it is the caller's
            if not answer.done():
                answer.set_exception(error)
        else:
            if not answer.done():
                answer.set_result(result)
        self.process.told += 1

    async def _send(
        self,
        work: Callable[[Container], AsyncIterator[Result]],
        queue: asyncio.Queue[Result | Exception],
    ) -> None:
        try:
            async for item in work(self.container):
                queue.put_nowait(item)
                self.process.told += 1
        except Exception as error:  # noqa: BLE001 - it is the caller's
            queue.put_nowait(error)
        finally:
            self._streams.pop(queue, None)

    async def _run(self) -> None:
        try:
            await self.container.wake_up().run()
            await self.container.worker().run(self._stop)
        except StoreUnavailable:
            self._around.restart()
        self.process.die("its end")

    def _on_death(self) -> None:
        wake = self.store.wakes.wake
        with suppress(ValueError):
            self._around.database.wakes.remove(wake)
        for answer in self._pending:
            if not answer.done():
                answer.set_exception(Gone())
        for queue in self._streams:
            queue.put_nowait(Gone())

    def _wired(self) -> Container:
        around = self._around
        app = App()
        settings = PipedriveApp(
            client_id=app.client_id,
            client_secret=app.client_secret,
            redirect_uri=f"{PUBLIC_URL}/oauth/callback",
            oauth_url=OAUTH_URL,
        )
        http = httpx.AsyncClient(transport=Wire(self.process, around), trust_env=False, timeout=30)
        container = Container(
            public_url=PUBLIC_URL,
            app_url=APP_URL,
            store=self.store,
            phones=_PHONES,
            html=NhHtml(),
            pipedrive=Pipedrive(
                oauth=PipedriveOAuth(http, settings, around.time.service),
                crms=PipedriveCrms(http=http, sandbox_url=None),
                events=PipedriveEvents(),
            ),
        )
        container.clock.override(providers.Object(around.time.service))
        container.ids.override(providers.Object(around.ids))
        container.journal.override(providers.Object(around.journal))
        container.worker.add_kwargs(holder=self.name)
        container.drive.add_kwargs(spread=around.dice["spread"].random)
        return container


class Wire(httpx.AsyncBaseTransport):
    """What an instance sends into the internet, and what comes back."""

    def __init__(self, process: Process, around: Surroundings) -> None:
        self._process = process
        self._around = around

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._process.pass_point("request")
        answer = await self._around.internet.carry(request, self._process.name)
        self._process.pass_point("answer")
        return answer

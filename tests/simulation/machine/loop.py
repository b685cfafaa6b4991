"""An event loop in virtual time; which of the ready steps comes next is drawn from a seed."""

import asyncio
import heapq
from asyncio.events import _set_running_loop
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context
from itertools import count
from random import Random
from typing import Any, TypeVar, TypeVarTuple

from tests.simulation.machine.process import PROCESS, Killed, Process

Result = TypeVar("Result")
Args = TypeVarTuple("Args")
_MOST_STEPS = 3_000_000


class Stuck(Exception):
    """Nobody can take a step any more, or the steps never end."""


class VirtualLoop(asyncio.AbstractEventLoop):
    """Runs steps of many processes; what is not simulated (sockets, threads) raises.

    With an *order* the next of the ready steps is any of them, else the one that waits longest.
    """

    def __init__(self, order: Random | None) -> None:
        self._order = order
        self._now = 0.0
        self._ready: list[asyncio.Handle] = []
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._number = count()
        self._debris: list[asyncio.Handle | asyncio.Task[Any]] = []
        self.steps = 0
        self.complaints: list[str] = []

    def play(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Take steps until the work is done, and return what comes of it. Raises Stuck."""
        _set_running_loop(self)
        try:
            task = self.create_task(work)
            while not task.done():
                self._step()
            return task.result()
        finally:
            _set_running_loop(None)

    def begin(self, work: Coroutine[Any, Any, None], context: Context | None = None) -> None:
        """Begin work that nobody waits for; should it fail, that is a complaint."""
        self.create_task(work, context=context).add_done_callback(self._heard_of)

    def close(self) -> None:
        """Forget all that was still to be done."""
        self._ready.clear()
        self._timers.clear()
        self._debris.clear()

    def time(self) -> float:
        return self._now

    def call_soon(
        self,
        callback: Callable[[*Args], object],
        *args: *Args,
        context: Context | None = None,
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[[*Args], object],
        *args: *Args,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, (when, next(self._number), handle))
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[[*Args], object],
        *args: *Args,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(
        self,
        coro: Generator[Any, None, Result] | Coroutine[Any, Any, Result],
        *,
        name: str | None = None,
        context: Context | None = None,
    ) -> asyncio.Task[Result]:
        task: asyncio.Task[Result] = asyncio.Task(coro, loop=self, name=name, context=context)
        # Were it forgotten, the garbage collector would run what is left of a dead process.
        self._debris.append(task)
        return task

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Say nothing: what is left of dead processes is not heard of again."""

    def _heard_of(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Killed):
            self.complaints.append(f"{type(error).__name__}: {error}")

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Nothing is to be done: it is left out when its time comes."""

    def _step(self) -> None:
        if not self._ready:
            self._advance()
        handle = self._next()
        if handle.cancelled():
            return
        process: Process | None = handle._context.get(PROCESS)  # type: ignore[attr-defined]  # noqa: SLF001 - nobody else knows whose step it is
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise Stuck("the steps never end")
        if process is not None and self._is_held(process, handle):
            return
        try:
            if process is not None:
                process.pass_point("step")
            handle._run()  # noqa: SLF001 - as every loop does
        except Killed:
            self._debris.append(handle)

    def _is_held(self, process: Process, handle: asyncio.Handle) -> bool:
        """Keep the step of a dead process for ever, and that of a frozen one until it thaws."""
        if process.is_dead:
            self._debris.append(handle)
            return True
        if process.frozen_until > self._now:
            self.call_at(process.frozen_until, self._ready.append, handle)
            return True
        return False

    def _next(self) -> asyncio.Handle:
        if self._order is None or len(self._ready) == 1:
            return self._ready.pop(0)
        place = self._order.randrange(len(self._ready))
        self._ready[place], self._ready[-1] = self._ready[-1], self._ready[place]
        return self._ready.pop()

    def _advance(self) -> None:
        """Go to the next point in time at which something happens."""
        while self._timers and self._timers[0][2].cancelled():
            heapq.heappop(self._timers)
        if not self._timers:
            raise Stuck("everybody waits for somebody else")
        self._now = max(self._now, self._timers[0][0])
        while self._timers and self._timers[0][0] <= self._now:
            self._ready.append(heapq.heappop(self._timers)[2])


def virtual_loop(order: Random | None = None) -> VirtualLoop:
    """Return a new loop."""
    return VirtualLoop(order)  # type: ignore[abstract]  # what is not simulated raises

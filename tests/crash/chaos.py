"""Cutting down what people work with: at any moment, or at the moments that matter."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.crash.instance import Instance
from tests.crash.proxy import Act, Cut, Link, Proxy, Trap
from tests.crash.siege import Siege
from tests.crash.weather import cut_after, late, swallowed

_PAUSE = 0.01
_LONGEST_PAUSE = 0.4
_LONGEST_WAIT = 3.0
_LONGEST_LIFE = 500
"""Lives are measured in what was asked of the database: a slow machine has something done, too."""
_MOSTLY = 0.6
_COMMIT = (b"COMMIT",)
_WEBHOOK = (b"POST /webhooks/",)
_ANY_CALL = (b"",)
_WRITES = (
    *(f"{method} /api/v2/persons".encode() for method in ("POST", "PATCH", "DELETE")),
    *(f"{method} /api/v2/deals".encode() for method in ("POST", "PATCH")),
    *(f"{method} /api/v2/activities".encode() for method in ("POST", "PATCH")),
)
Place = tuple[Proxy, tuple[bytes, ...], int]
"""Where to strike, at what, and how many of them are let through at most."""


@dataclass(slots=True, kw_only=True)
class Chaos:
    """Kills *kills* times in all; the database dies, too, after each *per_restart* kills."""

    siege: Siege
    rng: Random
    per_restart: int = 15
    per_fail_over: int = 40
    _disaster: asyncio.Task[None] | None = field(default=None, init=False)
    _failed_at: int = field(default=0, init=False)

    async def run(self, kills: int) -> None:
        """Strike again and again; whoever ends is brought back by others."""
        strikes: dict[Callable[[], Awaitable[None]], int] = {
            self._at_random: 30,
            self._at_a_write: 32,
            self._at_a_commit: 18,
            self._at_an_intake: 8,
            self._pause: 4,
            self._cut: 8,
        }
        while self.siege.counts.kills < kills:
            await self.siege.ready(all_of_them=False)
            (strike,) = self.rng.choices(list(strikes), list(strikes.values()))
            await strike()
            await self._strike_the_database()
        if self._disaster is not None:
            await self._disaster

    async def _at_random(self) -> None:
        end = self.siege.to_database.requests + self.rng.randrange(_LONGEST_LIFE)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_WAIT):
                while self.siege.to_database.requests < end:  # noqa: ASYNC110 - processes ask
                    await asyncio.sleep(_PAUSE)
        await self.siege.kill(self._someone())

    async def _at_a_write(self) -> None:
        await self._trap(self._write())

    async def _at_a_commit(self) -> None:
        await self._trap((self.siege.to_database, _COMMIT, 40))

    async def _at_an_intake(self) -> None:
        await self._trap(self._intake())

    async def _pause(self) -> None:
        await self.siege.pause(self._someone(), self.rng.uniform(0, _LONGEST_PAUSE))

    async def _cut(self) -> None:
        """Let something be late, be cut, or never arrive; nobody dies of it."""
        commit = (self.siege.to_database, _COMMIT, 0)
        proxy, words, _ = self.rng.choice((self._write(), commit, self._intake()))
        acts: tuple[Act, ...] = (late(0.3), cut_after(self.rng.randrange(200)), swallowed(0.2))
        on_answer = self.rng.random() < 0.5
        proxy.traps.append(Trap(words, self.rng.choice(acts), on_answer=on_answer))
        self.siege.counts.cuts += 1
        await asyncio.sleep(self.rng.uniform(0, _LONGEST_PAUSE))

    async def _trap(self, place: Place) -> None:
        """Kill whoever next says that, before it arrives or when its answer comes."""
        struck = asyncio.Queue[str]()
        proxy, words, most = place

        async def act(link: Link, _data: bytes) -> bytes:
            victim = next((one for one in self.siege.instances if one.is_at(link)), None)
            is_killed = victim is not None and victim.shoot()
            struck.put_nowait(victim.holder if victim is not None and is_killed else "")
            raise Cut

        on_answer = self.rng.random() < 0.5
        trap = Trap(words, act, on_answer=on_answer, let_through=self.rng.randint(0, most))
        proxy.traps.append(trap)
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                holder = await struck.get()
        except TimeoutError:
            proxy.forget(trap)
            return
        if holder:
            await self.siege.bury(holder)
            self.siege.counts.marked += 1

    def _write(self) -> Place:
        """Return where a write of any kind passes, or one of a kind that may be rare."""
        is_any = self.rng.random() < _MOSTLY
        if is_any:
            return self.siege.to_sandbox, _WRITES, 4
        return self.siege.to_sandbox, (self.rng.choice(_WRITES),), 0

    def _intake(self) -> Place:
        places = ((self.siege.to_http, _WEBHOOK, 10), (self.siege.to_grpc, _ANY_CALL, 10))
        return self.rng.choice(places)

    def _someone(self) -> Instance:
        ready = [one for one in self.siege.instances if one.is_ready]
        return self.rng.choice(ready or self.siege.instances)

    async def _strike_the_database(self) -> None:
        """Begin what is due, beside the strikes; the one before has to be over."""
        if self._disaster is not None and not self._disaster.done():
            return
        if self._disaster is not None:
            await self._disaster
        counts = self.siege.counts
        if counts.kills // self.per_fail_over > counts.fail_overs:
            counts.fail_overs += 1
            self._disaster = asyncio.create_task(self._fail_over())
        elif counts.kills // self.per_restart > counts.restarts:
            counts.restarts += 1
            self._disaster = asyncio.create_task(self.siege.database.restart())

    async def _fail_over(self) -> None:
        await self.siege.database.add_standby()
        await self.siege.database.fail_over()

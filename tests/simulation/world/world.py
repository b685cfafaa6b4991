"""Everything at once: companies, accounts, instances of the service, and what lies between."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextvars import Context
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy.exc import OperationalError

from adapters.pipedrive.events import PipedriveEvents
from adapters.sandbox.sandbox import Sandbox
from domain.model.connection import ENDED
from domain.model.values import AccountId, ConnectionId
from tests.simulation.judge.reached import standings
from tests.simulation.judge.watcher import Watcher
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import VirtualLoop
from tests.simulation.service.database import Database
from tests.simulation.service.instance import Instance
from tests.simulation.service.surroundings import Surroundings
from tests.simulation.world.account import Account
from tests.simulation.world.internet import Internet
from tests.simulation.world.scene import Scene
from tests.simulation.world.time import START, Time
from tests.simulation.world.trace import Trace
from tests.simulation.world.weather import Weather

_STATE = "SELECT json_extract(body, '$.state') FROM connections WHERE account_id = ?"


class World:
    """One scenario's world. *notes* are what the service tells its operator."""

    def __init__(
        self,
        loop: VirtualLoop,
        database: Database,
        dice: Dice,
        weather: Weather,
        companies: Mapping[str, Sandbox],
        start: datetime = START,
    ) -> None:
        self.loop, self.database, self.dice, self.weather = loop, database, dice, weather
        self.time, self.trace = Time(loop, start), Trace()
        self.instances: list[Instance] = []
        self.standings = Counter[str]()
        self.notes: list[tuple[str, Mapping[str, str]]] = []
        self._numbers = count(1)
        database.wakes.append(self._look)
        self._lives = count(1)
        hosts = {f"{name}.pipedrive.com": one for name, one in companies.items()}
        self.watcher = Watcher(hosts)
        scene = Scene(loop=loop, time=self.time, weather=weather, trace=self.trace, pick=self.pick)
        self.internet = Internet(scene, companies=hosts, watcher=self.watcher, arrived=self.ring)
        self.accounts = [
            Account(AccountId(name), scene, sandbox, partial(self._kept, AccountId(name)))
            for name, sandbox in companies.items()
        ]
        self._around = Surroundings(
            loop=loop,
            time=self.time,
            dice=dice,
            database=database,
            internet=self.internet,
            ids=lambda: f"id-{next(self._numbers)}",
            journal=self._note,
            store_trouble=self._store_trouble,
            restart=self._restart,
        )

    def start(self) -> Instance:
        """Start another instance of the service."""
        instance = Instance(f"instance {next(self._lives)}", self._around)
        instance.process.on_death.append(lambda: self.watcher.died(instance.process.name))
        self.instances.append(instance)
        self.trace.add(self.time.now(), f"{instance.name} starts")
        return instance

    def start_later(self, seconds: float) -> None:
        """Have another instance started after a while."""

        async def start() -> None:
            await asyncio.sleep(seconds)
            self.start()

        self.loop.begin(start(), context=Context())

    def alive(self) -> list[Instance]:
        """Return the instances that take calls."""
        return [one for one in self.instances if one.is_alive]

    def pick(self) -> Instance | None:
        """Return one of them, as whatever stands before them does."""
        alive = self.alive()
        return self.dice["balance"].choice(alive) if alive else None

    def ring(self) -> None:
        """Let webhooks be looked for."""
        for account in self.accounts:
            account.postman.ring()

    def jump(self, seconds: float) -> None:
        """Let the clock of the service jump by so many seconds, back if they are negative."""
        self.time.service_off += timedelta(seconds=seconds)
        for instance in self.alive():
            instance.store.wakes.wake_all()

    def leap(self, span: timedelta) -> None:
        """Let time pass in which the machines of the service slept."""
        self.time.leaps += span
        self.watcher.slept()
        self.trace.add(self.time.now(), f"after a leap of {span}")
        for instance in self.alive():
            instance.store.wakes.wake_all()
        self.ring()

    def _kept(self, account_id: AccountId, body: bytes) -> tuple[bool, bool]:
        """Tell whether an event is stored, and whether its account has disconnected."""
        event_id = PipedriveEvents().read(body, {}).event_id
        is_kept = self.database.glance("SELECT 1 FROM inbox WHERE event_id = ?", event_id)
        state = self.database.glance(_STATE, account_id)
        return is_kept is not None, state is not None and state[0] in ENDED

    def _look(self, touched: Iterable[ConnectionId]) -> None:
        if touched:
            self.standings.update(standings(self.database))

    def _restart(self) -> None:
        self.start_later(1)

    def _note(self, event: str, details: Mapping[str, str]) -> None:
        self.notes.append((event, details))
        self.trace.add(self.time.now(), f"note {event} {dict(details)}")

    def _store_trouble(self, when: str) -> None:
        """Fail a transaction, before it began or after it became durable (F20)."""
        fault = "F20 busy" if when == "before" else "F20 answer of a commit lost"
        if self.weather.happens(fault):
            raise OperationalError("simulated", None, sqlite3.OperationalError("simulated"))

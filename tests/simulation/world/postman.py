"""Pipedrive's webhooks on their way: lost, doubled, late, in any order, forged (F13 to F16)."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from adapters.sandbox.company.deliveries import Delivery
from adapters.sandbox.sandbox import Sandbox
from app.container import Container
from domain.errors import StoreUnavailable, SyncError
from tests.simulation.service.instance import Gone
from tests.simulation.world.scene import Scene

_PATIENCE = 10.0
_STORED = frozenset({"person", "deal", "organization"})
_LONGEST_DELAY = 120.0
LATEST = timedelta(seconds=150)
"""How late an event may be told and yet no edit be lost: within the patience of a read."""


class Postman:
    """Takes what one company has to send to whichever instance is there.

    *kept* tells whether the event of this body is stored, and whether its account has disconnected.
    *told* maps each event's id to when it was first answered with 2xx, *due* to when it was made.
    """

    def __init__(
        self, scene: Scene, sandbox: Sandbox, kept: Callable[[bytes], tuple[bool, bool]]
    ) -> None:
        self._scene, self._sandbox, self._kept = scene, sandbox, kept
        self._bell = asyncio.Event()
        self.under_way = 0
        self.due: dict[str, datetime] = {}
        self.told: dict[str, datetime] = {}
        self.events: dict[str, Delivery] = {}
        self.faults: list[str] = []
        self._scene.loop.begin(self._run())

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing waits to be delivered."""
        return not self.under_way and not self._sandbox.company.deliveries.pending

    def ring(self) -> None:
        """Look again: there may be something to send."""
        self._bell.set()

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            for delivery in self._sandbox.due_deliveries(self._scene.time.pipedrive()):
                self._dispatch(delivery)
            due = self._sandbox.next_due()
            seconds = (
                (due - self._scene.time.pipedrive()).total_seconds() if due is not None else 3600.0
            )
            with suppress(TimeoutError):
                async with asyncio.timeout(max(seconds, 0.001)):
                    await self._bell.wait()

    def _dispatch(self, delivery: Delivery) -> None:
        event_id = _event_id(delivery)
        self.events[event_id] = delivery
        self.due.setdefault(event_id, self._scene.time.pipedrive())
        if delivery.webhook_id is not None and self._scene.weather.happens("F13 lost"):
            self._scene.note(f"webhook {_name(delivery)} is lost (F13)")
            return
        copies = 1 + self._scene.weather.happens("F14 twice")
        for _ in range(copies):
            self.under_way += 1
            self._scene.loop.begin(self._carry(delivery, self._delay()))

    def _delay(self) -> float:
        delay = self._scene.weather.latency()
        if self._scene.weather.happens("F15 late"):
            delay += self._scene.weather.dice["F15 late"].uniform(0, _LONGEST_DELAY)
        elif self._scene.weather.happens("F15 out of order"):
            delay += self._scene.weather.dice["F15 out of order"].uniform(0, 2)
        return delay

    async def _carry(self, delivery: Delivery, delay: float) -> None:
        try:
            await asyncio.sleep(delay)
            status = await self._delivered(delivery)
            is_kept = status == 200 and self._is_kept(delivery)
            await asyncio.sleep(self._scene.weather.latency())
        finally:
            self.under_way -= 1
        self._scene.note(f"webhook {_name(delivery)} -> {status}")
        if is_kept:
            self.told.setdefault(_event_id(delivery), self._scene.time.pipedrive())
        self._sandbox.delivered(delivery, status, self._scene.time.pipedrive())
        self.ring()

    def _is_kept(self, delivery: Delivery) -> bool:
        """Tell whether what was acknowledged is stored, as it has to be while we are connected.

        Of what is read anew there is nothing to store.
        """
        meta = delivery.payload.get("meta")
        if not isinstance(meta, dict) or meta["entity"] not in _STORED:
            return True
        is_kept, has_ended = self._kept(delivery.body)
        if not is_kept and not has_ended:
            self.faults.append(f"I11 the acknowledged event {_name(delivery)} is not there")
        return is_kept

    async def _delivered(self, delivery: Delivery) -> int | None:
        instance = self._scene.pick()
        if instance is None:
            return None
        work = received(delivery)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await instance.call(work)
        except (TimeoutError, Gone):
            return None


def received(delivery: Delivery) -> Callable[[Container], Awaitable[int]]:
    """Return the work of taking the delivery in, which answers with an HTTP status."""

    async def work(container: Container) -> int:
        user, _, password = _credentials(delivery).partition(":")
        try:
            if delivery.method == "DELETE":
                return await _uninstalled(container, delivery)
            token = urlsplit(delivery.url).path.rpartition("/")[2]
            connection = await container.webhooks().admit(token, user, password)
            await container.webhooks().receive(connection, delivery.body)
        except StoreUnavailable:
            return 503
        except SyncError as error:
            return 401 if error.reason == "WEBHOOK_CREDENTIALS" else 404
        return 200

    return work


async def _uninstalled(container: Container, delivery: Delivery) -> int:
    payload = delivery.payload
    await container.authorize().uninstalled(str(payload["company_id"]), str(payload["user_id"]))
    return 200


def _credentials(delivery: Delivery) -> str:
    encoded = delivery.headers.get("authorization", "").partition(" ")[2]
    return base64.b64decode(encoded).decode()


def _event_id(delivery: Delivery) -> str:
    meta = delivery.payload.get("meta")
    return str(meta["id"]) if isinstance(meta, dict) else f"notice {id(delivery)}"


def _name(delivery: Delivery) -> str:
    meta = delivery.payload.get("meta")
    if not isinstance(meta, dict):
        return "uninstalled"
    previous = delivery.payload.get("previous")
    changed = ",".join(sorted(previous)) if isinstance(previous, dict) else ""
    return f"{meta['entity']} {meta['entity_id']} {meta['action']} {changed} #{delivery.attempt}"

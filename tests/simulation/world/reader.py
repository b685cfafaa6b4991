"""Vixiees' reader of the change feed: it may be slow, leave, and come back elsewhere (F24)."""

import asyncio
from collections.abc import AsyncIterator

from app.container import Container
from domain.errors import StoreUnavailable, SyncError
from domain.model.change import Change
from domain.model.values import ChangeNumber
from domain.model.views import Bookmark
from tests.simulation.service.instance import Gone, Instance
from tests.simulation.world.scene import Scene
from tests.simulation.world.vixiees import LATER, Vixiees

_AGAIN = 1.0
Item = Change | Bookmark | Exception


class Reader:
    """Applies what it reads. *read* are the changes in the order in which they came."""

    def __init__(self, vixiees: Vixiees, scene: Scene) -> None:
        self._vixiees, self._scene = vixiees, scene
        self._stream: asyncio.Queue[Item] = asyncio.Queue()
        self.cursor = ChangeNumber(0)
        self.acknowledged = ChangeNumber(0)
        self.read: list[Change] = []
        self.faults: list[str] = []

    def start(self) -> None:
        """Begin to read."""
        self._scene.loop.begin(self._run())

    @property
    def is_idle(self) -> bool:
        """Tell whether it has said of everything it has read that it is applied."""
        return self.acknowledged == self.cursor

    async def _run(self) -> None:
        while True:
            instance = self._scene.pick()
            if instance is None:
                await asyncio.sleep(_AGAIN)
                continue
            try:
                await self._follow(instance)
            except (Gone, StoreUnavailable):
                await asyncio.sleep(_AGAIN)
            except SyncError as error:
                if error.reason not in LATER:
                    self.faults.append(f"the feed is refused: {error.reason}")
                await asyncio.sleep(30 * _AGAIN)

    async def _follow(self, instance: Instance) -> None:
        """Read until the stream breaks or the reader leaves. Raises what ended it."""
        after, account_id = self.cursor, self._vixiees.account_id

        def watch(container: Container) -> AsyncIterator[Change | Bookmark]:
            return container.changes().watch(account_id, after)

        self._stream, sending = instance.stream(watch)
        while not self._scene.weather.happens("F24 reader leaves"):
            item = await self._stream.get()
            if isinstance(item, Exception):
                raise item
            await asyncio.sleep(self._scene.weather.latency())
            if self._scene.weather.happens("F24 reader is slow"):
                await asyncio.sleep(self._scene.weather.dice["F24 reader is slow"].uniform(1, 40))
            await self._take(item)
        sending.cancel()

    async def _take(self, item: Change | Bookmark) -> None:
        if isinstance(item, Bookmark):
            if item.number != self.cursor:
                self.faults.append(f"a bookmark says {item.number} after change {self.cursor}")
            await self._acknowledge()
            return
        if item.number != self.cursor + 1:
            self.faults.append(f"change {item.number} follows {self.cursor}")
        self.cursor = item.number
        self.read.append(item)
        self._scene.note(f"change {item.number} {item.type} {item.record_id} {dict(item.fields)}")
        touches = self._scene.weather.happens("a change touches its row")
        self._vixiees.apply(item, touches=touches)
        key = (item.kind, item.record_id)
        if key in self._vixiees.side.rows and self._scene.weather.happens("a change is echoed"):
            self._vixiees.tell(key)

    async def _acknowledge(self) -> None:
        """Say how far everything is applied; what is not said now is said at the next bookmark."""
        number = self.cursor
        instance = self._scene.pick()
        if number == self.acknowledged or instance is None:
            return
        if self._scene.weather.happens("F24 acknowledgement lost"):
            return
        account_id = self._vixiees.account_id
        try:
            await instance.call(lambda inside: inside.changes().acknowledge(account_id, number))
        except (Gone, StoreUnavailable):
            return
        self.acknowledged = number

"""What agents did: calls, e-mails, tasks and comments that Vixiees reports until it is heard."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

from domain.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from domain.model.activity import ActivityId, Report
from domain.model.values import AccountId
from tests.simulation.service.instance import Gone
from tests.simulation.world.scene import Scene
from tests.simulation.world.vixiees import LATER

_AGAIN = 1.0
_PATIENCE = 20.0


class Logbook:
    """One account's activities. *reports* are the newest ones that were accepted."""

    def __init__(self, account_id: AccountId, scene: Scene) -> None:
        self.account_id = account_id
        self.reports: dict[ActivityId, Report] = {}
        self.refused: list[str] = []
        self._scene = scene
        self._newest: dict[ActivityId, Report] = {}
        self._letters: deque[Report] = deque()
        self._sending: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Tell whether everything was heard."""
        return not self._letters

    def known(self) -> list[Report]:
        """Return the newest report of each activity, sent or not."""
        return [self._newest[one] for one in sorted(self._newest)]

    def tell(self, report: Report) -> None:
        """Report an activity, or what is new about it."""
        self._newest[report.activity_id] = report
        self._letters.append(report)
        if self._sending is None or self._sending.done():
            self._sending = self._scene.loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        while self._letters:
            report = self._letters[0]
            outcome = await self._sent(report)
            if outcome is None:
                await asyncio.sleep(_AGAIN)
                continue
            self._scene.note(f"report {report.activity_id} -> {outcome}")
            if not self._scene.weather.happens("F14 call twice"):
                self._letters.popleft()

    async def _sent(self, report: Report) -> str | None:
        """Return what was answered; None if nothing was."""
        instance = self._scene.pick()
        await asyncio.sleep(self._scene.weather.latency())
        if instance is None or self._scene.weather.happens("F03 call lost"):
            return None
        # Nobody reports what happens in the future: clocks of services are a little apart.
        told = replace(report, at=report.at - timedelta(minutes=1))
        try:
            async with asyncio.timeout(_PATIENCE):
                await instance.call(lambda inside: inside.activities().log(self.account_id, told))
        except (Gone, StoreUnavailable, TimeoutError):
            return None
        except (Conflict, InvalidInput, NotFound) as error:
            if error.reason in LATER:
                return None
            self.refused.append(error.reason)
            return error.reason
        if self._scene.weather.happens("F03 call's answer lost"):
            return None
        self.reports[report.activity_id] = report
        return "OK"

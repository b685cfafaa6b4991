"""The one true time of both worlds, in milliseconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.domain.sync.building import NOON


def instant(milliseconds: int) -> datetime:
    return NOON + timedelta(milliseconds=milliseconds)


@dataclass
class Clock:
    """No two things happen at one instant: each ticks the clock."""

    now: int = 1_000

    def tick(self) -> int:
        self.now += 1
        return self.now

"""What time it is, for the world and for each of the three clocks in it."""

from datetime import UTC, datetime, timedelta

from tests.simulation.machine.loop import VirtualLoop

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Time:
    """The true time; a clock that goes wrong is so far *off*. *leaps* were slept through."""

    def __init__(self, loop: VirtualLoop, start: datetime = START) -> None:
        self._loop = loop
        self.first = start
        self.leaps = timedelta(0)
        self.service_off = timedelta(0)
        self.vixiees_off = timedelta(0)
        self.pipedrive_off = timedelta(0)

    def now(self) -> datetime:
        """Return the true time."""
        return self.first + self.leaps + timedelta(seconds=self._loop.time())

    def service(self) -> datetime:
        """Return the time by the clock of the service and its database."""
        return self.now() + self.service_off

    def vixiees(self) -> datetime:
        """Return the time by the clock of Vixiees, in milliseconds."""
        return _in_milliseconds(self.now() + self.vixiees_off)

    def pipedrive(self) -> datetime:
        """Return the time by Pipedrive's clock, in milliseconds."""
        return _in_milliseconds(self.now() + self.pipedrive_off)

    @property
    def passed(self) -> timedelta:
        """Return how much time has passed since the beginning."""
        return self.now() - self.first


def _in_milliseconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

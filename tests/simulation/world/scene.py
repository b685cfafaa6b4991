"""What everybody in the world shares."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.machine.loop import VirtualLoop
from tests.simulation.service.instance import Instance
from tests.simulation.world.time import Time
from tests.simulation.world.trace import Trace
from tests.simulation.world.weather import Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The loop, the time, the weather, the trace; *pick* gives an instance that takes calls."""

    loop: VirtualLoop
    time: Time
    weather: Weather
    trace: Trace
    pick: Callable[[], Instance | None]

    def note(self, what: str) -> None:
        """Write down what happens now."""
        self.trace.add(self.time.now(), what)

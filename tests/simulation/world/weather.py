"""How bad the times are: which faults there are in a scenario, and how often."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.sandbox.exchange import Request
from tests.simulation.machine.dice import Dice
from tests.simulation.world.troubles import TROUBLES, Trouble

_FASTEST, _SLOWEST = 0.002, 0.08


@dataclass(slots=True)
class Weather:
    """The rates at which faults occur; *met* counts them. When it is *calm* there are none."""

    dice: Dice
    rates: Mapping[str, float] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    calm: bool = False
    _denied: set[str] = field(default_factory=set)

    def happens(self, fault: str) -> bool:
        """Tell whether the fault occurs this time; if so it is counted."""
        rate = 0.0 if self.calm else self.rates.get(fault, 0.0)
        if not rate or self.dice[fault].random() >= rate:
            return False
        self.met[fault] += 1
        return True

    def of_request(self, request: Request, *, is_login: bool) -> Trouble | None:
        """Return what happens to a request to Pipedrive, if anything does."""
        if self.calm:
            return None
        for fault in self.rates:
            trouble = TROUBLES.get(fault)
            if trouble is None or (is_login and not trouble.login):
                continue
            if trouble.on and trouble.on != request.method:
                continue
            if trouble.denies and request.path in self._denied:
                continue
            if self.happens(fault):
                if trouble.denies and request.path[-1].isdecimal():
                    self._denied.add(request.path)
                return trouble
        return None

    def latency(self) -> float:
        """Return how many seconds a message is under way."""
        return self.dice["latency"].uniform(_FASTEST, _SLOWEST)

    def lateness(self, trouble: Trouble) -> float:
        """Return how much later than that it arrives."""
        shortest, longest = trouble.late
        return self.dice[trouble.fault].uniform(shortest, longest) if longest else 0.0

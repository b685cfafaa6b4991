"""Weather that is fine but for one trouble at one request."""

from dataclasses import dataclass, field

from adapters.sandbox.exchange import Request
from tests.simulation.world.troubles import TROUBLES, Trouble
from tests.simulation.world.weather import Weather


@dataclass(slots=True, kw_only=True)
class OneTrouble(Weather):
    """Counts *requests* while it is not calm; the fault happens to the one of this number."""

    fault: str = ""
    number: int = 0
    requests: list[tuple[str, bool]] = field(default_factory=list)

    def of_request(self, request: Request, *, is_login: bool) -> Trouble | None:
        """Return what happens to a request to Pipedrive, if anything does."""
        if self.calm:
            return None
        self.requests.append((request.method, is_login))
        if len(self.requests) != self.number:
            return None
        self.met[self.fault] += 1
        return TROUBLES[self.fault]


def possible(method: str, *, is_login: bool) -> list[str]:
    """Return the faults that can happen to such a request."""
    return [
        one.fault
        for one in TROUBLES.values()
        if (not one.on or one.on == method) and (one.login or not is_login)
    ]

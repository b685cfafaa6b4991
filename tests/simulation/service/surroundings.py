"""What an instance of the service finds around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx

from domain.ports.world import Ids
from tests.simulation.machine.dice import Dice
from tests.simulation.machine.loop import VirtualLoop
from tests.simulation.service.database import Database
from tests.simulation.world.time import Time


class Internet(Protocol):
    """Carries requests to Pipedrive."""

    async def carry(self, request: httpx.Request, sender: str) -> httpx.Response:
        """Return the answer to a process. Raises httpx.TransportError for mishaps on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The machine, its clock, the database and the internet.

    *store_trouble* is asked before and after each transaction, and may raise. *restart* has a new
    instance started in place of one that could not.
    """

    loop: VirtualLoop
    time: Time
    dice: Dice
    database: Database
    internet: Internet
    ids: Ids
    journal: Callable[[str, Mapping[str, str]], None]
    store_trouble: Callable[[str], None]
    restart: Callable[[], None]

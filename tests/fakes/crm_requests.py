"""Requests to a company in memory: counted, slow, and failing as it is ordered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from domain.errors import CrmError
from tests.fakes.company import FakeCompany

Result = TypeVar("Result")

LATENCY = timedelta(milliseconds=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A failure of one request, before or after it took effect; *meanwhile* happens first.

    The answer of a request that took effect comes when *answered* is set.
    """

    error: CrmError | None = None
    after_effect: bool = False
    meanwhile: Callable[[], object] = lambda: None
    answered: asyncio.Event | None = None


class Requests:
    """*asked* counts the requests by method; *troubles* wait for the next requests of a method."""

    def __init__(self, company: FakeCompany) -> None:
        self.company = company
        self.asked: dict[str, int] = defaultdict(int)
        self.troubles: dict[str, list[Trouble]] = defaultdict(list)

    async def _do(self, method: str, effect: Callable[[], Result]) -> Result:
        self.asked[method] += 1
        self.company.clock.pass_(LATENCY)
        await asyncio.sleep(0)
        trouble = self.troubles[method].pop(0) if self.troubles[method] else Trouble()
        trouble.meanwhile()
        if trouble.error is not None and not trouble.after_effect:
            raise trouble.error
        answer = effect()
        await (trouble.answered.wait() if trouble.answered else asyncio.sleep(0))
        if trouble.error is not None:
            raise trouble.error
        return answer

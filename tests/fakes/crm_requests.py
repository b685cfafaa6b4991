"""Requests to a company in memory: counted, metered, slow, and failing as it is ordered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from domain.errors import CrmError, CrmLimit
from domain.model.budget import Charge
from domain.model.remote import Page, RemoteCompany, RemoteRecord
from domain.model.values import CompanyId, RemoteId
from domain.ports.crm import Meter
from tests.fakes.allowance import Allowance
from tests.fakes.company import FakeCompany

Result = TypeVar("Result")
Item = TypeVar("Item", RemoteRecord, RemoteCompany)
Id = TypeVar("Id", RemoteId, CompanyId)

LATENCY = timedelta(milliseconds=40)


class UnforeseenError(Exception):
    """What no part of the service has thought of."""


def stumble() -> None:
    """Fail so, as *meanwhile* of a trouble."""
    raise UnforeseenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A failure of one request, before or after it took effect; *meanwhile* happens first.

    Its answer comes when *answered* is set.
    """

    error: CrmError | None = None
    after_effect: bool = False
    meanwhile: Callable[[], object] = lambda: None
    answered: asyncio.Event | None = None

    async def answer(self) -> None:
        """Wait for the answer."""
        await (self.answered.wait() if self.answered else asyncio.sleep(0))


class Requests:
    """*asked* counts the requests by method; *troubles* wait for the next requests of a method.

    Lists in *circles* never end.
    """

    def __init__(self, company: FakeCompany) -> None:
        self.company = company
        self.page_size = 500
        self.asked: dict[str, int] = defaultdict(int)
        self.troubles: dict[str, list[Trouble]] = defaultdict(list)
        self.circles: set[str] = set()
        self.allowance = Allowance(company.clock)
        self.meter: Meter | None = None

    async def do(self, method: str, effect: Callable[[], Result]) -> Result:
        charge = self.allowance.charge(method)
        if self.meter is None:
            return await self._done(method, charge, effect)
        await self.meter.admit(charge)
        let_in = True
        try:
            return await self._done(method, charge, effect)
        except CrmLimit as limit:
            let_in = False
            self.meter.answered(charge, self.allowance.gauge(), let_in=False)
            raise self.meter.refused(charge, limit) from limit
        finally:
            if let_in:
                self.meter.answered(charge, self.allowance.gauge(), let_in=True)

    async def _done(self, method: str, charge: Charge, effect: Callable[[], Result]) -> Result:
        self.asked[method] += 1
        self.allowance.take(charge)
        self.company.clock.pass_(LATENCY)
        await asyncio.sleep(0)
        trouble = self.troubles[method].pop(0) if self.troubles[method] else Trouble()
        trouble.meanwhile()
        if trouble.error is not None and not trouble.after_effect:
            await trouble.answer()
            raise trouble.error
        answer = effect()
        await trouble.answer()
        if trouble.error is not None:
            raise trouble.error
        return answer

    def turned(self, method: str, page: Page[Item]) -> Page[Item]:
        """Let the second page of a list in a circle lead to the first one."""
        is_back = method in self.circles and self.asked[method] > 1
        return replace(page, next_cursor="0") if is_back else page


def after(ids: Sequence[Id], cursor: str | None, *, newest_first: bool) -> list[Id]:
    """Return the ids that follow the cursor, in the order of the list."""
    if newest_first:
        below = int(cursor) if cursor and int(cursor) else None
        return sorted((one for one in ids if below is None or one < below), reverse=True)
    return sorted(one for one in ids if one > int(cursor or 0))


def paged(items: Sequence[Item], size: int) -> Page[Item]:
    page = tuple(items[:size])
    return Page(items=page, next_cursor=str(_key(page[-1])) if len(items) > size else None)


def _key(item: RemoteRecord | RemoteCompany) -> int:
    return item.remote_id if isinstance(item, RemoteRecord) else item.company_id

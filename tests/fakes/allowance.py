"""What a company in memory may be asked: tokens a day, until midnight UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import AccountExpired, CrmLimit
from domain.model.budget import Charge, Gauge, next_day
from tests.fakes.world import FakeClock

COSTS = {
    "activity": 1,
    "create_activity": 5,
    "update_activity": 5,
    "activity_types": 20,
    "identity": 2,
    "contact": 1,
    "delete_contact": 3,
    "merge_contacts": 40,
    "create_contact": 5,
    "update_contact": 5,
    "find_companies": 20,
    "create_company": 5,
    "create_property": 5,
    "users": 20,
    "currencies": 20,
    "deal": 1,
    "create_deal": 5,
    "update_deal": 5,
    "delete_deal": 3,
    "merge_deals": 40,
    "pipelines": 5,
    "stages": 5,
    "unsubscribe": 6,
}
"""Tokens by method of ports.crm.Crm; 10 for those not named."""


@dataclass(slots=True)
class Allowance:
    """*budget* tokens a day; None lets everything pass. *tells* is whether answers show it.

    Pipedrive's clock is *behind* by so much.
    """

    clock: FakeClock
    budget: int | None = None
    tells: bool = True
    behind: timedelta = timedelta(0)
    suspended: bool = False
    used: int = 0
    total: int = 0
    refusals: int = 0
    ends_at: datetime | None = None

    def charge(self, method: str) -> Charge:
        return Charge(tokens=COSTS.get(method, 10), is_search=method == "find_companies")

    def take(self, charge: Charge) -> None:
        """Count a request. Raises AccountExpired, CrmLimit."""
        if self.suspended:
            self.refusals += 1
            raise AccountExpired("EXPIRED_ACCOUNT", "Closed.")
        now = self.clock()
        if self.ends_at is None or now >= self.ends_at:
            self.ends_at, self.used = next_day(now), 0
        if self.budget is not None and self.used + charge.tokens > self.budget:
            self.refusals += 1
            raise CrmLimit("Used up.", retry_after=timedelta(hours=1), daily=True)
        self.used += charge.tokens
        self.total += charge.tokens

    def gauge(self) -> Gauge:
        served_at = (self.clock() - self.behind).replace(microsecond=0)
        if self.budget is None or not self.tells:
            return Gauge(served_at=served_at)
        return Gauge(day_limit=self.budget, day_left=self.budget - self.used, served_at=served_at)

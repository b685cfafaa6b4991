"""What of the day's budget is left, and when what can wait will be done."""

from dataclasses import dataclass
from datetime import timedelta

from domain.model.budget import Budget, BudgetView, Forecast, ForecastKind, Lane, next_day
from domain.model.connection import Connection
from domain.model.values import AccountId, Kind
from domain.model.work import Task
from domain.ports.store import Store, Tx
from domain.ports.world import Clock
from domain.sync.budget import Load, finish_of, left, spent, today
from domain.sync.burst import SEARCHES, WINDOW, allowed
from domain.sync.pace import PAGE, PAGE_TOKENS, left_of, load_of
from domain.use_cases.accounts import connection_of
from domain.use_cases.drive import IN_BACKGROUND

_WRITE_TOKENS = 5
_COMPANY_TOKENS = 25
"""What it costs to look for a company and to make it, in two requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Burden:
    """Something that can wait, and how long each of its requests takes."""

    kind: ForecastKind
    load: Load
    per_request: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastBudget:
    """Looks ahead by what is known; asks Pipedrive for nothing."""

    store: Store
    clock: Clock

    async def of(self, account_id: AccountId) -> BudgetView:
        """Return the account's forecast. Raises NotFound."""
        return await self.store.transact(lambda tx: self._of(tx, account_id))

    def _of(self, tx: Tx, account_id: AccountId) -> BudgetView:
        connection = connection_of(tx, account_id)
        now = self.clock()
        budget = today(connection.budget, now)
        start = max(now, connection.resume_at or now)
        forecasts = list[Forecast]()
        ahead = today(budget, start)
        for burden in _burdens(tx, connection):
            load = burden.load
            done = finish_of(ahead, load, burden.per_request, start)
            forecasts.append(
                Forecast(
                    kind=burden.kind, requests=load.requests, tokens=load.tokens, finish_at=done
                )
            )
            ahead = spent(ahead, load.tokens, start)
        return BudgetView(
            limit=budget.limit,
            is_told=budget.is_told,
            used=budget.used,
            background_left=left(budget, Lane.BACKGROUND, now) or 0,
            renews_at=budget.ends_at or next_day(now),
            forecasts=tuple(forecasts),
        )


def _burdens(tx: Tx, connection: Connection) -> list[_Burden]:
    """Return what can wait and is not done, in the order in which it will be done."""
    burdens = list[_Burden]()
    rest, load = left_of(connection.progress), load_of(connection.progress)
    if rest is not None and load is not None and load.requests:
        burdens.append(_Burden(kind=ForecastKind.IMPORT, load=load, per_request=rest.per_page))
    waiting = tx.work(connection.connection_id).count(Task.BACKLOG)
    answer = timedelta(seconds=connection.budget.seconds_per_request)
    if waiting:
        contacts = tx.records(connection.connection_id, Kind.CONTACT)
        burdens.append(_backlog(connection.budget, waiting, contacts.count_wanted_companies()))
    audit = connection.upkeep.audit
    if audit is not None:
        living = sum(tx.records(connection.connection_id, kind).count_living() for kind in Kind)
        pages = max(1, -(-(living - audit.findings.compared) // PAGE))
        load = Load(requests=pages, tokens=pages * PAGE_TOKENS)
        burdens.append(_Burden(kind=ForecastKind.AUDIT, load=load, per_request=answer))
    return burdens


def _backlog(budget: Budget, records: int, companies: int) -> _Burden:
    """Return what it takes to write so many records, and so many companies that they name."""
    load = Load(
        requests=records + 2 * companies,
        tokens=records * _WRITE_TOKENS + companies * _COMPANY_TOKENS,
    )
    answers = timedelta(seconds=budget.seconds_per_request) / IN_BACKGROUND
    crowd = WINDOW / allowed(budget.burst_limit, Lane.BACKGROUND)
    searches = WINDOW / SEARCHES * companies / load.requests
    pace = max(answers, crowd, searches)
    return _Burden(kind=ForecastKind.BACKLOG, load=load, per_request=pace)

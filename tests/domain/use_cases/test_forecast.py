"""What of the day's budget is left, and when what can wait will be done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import NotFound
from domain.model.budget import Budget, BudgetView, Forecast, ForecastKind
from domain.model.connection import ImportPhase, ImportProgress, Pace
from domain.model.upkeep import Findings, Upkeep, Walk
from domain.model.values import AccountId, Kind, RecordId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.sync.record import Record
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.world import START

_SECOND = timedelta(seconds=1)
_MIDNIGHT = START.replace(hour=0) + timedelta(days=1)
_BUDGET = Budget(ends_at=_MIDNIGHT, limit=1000, is_told=True, seconds_per_request=0.5)
_NEARLY_SPENT = replace(_BUDGET, used=740)
_HALF_READ = ImportProgress(
    phase=ImportPhase.CONTACTS,
    last_id=5001,
    pace=Pace(highest_id=10_000, pages=2, entries=1000, seconds=4.0),
)
"""The upper half of the ids was read in two pages of 500, two seconds each."""
_IMPORT = Forecast(kind=ForecastKind.IMPORT, requests=2, tokens=20, finish_at=START + 4 * _SECOND)
_AUDITING = Upkeep(audit=Walk(began_at=START))


async def _view(firm: Firm, **changes: object) -> BudgetView:
    """Return what is foreseen for a connection with these changes."""
    connection = await firm.connection()
    known = {"budget": _BUDGET, **changes}
    changed = replace(connection, **known)  # type: ignore[arg-type]  # as named
    await firm.store.transact(lambda tx: tx.connections.put(changed))
    return await firm.forecasts.of(ACME)


async def _wait(firm: Firm, count: int) -> None:
    """Let so many records wait to be created when there is time."""
    connection_id = await firm.connection_id()
    works = [Work(key=WorkKey(Task.BACKLOG, f"contact:{n}"), due_at=START) for n in range(count)]
    await firm.store.transact(lambda tx: tx.work(connection_id).mark(works))


async def _have(firm: Firm, kind: Kind, count: int) -> None:
    connection_id = await firm.connection_id()
    records = [Record(kind=kind, record_id=RecordId(f"r{number}")) for number in range(count)]

    def put(tx: Tx) -> None:
        tx.records(connection_id, kind).put(records)

    await firm.store.transact(put)


def _kinds(forecasts: Sequence[Forecast]) -> list[ForecastKind]:
    return [one.kind for one in forecasts]


@pytest.fixture
async def firm(stranger: Firm) -> Firm:
    """Build a firm of which nothing is known but its account."""
    await stranger.start()
    return stranger


async def test_the_day_is_shown_as_it_was_told_with_what_can_wait_stopping_at_three_quarters(
    firm: Firm,
) -> None:
    assert await _view(firm, budget=_NEARLY_SPENT) == BudgetView(
        limit=1000, is_told=True, used=740, background_left=10, renews_at=_MIDNIGHT
    )


async def test_where_the_share_is_used_up_nothing_is_left_of_it(firm: Firm) -> None:
    assert (await _view(firm, budget=replace(_BUDGET, used=900))).background_left == 0


async def test_a_day_that_is_over_has_used_nothing_of_the_next(firm: Firm) -> None:
    firm.later(hours=12)
    view = await _view(firm, budget=_NEARLY_SPENT)
    assert (view.used, view.background_left) == (0, 750)
    assert view.renews_at == _MIDNIGHT + timedelta(days=1)


async def test_an_unknown_account_has_no_forecast(firm: Firm) -> None:
    with pytest.raises(NotFound):
        await firm.forecasts.of(AccountId("nobody"))


async def test_the_rest_of_an_import_takes_as_long_as_its_ids_were_read_in(firm: Firm) -> None:
    assert (await _view(firm, progress=_HALF_READ)).forecasts == (_IMPORT,)


@pytest.mark.parametrize("progress", [ImportProgress(), replace(_HALF_READ, last_id=1)])
async def test_a_list_that_is_not_begun_or_that_is_read_foretells_nothing(
    firm: Firm, progress: ImportProgress
) -> None:
    assert (await _view(firm, progress=progress)).forecasts == ()


async def test_what_the_day_does_not_pay_for_is_done_tomorrow(firm: Firm) -> None:
    view = await _view(firm, budget=_NEARLY_SPENT, progress=_HALF_READ)
    assert [one.finish_at for one in view.forecasts] == [_MIDNIGHT + 2 * _SECOND]


async def test_what_comes_later_has_what_the_import_leaves_of_the_day(firm: Firm) -> None:
    budget = replace(_BUDGET, used=740 - 20 + 10)
    view = await _view(firm, budget=budget, progress=_HALF_READ, upkeep=_AUDITING)
    assert _kinds(view.forecasts) == [ForecastKind.IMPORT, ForecastKind.AUDIT]
    assert [one.finish_at for one in view.forecasts] == [
        START + 4 * _SECOND,
        _MIDNIGHT + _SECOND / 2,
    ]


async def test_a_paused_connection_goes_on_when_it_tries_again(firm: Firm) -> None:
    tomorrow = _MIDNIGHT + timedelta(hours=1)
    view = await _view(
        firm, budget=replace(_BUDGET, used=1000), progress=_HALF_READ, resume_at=tomorrow
    )
    assert [one.finish_at for one in view.forecasts] == [tomorrow + 4 * _SECOND]
    assert view.used == 1000


async def test_a_pause_that_is_over_puts_nothing_off(firm: Firm) -> None:
    view = await _view(firm, progress=_HALF_READ, resume_at=START - timedelta(hours=1))
    assert view.forecasts == (_IMPORT,)


@pytest.mark.parametrize(
    ("seconds_per_request", "burst_limit", "each"),
    [(9.0, None, 9.0 / 6), (0.01, 4, 2.0 / 2), (0.01, None, 2.0 / 45)],
)
async def test_records_that_wait_are_written_as_fast_as_answers_and_the_told_limit_allow(
    firm: Firm, seconds_per_request: float, burst_limit: int | None, each: float
) -> None:
    await _wait(firm, 10)
    budget = replace(_BUDGET, seconds_per_request=seconds_per_request, burst_limit=burst_limit)
    (forecast,) = (await _view(firm, budget=budget)).forecasts
    assert (forecast.kind, forecast.requests, forecast.tokens) == (ForecastKind.BACKLOG, 10, 50)
    assert forecast.finish_at is not None
    assert abs(forecast.finish_at - START - 10 * each * _SECOND) < _SECOND / 1000


async def test_each_company_that_they_name_is_looked_for_and_made(firm: Firm) -> None:
    await _wait(firm, 10)
    for number in range(5):
        company = {"first_name": "Ana", "company": f"House {number}"}
        await firm.call(f"ana {number}", company)
    (forecast,) = (await _view(firm, budget=replace(_BUDGET, seconds_per_request=0.01))).forecasts
    assert (forecast.requests, forecast.tokens) == (10 + 2 * 5, 10 * 5 + 5 * 25)
    assert forecast.finish_at == START + 5 * _SECOND / 4


async def test_an_audit_reads_what_it_has_not_compared_yet_in_pages_of_500(firm: Firm) -> None:
    await _have(firm, Kind.CONTACT, 1001)
    await _have(firm, Kind.DEAL, 400)
    walk = Walk(began_at=START, findings=Findings(compared=400))
    view = await _view(firm, upkeep=Upkeep(audit=walk))
    assert view.forecasts == (
        Forecast(kind=ForecastKind.AUDIT, requests=3, tokens=30, finish_at=START + 3 * _SECOND / 2),
    )


async def test_an_audit_that_has_compared_everything_still_reads_a_page(firm: Firm) -> None:
    (forecast,) = (await _view(firm, upkeep=_AUDITING)).forecasts
    assert (forecast.requests, forecast.tokens) == (1, 10)


async def test_what_waits_is_foretold_in_the_order_in_which_it_is_done(firm: Firm) -> None:
    await _wait(firm, 1)
    view = await _view(firm, progress=_HALF_READ, upkeep=_AUDITING)
    assert _kinds(view.forecasts) == [
        ForecastKind.IMPORT,
        ForecastKind.BACKLOG,
        ForecastKind.AUDIT,
    ]

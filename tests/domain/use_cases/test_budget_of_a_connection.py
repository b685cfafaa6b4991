"""A day's budget at work: the import stops in time, goes on tomorrow, and says when it is done."""

from datetime import timedelta

import pytest

from domain.model.budget import ForecastKind
from domain.model.connection import Connection, ConnectionState, ImportPhase
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.world import START

_MIDNIGHT = START.replace(hour=0) + timedelta(days=1)
_SET_UP = 152
"""Tokens of the login, the catalog, our fields and the webhooks."""


def _staffed(firm: Firm, count: int, page_size: int) -> Firm:
    for number in range(count):
        firm.company.create({"first_name": f"Nr {number}"})
    firm.company.outbox.clear()
    firm.crm.page_size = page_size
    firm.later(hours=1)
    return firm


async def _until_done(firm: Firm, days: int = 10) -> Connection:
    """Work through the days; return the connection once its import is over."""
    for _ in range(days * 24):
        await firm.work()
        connection = await firm.connection()
        if connection.progress.phase is ImportPhase.DONE:
            return connection
        firm.later(hours=1)
    raise AssertionError("the import never ends")


@pytest.mark.parametrize("tells", [True, False])
async def test_an_import_stops_at_three_quarters_and_goes_on_tomorrow(
    stranger: Firm, *, tells: bool
) -> None:
    """Without headers the smallest plan's limit is assumed: this import fits into it."""
    stranger.crm.allowance.budget = 2000 if tells else 5000
    stranger.crm.allowance.tells = tells
    await _staffed(stranger, 2000, 10).log_in()
    done = await _until_done(stranger)
    assert done.state is ConnectionState.ACTIVE
    assert done.progress.contacts == 2000
    assert done.progress.finished_at is not None
    assert (done.progress.finished_at >= _MIDNIGHT) is tells
    assert stranger.crm.allowance.refusals == 0


async def test_a_limit_that_nobody_tells_is_learnt(stranger: Firm) -> None:
    stranger.crm.allowance.budget, stranger.crm.allowance.tells = 1000, False
    await _staffed(stranger, 2000, 10).log_in()
    done = await _until_done(stranger)
    assert done.progress.contacts == 2000
    assert 900 <= (done.budget.limit or 0) <= 1000


async def test_live_traffic_goes_on_while_an_import_has_used_its_share(stranger: Firm) -> None:
    stranger.crm.allowance.budget = 400
    await _staffed(stranger, 1000, 10).log_in()
    await stranger.work()
    progress = (await stranger.connection()).progress
    assert progress.phase is ImportPhase.CONTACTS
    assert 300 <= stranger.crm.allowance.used < 310
    identifier = stranger.company.create({"first_name": "Live"})
    await stranger.deliver()
    await stranger.work()
    state = (await stranger.connection()).state
    assert state is ConnectionState.IMPORTING
    drawer = stranger.store.all_records(await stranger.connection_id())
    assert identifier in {one.remote_id for one in drawer.values()}


async def test_the_forecast_is_within_a_tenth_of_what_then_happens(stranger: Firm) -> None:
    stranger.crm.allowance.budget = 2000
    await _staffed(stranger, 4000, 20).log_in()
    await stranger.work()
    asked_at = stranger.clock()
    view = await stranger.forecasts.of(ACME)
    (forecast,) = view.forecasts
    assert forecast.kind is ForecastKind.IMPORT
    assert (view.limit, view.is_told) == (2000, True)
    assert forecast.finish_at is not None
    connection = await stranger.connection()
    assert connection.progress.forecast_at is not None
    while (await stranger.connection()).progress.phase is not ImportPhase.DONE:
        due = min(one.due_at for one in stranger.store.works(await stranger.connection_id()))
        stranger.later(seconds=max(0.0, (due - stranger.clock()).total_seconds()))
        await stranger.work()
    finished_at = (await stranger.connection()).progress.finished_at
    assert finished_at is not None
    took, foretold = finished_at - asked_at, forecast.finish_at - asked_at
    assert abs(took - foretold) <= took * 0.1


async def test_what_only_vixiees_has_is_created_behind_what_is_live(stranger: Firm) -> None:
    stranger.furnish()
    await stranger.start()
    for number in range(300):
        await stranger.call(f"old {number}", {"first_name": f"Old {number}"})
    stranger.crm.allowance.budget = 1500
    await stranger.log_in()
    await stranger.work()
    view = await stranger.forecasts.of(ACME)
    (forecast,) = view.forecasts
    assert forecast.kind is ForecastKind.BACKLOG
    assert forecast.requests == 300 - len(stranger.company.contacts) > 50
    assert forecast.finish_at is not None
    await stranger.call("new", {"first_name": "New"})
    await stranger.work()
    assert (await stranger.view("new")).state is SyncState.SYNCED
    for _ in range(48):
        stranger.later(hours=1)
        await stranger.work()
    assert len(stranger.company.contacts) == 301
    assert stranger.crm.allowance.refusals == 0


async def test_a_quiet_connection_forecasts_nothing(firm: Firm) -> None:
    view = await firm.forecasts.of(ACME)
    assert view.forecasts == ()
    assert view.limit is None
    assert view.used == _SET_UP + 30 - 2
    assert view.renews_at == _MIDNIGHT

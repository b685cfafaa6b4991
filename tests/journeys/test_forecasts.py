"""What is foretold of an import or a backlog, and what then happens, on a virtual clock."""

from datetime import timedelta

import pytest

from domain.model.budget import Forecast, ForecastKind
from domain.model.connection import ImportPhase
from tests.journeys.days import Days, days
from tests.journeys.wiring import ACME

_MINUTE = timedelta(minutes=1)
_SET_UP = 152
"""Tokens of the login, the catalog, our fields and the webhooks."""


async def _forecasts(town: Days) -> dict[ForecastKind, Forecast]:
    view = await town.service.forecasts().of(ACME)
    return {one.kind: one for one in view.forecasts}


async def _is_read(town: Days) -> bool:
    return (await town.connection()).progress.phase is ImportPhase.DONE


@pytest.mark.parametrize("tells", [True, False])
async def test_an_import_that_goes_on_tomorrow_is_foretold(*, tells: bool) -> None:
    """Two of the contacts' three pages fit into the first day, its share or all of it."""
    async with days(persons=1_200) as town:
        used = _SET_UP + 10 + 20
        town.switch(daily_budget=used * 4 // 3 if tells else used, daily_headers=tells)
        await town.log_in()
        await town.settle()
        asked_at = town.clock()
        forecast = (await _forecasts(town))[ForecastKind.IMPORT]
        progress = (await town.connection()).progress
        while not await _is_read(town):
            await town.pass_(_MINUTE, step=_MINUTE)
        finished_at = (await town.connection()).progress.finished_at
        assert finished_at is not None
        assert finished_at.date() > asked_at.date()
        assert forecast.finish_at is not None
        assert abs(forecast.finish_at - finished_at) <= (finished_at - asked_at) * 0.1
        if tells:
            assert progress.forecast_at is not None
            assert abs(progress.forecast_at - finished_at) <= (finished_at - asked_at) * 0.1


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize("companies", [0, 20, 90])
async def test_a_backlog_is_foretold_with_the_companies_that_come_with_it(
    companies: int, *, tells: bool
) -> None:
    async with days() as town:
        town.switch(daily_budget=1_500, daily_headers=tells)
        await town.service.connections().start(ACME)
        for number in range(90):
            company = {"company": f"Firma {number % companies}"} if companies else {}
            await town.call(f"c {number}", {"first_name": f"Nr {number}", **company})
        await town.log_in()
        told = list[tuple[timedelta, Forecast]]()
        began = town.clock()
        for _ in range(4_000):
            await town.settle()
            forecast = (await _forecasts(town)).get(ForecastKind.BACKLOG)
            if forecast is not None:
                told.append((town.clock() - began, forecast))
            elif await _is_read(town):
                break
            town.clock.pass_(_MINUTE)
        took = town.clock() - began
        for passed, forecast in told:
            assert forecast.finish_at is not None
            left = took - passed
            assert abs(forecast.finish_at - began - took) <= max(left * 0.1, 5 * _MINUTE)
        assert not await town.differing()

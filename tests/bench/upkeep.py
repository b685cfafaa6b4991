"""The figures of a connection's life: tokens of sweep and audit, forecasts, live work in a crowd.

Run by `make bench`. Tokens and forecasts are of the wired service and the sandbox on a virtual
clock, so they are exact; latencies are this machine's, over HTTP and gRPC.
"""

import asyncio
import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import structlog

from app.demo.login import log_in
from app.demo.processes import free_addresses
from app.demo.stage import Stage, eventually, set_stage
from domain.model.connection import ImportPhase
from tests.journeys.days import Days, days
from tests.journeys.wiring import ACME

_PERSONS = 2_000
_BACKLOG = 1_500
_LIVE = 100
_HOUR = timedelta(hours=1)


async def main() -> None:
    """Print every figure."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    await _upkeep()
    await _forecast()
    await _live_in_a_crowd()


async def _upkeep() -> None:
    async with days(persons=_PERSONS) as town:
        await town.log_in()
        await town.settle()
        await town.pass_(_HOUR)
        before = _spent(town)
        await town.pass_(_HOUR)
        print(f"a quiet hour: {_difference(before, _spent(town))}")
        await town.pass_(21 * _HOUR, step=_HOUR)
        before = _spent(town)
        await town.pass_(2 * _HOUR, step=timedelta(minutes=30))
        print(
            f"two hours with the audit of {_PERSONS} persons: {_difference(before, _spent(town))}"
        )


async def _forecast() -> None:
    async with days(persons=_PERSONS) as town:
        town.switch(daily_budget=231)
        await town.log_in()
        await town.settle()
        asked_at = town.clock()
        (forecast,) = (await town.service.forecasts().of(ACME)).forecasts
        assert forecast.finish_at is not None
        while (await town.connection()).progress.phase is not ImportPhase.DONE:
            await town.pass_(timedelta(minutes=1), step=timedelta(minutes=1))
        finished_at = (await town.connection()).progress.finished_at
        assert finished_at is not None
        took, foretold = finished_at - asked_at, forecast.finish_at - asked_at
        error = abs(took - foretold) / took
        print(f"an import over {took} was foretold within {error:.2%}")


async def _live_in_a_crowd() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with set_stage(free_addresses(Path(folder)), 10) as stage:
            await stage.vixiees.authorize_url()
            for number in range(_BACKLOG):
                await stage.vixiees.create({"first_name": f"Backlog {number}"})
            await log_in(await stage.vixiees.authorize_url())
            await eventually(lambda: _linked(stage), lambda linked: linked > 50)
            delays = [await _live(stage, number) for number in range(_LIVE)]
            left = _BACKLOG + 10 + _LIVE - await _linked(stage)
            cuts = quantiles(delays, n=100)
            print(
                f"{_LIVE} live pushes while a backlog of {_BACKLOG} is created ({left} left): "
                f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
            )


async def _live(stage: Stage, number: int) -> float:
    began = perf_counter()
    contact_id = await stage.vixiees.create({"first_name": f"Live {number}"})
    while not await stage.vixiees.person_id(contact_id):  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.01)
    return perf_counter() - began


async def _linked(stage: Stage) -> int:
    return len(await stage.vixiees.linked())


def _spent(town: Days) -> dict[str, int]:
    """Return the tokens of our app by operation."""
    access = town.sandbox.ledger.shown()["by_access"]
    assert isinstance(access, dict)
    return {name: used["tokens"] for name, used in access["oauth"]["operations"].items()}


def _difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: more for name in after if (more := after[name] - before.get(name, 0))}


if __name__ == "__main__":
    asyncio.run(main())

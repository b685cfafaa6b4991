"""Hours in which Pipedrive fails in every way it knows, on a virtual clock."""

from datetime import timedelta

import pytest

from domain.model.connection import ConnectionState
from tests.journeys.days import Days, days

_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_ALWAYS = 1_000_000


async def _connected(town: Days) -> list[int]:
    await town.log_in()
    await town.settle()
    await town.pass_(_HOUR)
    return [one.id for one in town.sandbox.company.tables["person"].living()]


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/api/*", "status", 504),
        ("/api/*", "html", 200),
        ("/api/*", "reset", 502),
        ("/oauth/token", "status", 503),
        ("/oauth/token", "html", 200),
        ("/oauth/token", "status", 429),
    ],
)
async def test_hours_of_an_outage_are_shown_and_made_good(
    path: str, kind: str, status: int
) -> None:
    async with days() as town:
        persons = await _connected(town)
        town.control("POST", "expire-access-tokens")
        town.fault(path=path, kind=kind, status=status, times=_ALWAYS)
        asked = len(town.wire.asked)
        for hour in range(3):
            town.edit(persons[hour], last_name=f"Changed at {hour}")
            await town.call(f"contact {hour}", {"first_name": "Vi", "last_name": f"At {hour}"})
            await town.pass_(_HOUR, step=_QUARTER)
            paused = await town.connection()
            assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "OUTAGE")
            assert "goes on by itself" in paused.message
            assert paused.resume_at is not None
        assert len(town.wire.asked) - asked < 60
        town.control("DELETE", "faults")
        await town.pass_(_HOUR)
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await town.pass_(2 * _HOUR)
        assert await town.differing() == []


async def test_a_feature_that_the_plan_lacks_stops_nothing_else() -> None:
    """402 means a closed company, but not where Pipedrive says that suites are missing."""
    async with days() as town:
        persons = await _connected(town)
        lacking = {"error": "Required suites missing", "errorCode": 402}
        plan = {"kind": "status", "status": 402, "overlay": lacking, "times": _ALWAYS}
        town.fault(path="/api/v1/webhooks", **plan)
        for hour in range(26):
            town.edit(persons[hour % len(persons)], last_name=f"Changed at {hour}")
            await town.pass_(_HOUR, step=_QUARTER)
            assert (await town.connection()).state is ConnectionState.ACTIVE
        webhooks = (await town.connection()).webhooks
        assert webhooks.reason == "FEATURE_MISSING"
        assert "Required suites missing" in webhooks.message
        assert await town.differing() == []

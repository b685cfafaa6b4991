"""The mission's common errors, each lived through for three days of a virtual clock."""

from datetime import timedelta

from domain.model.connection import ConnectionState
from domain.use_cases.keep_webhooks import SUBSCRIBED
from tests.journeys.days import Days, days

_HOUR = timedelta(hours=1)
_HOURS = 72


async def _connected(town: Days) -> list[int]:
    """Log in and import; return the ids of the persons."""
    await town.log_in()
    await town.settle()
    await town.pass_(_HOUR)
    assert (await town.connection()).state is ConnectionState.ACTIVE
    assert await town.differing() == []
    return [one.id for one in town.sandbox.company.tables["person"].living()]


async def _live_an_hour(town: Days, persons: list[int], hour: int) -> None:
    """Let both sides be edited once, then time pass."""
    town.edit(persons[hour % len(persons)], last_name=f"Changed at {hour}")
    await town.call(f"contact {hour % 7}", {"first_name": "Vi", "last_name": f"At {hour}"})
    await town.pass_(_HOUR, step=timedelta(minutes=15))


async def _calm_down(town: Days) -> None:
    await town.pass_(3 * _HOUR)


async def test_three_days_with_an_expired_account() -> None:
    async with days() as town:
        persons = await _connected(town)
        for hour in range(_HOURS):
            if hour == 6:
                town.switch(suspended=True)
            if hour == 60:
                town.switch(suspended=False)
            await _live_an_hour(town, persons, hour)
            if 7 <= hour < 60:
                paused = await town.connection()
                assert (paused.state, paused.reason) == (
                    ConnectionState.PAUSED,
                    "EXPIRED_ACCOUNT",
                )
                assert paused.resume_at is not None
                assert "Expired account" in paused.message
        assert town.asked("", 402) <= 1 + 6 + 8
        await town.pass_(24 * _HOUR, step=_HOUR)
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await _calm_down(town)
        assert await town.differing() == []


async def test_three_days_at_the_request_limit() -> None:
    async with days() as town:
        persons = await _connected(town)
        town.switch(daily_budget=1000)
        refused = 0
        paused_hours = 0
        for hour in range(_HOURS):
            await _live_an_hour(town, persons, hour)
            state = await town.connection()
            if state.state is ConnectionState.PAUSED:
                paused_hours += 1
                assert state.reason == "REQUEST_LIMIT"
                assert "Request limit" in state.message
                assert state.resume_at is not None
            refused = town.asked("", 429)
        assert paused_hours > 12
        assert refused <= paused_hours
        town.switch(daily_budget=300_000)
        await town.pass_(2 * _HOUR)
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await _calm_down(town)
        assert await town.differing() == []


async def test_a_day_at_a_request_limit_that_no_answer_tells() -> None:
    async with days() as town:
        persons = await _connected(town)
        town.switch(daily_budget=700, daily_headers=False, burst_headers=False)
        for hour in range(16):
            await _live_an_hour(town, persons, hour)
            if hour == 8:
                told = await town.connection()
                assert (told.state, told.reason) == (ConnectionState.PAUSED, "REQUEST_LIMIT")
        assert town.asked("", 429) < 60
        town.switch(daily_budget=300_000)
        await town.pass_(2 * _HOUR)
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await _calm_down(town)
        assert await town.differing() == []


async def test_three_days_with_an_expired_token() -> None:
    async with days() as town:
        persons = await _connected(town)
        for hour in range(_HOURS):
            if hour == 6:
                town.control("POST", "revoke-access")
            await _live_an_hour(town, persons, hour)
            if hour > 7:
                lost = await town.connection()
                assert (lost.state, lost.reason) == (
                    ConnectionState.NEEDS_RECONNECT,
                    "EXPIRED_TOKEN",
                )
                assert "Connect again" in lost.message
        before = len(town.store.all_records((await town.connection()).connection_id))
        asked = len(town.wire.asked)
        await town.pass_(12 * _HOUR, step=_HOUR)
        assert len(town.wire.asked) == asked
        await town.log_in()
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await _calm_down(town)
        assert await town.differing() == []
        after = len(town.store.all_records((await town.connection()).connection_id))
        assert after == before


async def test_three_days_of_maintenance_bans_and_removed_webhooks() -> None:
    async with days() as town:
        persons = await _connected(town)
        for hour in range(_HOURS):
            town.switch(maintenance=hour % 24 == 3, blocked=hour % 24 == 5)
            if hour % 24 == 8:
                town.control("POST", "ban-webhooks")
            if hour % 24 == 10:
                town.control("DELETE", "webhooks")
            if hour % 24 == 12:
                town.control("POST", "expire-access-tokens")
            await _live_an_hour(town, persons, hour)
        assert (await town.connection()).state is ConnectionState.ACTIVE
        await _calm_down(town)
        assert await town.differing() == []
        assert len(town.sandbox.company.webhooks) == len(SUBSCRIBED)


async def test_a_day_without_any_webhook_is_made_good() -> None:
    async with days() as town:
        persons = await _connected(town)
        deals = [one.id for one in town.sandbox.company.tables["deal"].living()]
        assert len(deals) > 4
        assert await town.differing_deals() == []
        town.switch(webhook_copies=0)
        for hour in range(22):
            await _live_an_hour(town, persons[:20], hour)
        assert (await town.connection()).webhooks.silent_since is not None
        for person_id in persons[20:24]:
            town.colleague("DELETE", f"/api/v2/persons/{person_id}")
        town.colleague("PUT", f"/api/v1/persons/{persons[24]}/merge", merge_with_id=persons[25])
        town.colleague("POST", "/api/v2/persons", first_name="Neu", last_name="Dazu")
        town.colleague("PATCH", f"/api/v2/deals/{deals[0]}", title="Another title")
        town.colleague("PATCH", f"/api/v2/deals/{deals[1]}", status="won")
        town.colleague("DELETE", f"/api/v2/deals/{deals[2]}")
        town.colleague("POST", "/api/v2/deals", title="A new deal")
        assert len(await town.differing()) > 5
        await town.pass_(3 * _HOUR, step=timedelta(minutes=15))
        assert await town.differing() == []
        assert await town.differing_deals() == []
        connection = await town.connection()
        audited = connection.upkeep.audited
        assert connection.state is ConnectionState.ACTIVE
        assert audited is not None
        assert audited.findings.missing == 6


async def test_an_audit_costs_ten_tokens_for_each_five_hundred() -> None:
    """By that 20,000 persons cost 400; the company's 1,200 persons are three pages."""
    async with days(persons=1_200) as town:
        await _connected(town)
        deals = len(list(town.sandbox.company.tables["deal"].living()))
        await town.pass_(21 * _HOUR, step=_HOUR)
        before = town.asked("/api/v2/persons"), town.asked("/api/v2/deals")
        since = (await town.connection()).upkeep.audited
        await town.pass_(4 * _HOUR, step=_HOUR)
        audited = (await town.connection()).upkeep.audited
        assert audited is not None
        assert audited != since
        assert audited.findings.compared > 1_200
        sweeps = 4
        asked = town.asked("/api/v2/persons"), town.asked("/api/v2/deals")
        lists = tuple(after - earlier for after, earlier in zip(asked, before, strict=True))
        assert lists == (3 + sweeps, -(-deals // 500) + sweeps)

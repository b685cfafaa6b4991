"""Pauses: what begins them, how they are probed, and what follows them."""

from datetime import timedelta

import pytest

from domain.errors import CrmUnavailable
from domain.model.connection import ConnectionState
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble, stumble

_ANA = {"first_name": "Ana"}


async def _hours(firm: Firm, count: int) -> None:
    for _ in range(count):
        firm.later(hours=1)
        await firm.work()


async def _asked_at(firm: Firm, hours: int) -> list[int]:
    """Return in which hours something was asked."""
    found = list[int]()
    for hour in range(1, hours + 1):
        before = sum(firm.crm.asked.values())
        await _hours(firm, 1)
        if sum(firm.crm.asked.values()) > before:
            found.append(hour)
    return found


async def test_a_closed_account_is_asked_ever_more_seldom(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.call("ana", _ANA)
    await firm.work()
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "EXPIRED_ACCOUNT")
    since = paused.since
    assert await _asked_at(firm, 24 * 5) == pytest.approx([1, 3, 7, 15, 31, 55, 79, 103], abs=2)
    assert (await firm.connection()).since == since
    firm.crm.allowance.suspended = False
    await _hours(firm, 24)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert (await firm.connection()).setbacks == 0


async def test_an_hourly_probe_of_a_used_up_day_costs_one_request(firm: Firm) -> None:
    for number in range(40):
        await firm.call(f"c {number}", {"first_name": f"Nr {number}"})
    firm.crm.allowance.budget = firm.crm.allowance.used
    await firm.work()
    assert (await firm.connection()).reason == "REQUEST_LIMIT"
    firm.crm.asked.clear()
    await _hours(firm, 11)
    assert dict(firm.crm.asked) == {"contact": 11}
    firm.crm.allowance.budget = 100_000
    await _hours(firm, 1)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    assert len(firm.company.contacts) == 40


async def test_after_a_pause_what_was_missed_is_found_by_itself(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.crm.allowance.suspended = True
    await firm.call("bea", {"first_name": "Bea"})
    await firm.work()
    firm.company.edit(remote_id, {"last_name": "Missed"})
    firm.company.outbox.clear()
    await firm.news()
    await _hours(firm, 2)
    firm.crm.allowance.suspended = False
    await _hours(firm, 4)
    assert [one.fields["last_name"] for one in await firm.news() if "last_name" in one.fields]
    assert (await firm.view("bea")).state is SyncState.SYNCED


@pytest.mark.parametrize("reason", ["UNREACHABLE", "MAINTENANCE"])
async def test_an_outage_pauses_everybody_after_a_few_tries(firm: Firm, reason: str) -> None:
    outage = Trouble(error=CrmUnavailable(reason, "Pipedrive is not there."))
    firm.crm.troubles["create_contact"] = [outage] * 4
    await firm.call("ana", _ANA)
    for _ in range(6):
        await firm.work()
        firm.later(seconds=3)
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "OUTAGE")
    assert "Pipedrive is not there." in paused.message
    firm.later(minutes=1)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


@pytest.mark.parametrize("reason", ["UNAVAILABLE", "NO_ANSWER", "UNREADABLE_ANSWER"])
async def test_a_probe_tells_an_outage_from_one_that_fails_alone(firm: Firm, reason: str) -> None:
    failure = Trouble(error=CrmUnavailable(reason, "Something is wrong."))
    firm.crm.troubles["create_contact"] = [failure] * 100
    await firm.call("ana", _ANA)
    for _ in range(10):
        await firm.work()
        firm.later(seconds=5)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    assert firm.crm.asked["contact"] == 1
    firm.crm.troubles["contact"] = [failure] * 2
    await firm.call("bea", {"first_name": "Bea"})
    for _ in range(10):
        await firm.work()
        firm.later(seconds=5)
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "OUTAGE")
    assert "Something is wrong." in paused.message
    firm.crm.troubles.clear()
    await _hours(firm, 1)
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert (await firm.view("bea")).state is SyncState.SYNCED


async def test_a_probe_that_fails_in_a_way_nobody_foresaw_is_not_repeated_at_once(
    firm: Firm,
) -> None:
    failure = Trouble(error=CrmUnavailable("NO_ANSWER", "Something is wrong."))
    firm.crm.troubles["create_contact"] = [failure] * 4
    unforeseen = Trouble(meanwhile=stumble)
    firm.crm.troubles["contact"] = [unforeseen] * 3
    await firm.call("ana", _ANA)
    for _ in range(10):
        await firm.work()
        firm.later(seconds=5)
    assert firm.crm.asked["contact"] == 4
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_blocked_request_stops_everything_at_once(firm: Firm) -> None:
    pause = timedelta(minutes=5)
    blocked = CrmUnavailable("BLOCKED", "Busy.", retry_after=pause)
    firm.crm.troubles["create_contact"] = [Trouble(error=blocked)]
    await firm.call("ana", _ANA)
    await firm.work()
    paused = await firm.connection()
    assert paused.resume_at is not None
    assert paused.resume_at - paused.since >= pause


async def test_a_failing_probe_is_repeated_without_haste(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.call("ana", _ANA)
    await firm.work()
    firm.crm.allowance.suspended = False
    firm.crm.troubles["contact"] = [
        Trouble(error=CrmUnavailable("UNAVAILABLE", "Hm.")),
        Trouble(meanwhile=stumble),
    ]
    firm.crm.asked.clear()
    for _ in range(8):
        firm.later(minutes=15)
        await firm.work()
    assert firm.crm.asked["contact"] == 3
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_an_administrator_need_not_wait_for_the_probe(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.call("ana", _ANA)
    await firm.work()
    firm.crm.allowance.suspended = False
    await firm.connections.resume(ACME)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_an_outage_lets_no_deletion_pass_that_waits_for_an_approval(firm: Firm) -> None:
    ids = [f"c {number}" for number in range(60)]
    for one in ids:
        await firm.in_step(one, {"first_name": one})
    for one in ids[:40]:
        await firm.delete(one)
    await firm.work()
    assert (await firm.connection()).reason == "MASS_DELETION"
    firm.oauth.failure = CrmUnavailable("UNREACHABLE", "Not there.")
    for _ in range(14):
        firm.later(days=1)
        await firm.work()
    firm.oauth.failure = None
    await firm.log_in()
    await firm.work()
    assert (await firm.connection()).reason == "MASS_DELETION"
    assert len(firm.company.contacts) > 60 - 40
    await firm.connections.resume(ACME)
    await firm.work()
    assert len(firm.company.contacts) == 60 - 40

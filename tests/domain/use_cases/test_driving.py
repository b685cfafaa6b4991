"""What failures mean for the whole connection, and how it goes on by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors import (
    AccountExpired,
    CrmError,
    CrmLimit,
    CrmRefused,
    CrmUnavailable,
    GrantLost,
)
from domain.model.connection import ConnectionState
from domain.model.views import Intake, SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble, stumble

_ANA = {"first_name": "Ana"}


def _daily() -> CrmLimit:
    return CrmLimit("Used up.", retry_after=timedelta(hours=1), daily=True)


@pytest.mark.parametrize(
    ("error", "reason", "pause"),
    [
        (_daily(), "REQUEST_LIMIT", timedelta(hours=1)),
        (AccountExpired("EXPIRED_ACCOUNT", "Closed."), "EXPIRED_ACCOUNT", timedelta(hours=1)),
    ],
)
async def test_a_paused_connection_says_why_and_goes_on_by_itself(
    firm: Firm, error: CrmError, reason: str, pause: timedelta
) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=error)]
    await firm.call("ana", _ANA)
    await firm.work()
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, reason)
    assert paused.resume_at is not None
    assert paused.resume_at - paused.since == pause
    assert paused.message
    firm.later(hours=2)
    await firm.work()
    resumed = await firm.connection()
    assert (resumed.state, resumed.reason) == (ConnectionState.ACTIVE, "")
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_nothing_leaves_while_a_connection_is_paused(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_daily())]
    await firm.call("ana", _ANA)
    await firm.work()
    asked = sum(firm.crm.asked.values())
    for number in range(30):
        await firm.call(f"more {number}", _ANA)
    firm.company.create({"first_name": "Bea"})
    assert await firm.deliver() == [Intake.STORED]
    await firm.work()
    assert sum(firm.crm.asked.values()) == asked
    assert await firm.store.lease("idle", timedelta(minutes=1)) is None
    firm.later(hours=2)
    await firm.work()
    assert len(firm.company.contacts) == 32


async def test_a_limit_that_stays_is_asked_for_once_an_hour(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=_daily()) for _ in range(100)]
    await firm.call("ana", _ANA)
    for _ in range(6):
        await firm.work()
        firm.later(minutes=30)
    assert firm.crm.asked["create_contact"] <= 4


async def test_a_burst_limit_waits_as_long_as_asked_and_pauses_nothing(firm: Firm) -> None:
    limit = CrmLimit("Too fast.", retry_after=timedelta(seconds=30), daily=False)
    firm.crm.troubles["create_contact"] = [Trouble(error=limit)]
    await firm.call("ana", _ANA)
    await firm.work()
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    firm.later(seconds=20)
    await firm.work()
    assert firm.crm.asked["create_contact"] == 1
    firm.later(seconds=15)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_after_a_burst_nothing_of_the_connection_leaves_before_the_reset(
    firm: Firm,
) -> None:
    limit = CrmLimit("Too fast.", retry_after=timedelta(seconds=40), daily=False)
    asked_at = list[datetime]()
    noted = Trouble(meanwhile=lambda: asked_at.append(firm.clock()))
    firm.crm.troubles["create_contact"] = [replace(noted, error=limit), *[noted] * 30]
    await firm.call("ana", _ANA)
    await firm.work()
    for number in range(20):
        await firm.call(f"more {number}", _ANA)
    await firm.work()
    assert firm.company.contacts == {}
    firm.later(seconds=40)
    await firm.work()
    assert len(firm.company.contacts) == 21
    refused, *others = asked_at
    assert min(others) >= refused + timedelta(seconds=40)


async def test_a_lost_authorization_waits_for_the_administrator(firm: Firm) -> None:
    lost = Trouble(error=GrantLost("INVALID_GRANT", "No."))
    firm.crm.troubles["create_contact"] = [lost]
    await firm.call("ana", _ANA)
    await firm.work()
    waiting = await firm.connection()
    assert (waiting.state, waiting.reason) == (ConnectionState.NEEDS_RECONNECT, "EXPIRED_TOKEN")
    firm.later(hours=1)
    await firm.work()
    assert firm.crm.asked["create_contact"] == 1
    await firm.connect()
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_failures_are_tried_again_ever_more_slowly(firm: Firm) -> None:
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Later."))
    firm.crm.troubles["create_contact"] = [outage] * 1000
    await firm.call("ana", _ANA)
    for _ in range(24 * 4):
        await firm.work()
        firm.later(minutes=15)
    assert 20 < firm.crm.asked["create_contact"] < 60


async def test_one_bad_contact_does_not_hold_the_others(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    for number in range(20):
        await firm.call(f"c {number:02}", {"first_name": f"Nr {number}"})
    await firm.work()
    assert len(firm.company.contacts) == 19


async def test_an_unforeseen_error_stops_nobody_else_and_is_noted(firm: Firm) -> None:
    firm.crm.troubles["find_companies"] = [Trouble(meanwhile=stumble)] * 4
    await firm.call("ana", {**_ANA, "company": "Haus"})
    await firm.call("bea", {"first_name": "Bea"})
    await firm.work()
    assert (await firm.view("bea")).state is SyncState.SYNCED
    assert ("work_failed", {"task": "PUSH", "error": "UnforeseenError"}) in firm.notes.kept
    assert firm.crm.asked["find_companies"] < 4
    for _ in range(2):
        firm.later(minutes=1)
        await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_refused_set_up_tells_the_administrator(stranger: Firm) -> None:
    refusal = CrmRefused("REFUSED", "Pipedrive says: no.")
    stranger.crm.troubles["create_property"] = [Trouble(error=refusal)] * 5
    await stranger.log_in()
    await stranger.work()
    connection = await stranger.connection()
    assert (connection.reason, connection.message) == ("REFUSED", "Pipedrive says: no.")
    for _ in range(5):
        stranger.later(minutes=1)
        await stranger.work()
    connection = await stranger.connection()
    assert (connection.state, connection.reason) == (ConnectionState.ACTIVE, "")


async def test_a_missing_permission_asks_to_connect_again(stranger: Firm) -> None:
    refusal = CrmRefused("SCOPE_MISSING", "A permission is missing.")
    stranger.crm.troubles["subscribe"] = [Trouble(error=refusal)]
    await stranger.log_in()
    await stranger.work()
    connection = await stranger.connection()
    assert (connection.state, connection.reason) == (
        ConnectionState.NEEDS_RECONNECT,
        "SCOPES_MISSING",
    )
    assert connection.message == "A permission is missing."
    await stranger.connect()


async def test_a_failure_is_tried_again_to_the_moment(firm: Firm) -> None:
    asked_at = list[datetime]()
    outage = CrmUnavailable("UNAVAILABLE", "Later.")
    firm.crm.troubles["create_contact"] = [
        Trouble(error=outage, meanwhile=lambda: asked_at.append(firm.clock())),
        Trouble(meanwhile=lambda: asked_at.append(firm.clock())),
    ]
    await firm.call("ana", _ANA)
    await firm.work()
    assert ("work_postponed", {"task": "PUSH", "reason": "UNAVAILABLE"}) in firm.notes.kept
    first, second = asked_at
    assert timedelta(seconds=1) <= second - first < timedelta(seconds=1.2)


async def test_what_had_to_wait_long_is_tried_when_the_connection_goes_on(firm: Firm) -> None:
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Later."))
    firm.crm.troubles["create_contact"] = [outage] * 12
    await firm.call("ana", _ANA)
    while firm.crm.asked["create_contact"] < 12:
        await firm.work()
        firm.later(minutes=1)
    limit = CrmLimit("Used up.", retry_after=timedelta(minutes=1), daily=True)
    firm.crm.troubles["create_contact"] = [Trouble(error=limit)]
    await firm.call("bea", {"first_name": "Bea"})
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED

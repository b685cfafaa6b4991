"""Our webhook subscriptions: one an entity, whatever happened to them; their secret changes."""

import pytest

from domain.errors import CrmRefused, CrmUnavailable, Unauthenticated
from domain.model.connection import ConnectionState
from domain.model.remote import Entity
from domain.model.upkeep import Webhooks
from domain.model.values import RemoteId
from domain.model.views import Intake
from domain.use_cases.keep_webhooks import LIMIT, SUBSCRIBED, WEBHOOK_USER
from domain.use_cases.wake_up import WakeUp
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.runners import PUBLIC_URL
from tests.fakes.crm_requests import Trouble


async def _next_day(firm: Firm, days: int = 1) -> None:
    firm.later(days=days)
    await firm.work()


def _entities(firm: Firm) -> list[Entity | None]:
    return sorted((one.entity for one in firm.crm.webhooks.values()), key=str)


async def _token(firm: Firm) -> str:
    return (await firm.connection()).webhook_token


async def _password(firm: Firm, number: int) -> str:
    connection_id = await firm.connection_id()
    found = await firm.store.transact(lambda tx: tx.secrets.webhook_password(connection_id, number))
    return found or ""


async def test_a_day_later_nothing_is_changed_that_is_right(firm: Firm) -> None:
    before = dict(firm.crm.webhooks)
    firm.crm.asked.clear()
    await _next_day(firm)
    assert firm.crm.webhooks == before
    assert (firm.crm.asked["subscriptions"], firm.crm.asked["subscribe"]) == (1, 0)


async def test_a_subscription_that_pipedrive_removed_is_made_again(firm: Firm) -> None:
    firm.crm.webhooks.popitem()
    await _next_day(firm)
    assert _entities(firm) == sorted(SUBSCRIBED, key=str)


async def test_strays_of_ours_are_ended_and_those_of_others_are_not(firm: Firm) -> None:
    token = await _token(firm)
    ours = f"{PUBLIC_URL}/webhooks/pipedrive/"
    foreign = await firm.crm.subscribe(Entity.CONTACT, "https://other.example/hook", "u", "p")
    await firm.crm.subscribe(Entity.CONTACT, f"{ours}{token}", "u", "p")
    await firm.crm.subscribe(Entity.CONTACT, f"{ours}another.1", "u", "p")
    moved = f"https://old.example/webhooks/pipedrive/{token}"
    await firm.crm.subscribe(Entity.CONTACT, moved, "u", "p")
    await _next_day(firm)
    assert len(firm.crm.webhooks) == len(SUBSCRIBED) + 1
    assert foreign in firm.crm.webhooks


async def test_the_secret_is_changed_every_month_and_no_delivery_is_refused(firm: Firm) -> None:
    before, password = await _token(firm), await _password(firm, 1)
    await _next_day(firm, 31)
    after = await _token(firm)
    assert after != before
    assert {one.url.rpartition("/")[2] for one in firm.crm.webhooks.values()} == {after}
    await firm.webhooks.admit(before, WEBHOOK_USER, password)
    await firm.webhooks.admit(after, WEBHOOK_USER, await _password(firm, 2))
    with pytest.raises(Unauthenticated):
        await firm.webhooks.admit(after, WEBHOOK_USER, password)
    await _next_day(firm, 31)
    with pytest.raises(Unauthenticated):
        await firm.webhooks.admit(before, WEBHOOK_USER, password)


async def test_a_change_of_the_secret_that_fails_in_the_middle_is_finished_later(
    firm: Firm,
) -> None:
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Later."))
    firm.crm.troubles["subscribe"] = [Trouble(), Trouble(), outage]
    await _next_day(firm, 31)
    firm.later(minutes=1)
    await firm.work()
    assert _entities(firm) == sorted(SUBSCRIBED, key=str)
    assert (await firm.connection()).webhooks.secret == 2


async def test_too_many_webhooks_are_told_and_the_import_goes_on(stranger: Firm) -> None:
    refusal = Trouble(error=CrmRefused(LIMIT, "Delete some."))
    stranger.crm.troubles["subscribe"] = [Trouble(), refusal]
    stranger.company.create({"first_name": "Ana"})
    await stranger.connect()
    connection = await stranger.connection()
    assert connection.state is ConnectionState.ACTIVE
    assert (connection.webhooks.reason, connection.webhooks.message) == (LIMIT, "Delete some.")
    await _next_day(stranger)
    assert _entities(stranger) == sorted(SUBSCRIBED, key=str)
    assert (await stranger.connection()).webhooks.reason == ""


async def test_an_address_that_pipedrive_refuses_is_told_and_the_import_goes_on(
    stranger: Firm,
) -> None:
    refusal = Trouble(error=CrmRefused("REFUSED", "Pipedrive says: non-reachable URL"))
    stranger.crm.troubles["subscribe"] = [refusal]
    await stranger.connect()
    webhooks = (await stranger.connection()).webhooks
    assert webhooks.reason == "REFUSED"
    assert "non-reachable URL" in webhooks.message
    assert "every 15 minutes" in webhooks.message
    await _next_day(stranger)
    assert (await stranger.connection()).webhooks.reason == ""


async def test_a_missing_permission_for_webhooks_asks_for_a_login(firm: Firm) -> None:
    missing = Trouble(error=CrmRefused("SCOPE_MISSING", "Allow everything."))
    firm.crm.troubles["subscriptions"] = [missing]
    await _next_day(firm)
    connection = await firm.connection()
    assert connection.state is ConnectionState.NEEDS_RECONNECT
    assert (connection.reason, connection.message) == ("SCOPES_MISSING", "Allow everything.")


async def test_at_the_limit_our_own_strays_make_room(firm: Firm) -> None:
    refusal = Trouble(error=CrmRefused(LIMIT, "Delete some."))
    firm.crm.troubles["subscribe"] = [refusal]
    await _next_day(firm, 31)
    assert _entities(firm) == sorted(SUBSCRIBED, key=str)
    assert (await firm.connection()).webhooks.reason == ""


async def test_silence_is_noticed_and_the_subscriptions_are_looked_at(firm: Firm) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    firm.later(minutes=40)
    await firm.work()
    firm.crm.webhooks.clear()
    firm.company.edit(ana, {"first_name": "Bea"})
    firm.company.outbox.clear()
    firm.later(minutes=15)
    await firm.work()
    assert (await firm.connection()).webhooks.silent_since is not None
    assert _entities(firm) == sorted(SUBSCRIBED, key=str)
    firm.company.edit(ana, {"first_name": "Cleo"})
    assert await firm.deliver() == [Intake.STORED]
    assert (await firm.connection()).webhooks.silent_since is None


async def test_a_start_has_the_subscriptions_looked_at_unless_that_was_just_done(
    firm: Firm,
) -> None:
    wake_up = WakeUp(store=firm.store, clock=firm.clock)
    firm.crm.webhooks.popitem()
    await wake_up.run()
    await firm.work()
    assert len(firm.crm.webhooks) == len(SUBSCRIBED) - 1
    firm.later(minutes=16)
    await wake_up.run()
    await firm.work()
    assert len(firm.crm.webhooks) == len(SUBSCRIBED)


async def test_webhooks_that_arrive_are_no_silence(firm: Firm) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    for _ in range(8):
        firm.company.edit(ana, {"first_name": f"{firm.clock():%H:%M}"})
        await firm.deliver()
        await firm.work()
        firm.later(minutes=15)
        await firm.work()
    assert (await firm.connection()).webhooks.silent_since is None


async def _edited_unheard(firm: Firm, ana: RemoteId, name: str) -> Webhooks:
    """Let an edit of Ana be told of by no webhook, but found by a sweep; return what is noted."""
    firm.company.edit(ana, {"first_name": name})
    firm.company.outbox.clear()
    firm.later(minutes=15)
    await firm.work()
    return (await firm.connection()).webhooks


async def test_a_silence_lasts_since_it_was_first_noticed(firm: Firm) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    firm.later(minutes=40)
    await firm.work()
    first = await _edited_unheard(firm, ana, "Bea")
    second = await _edited_unheard(firm, ana, "Cleo")
    assert first.silent_since == second.silent_since is not None


async def test_one_lost_webhook_among_others_is_no_silence(firm: Firm) -> None:
    ana = await firm.in_step("ana", {"first_name": "Ana"})
    firm.later(minutes=40)
    await firm.work()
    firm.company.create({"first_name": "Eva"})
    await firm.deliver()
    assert (await _edited_unheard(firm, ana, "Bea")).silent_since is None

"""The tokens of a connection are renewed in time, once, and remembered before they are used."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import CrmUnavailable, GrantLost
from domain.model.connection import Grant
from domain.use_cases.renew_tokens import CLAIM, RenewedTokens
from tests.domain.use_cases.firm import Firm


async def _tokens(firm: Firm) -> RenewedTokens:
    return RenewedTokens(
        connection_id=await firm.connection_id(),
        store=firm.store,
        oauth=firm.oauth,
        clock=firm.clock,
    )


async def _stored(firm: Firm) -> Grant:
    grant = await firm.grant()
    assert grant is not None
    return grant


async def _turns(count: int) -> None:
    """Let everybody come as far as they can."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_tokens_that_last_are_used_as_they_are(firm: Firm) -> None:
    tokens = await _tokens(firm)
    assert await tokens.current() == await tokens.current() == await _stored(firm)
    assert firm.oauth.refreshes == 0


async def test_tokens_about_to_expire_are_renewed_and_stored(firm: Firm) -> None:
    tokens = await _tokens(firm)
    firm.later(minutes=59, seconds=30)
    newer = await tokens.current()
    assert newer.generation == 1
    assert await _stored(firm) == newer


async def test_fifty_who_meet_an_expired_token_renew_it_once(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    newer = await asyncio.gather(*(tokens.renewed(refused) for _ in range(50)))
    assert firm.oauth.refreshes == 1
    assert {one.access_token for one in newer} == {"access 1"}


async def test_tokens_of_a_short_life_are_not_renewed_for_each_request(firm: Firm) -> None:
    tokens = await _tokens(firm)
    firm.later(minutes=59)
    first = await tokens.current()
    assert await tokens.current() == first
    assert firm.oauth.refreshes == 0


async def test_workers_of_two_processes_renew_them_once(firm: Firm) -> None:
    one, other = await _tokens(firm), await _tokens(firm)
    refused = await one.current()
    firm.oauth.answering.clear()
    workers = [asyncio.create_task(each.renewed(refused)) for each in (one, other) * 25]
    await _turns(100)
    firm.oauth.answering.set()
    newer = await asyncio.gather(*workers)
    assert {grant.access_token for grant in newer} == {"access 1"}
    assert firm.oauth.refreshes == 1
    assert await _stored(firm) == newer[0]


async def test_whoever_died_while_renewing_holds_others_up_for_half_a_minute(firm: Firm) -> None:
    dying, other = await _tokens(firm), await _tokens(firm)
    refused = await dying.current()
    began = firm.clock()
    firm.oauth.answering.clear()
    death = asyncio.create_task(dying.renewed(refused))
    await _turns(5)
    death.cancel()
    firm.oauth.answering.set()
    assert (await other.renewed(refused)).generation == 1
    assert CLAIM <= firm.clock() - began <= 2 * CLAIM


async def test_tokens_refused_for_good_are_not_tried_again(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    firm.oauth.failure = GrantLost("INVALID_GRANT", "No.")
    workers = (tokens.renewed(refused) for _ in range(8))
    outcomes = await asyncio.gather(*workers, return_exceptions=True)
    assert {type(one) for one in outcomes} == {GrantLost}
    assert firm.oauth.refreshes == 1


async def test_a_login_after_a_refusal_is_taken(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    firm.oauth.failure = GrantLost("INVALID_GRANT", "No.")
    with pytest.raises(GrantLost):
        await tokens.renewed(refused)
    firm.oauth.failure = None
    await firm.log_in()
    assert (await tokens.renewed(refused)).generation == 1


async def test_tokens_that_an_administrator_has_renewed_meanwhile_are_taken(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    await firm.log_in()
    assert await tokens.renewed(refused) == await _stored(firm)
    assert firm.oauth.refreshes == 0


async def test_a_lost_race_for_the_refresh_token_is_not_lost_authorization(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    connection_id = await firm.connection_id()
    newer = replace(refused, access_token="newer", generation=1)

    def another_process_was_faster() -> None:
        drawer = firm.store.draft_of(connection_id)
        drawer.grant[""] = newer

    firm.oauth.meanwhile = another_process_was_faster
    firm.oauth.failure = GrantLost("INVALID_GRANT", "Used.")
    assert (await tokens.renewed(refused)).access_token == "newer"


async def test_a_lost_authorization_is_told(firm: Firm) -> None:
    tokens = await _tokens(firm)
    firm.oauth.failure = GrantLost("INVALID_GRANT", "No.")
    with pytest.raises(GrantLost):
        await tokens.renewed(await tokens.current())
    assert (await _stored(firm)).generation == 0


async def test_an_outage_keeps_the_tokens(firm: Firm) -> None:
    tokens = await _tokens(firm)
    before = await tokens.current()
    firm.oauth.failure = CrmUnavailable("UNAVAILABLE", "Later.")
    with pytest.raises(CrmUnavailable):
        await tokens.renewed(before)
    firm.oauth.failure = None
    firm.clock.pass_(timedelta(seconds=5))
    assert (await tokens.renewed(before)).generation == 1


async def test_a_connection_without_tokens_needs_a_login(stranger: Firm) -> None:
    await stranger.start()
    with pytest.raises(GrantLost) as problem:
        await (await _tokens(stranger)).current()
    assert problem.value.reason == "NOT_AUTHORIZED"


async def _store_another(firm: Firm, grant: Grant) -> None:
    """Let the store hold other tokens of the same generation."""
    other = replace(grant, access_token="other")
    firm.store.draft_of(await firm.connection_id()).grant[""] = other


async def test_tokens_in_use_are_not_asked_of_the_store_again(firm: Firm) -> None:
    tokens = await _tokens(firm)
    known = await tokens.current()
    await _store_another(firm, known)
    assert await tokens.current() == known


async def test_renewed_tokens_are_not_asked_of_the_store_again(firm: Firm) -> None:
    tokens = await _tokens(firm)
    newer = await tokens.renewed(await tokens.current())
    await _store_another(firm, newer)
    assert await tokens.current() == newer


async def test_whoever_fails_to_renew_them_lets_others_try_at_once(firm: Firm) -> None:
    tokens = await _tokens(firm)
    firm.oauth.failure = CrmUnavailable("UNAVAILABLE", "Later.")
    with pytest.raises(CrmUnavailable):
        await tokens.renewed(await tokens.current())
    assert (await _stored(firm)).claimed_until is None
    began = firm.clock()
    firm.oauth.failure = None
    other = await _tokens(firm)
    assert (await other.renewed(await tokens.current())).generation == 1
    assert firm.clock() == began


async def test_who_fails_after_its_claim_was_over_leaves_that_of_another(firm: Firm) -> None:
    tokens = await _tokens(firm)
    refused = await tokens.current()
    connection_id = await firm.connection_id()
    late = replace(refused, claimed_until=firm.clock() + 3 * CLAIM)

    def another_claims() -> None:
        firm.store.draft_of(connection_id).grant[""] = late

    firm.oauth.meanwhile = another_claims
    firm.oauth.failure = CrmUnavailable("UNAVAILABLE", "Later.")
    with pytest.raises(CrmUnavailable):
        await tokens.renewed(refused)
    assert await _stored(firm) == late


async def test_a_login_during_a_renewal_stands(firm: Firm) -> None:
    tokens, connection_id = await _tokens(firm), await firm.connection_id()
    refused = await tokens.current()
    of_login = replace(refused, access_token="of the login", generation=5)

    def log_in() -> None:
        firm.store.draft_of(connection_id).grant[""] = of_login

    firm.oauth.meanwhile = log_in
    assert await tokens.renewed(refused) == of_login
    assert await _stored(firm) == of_login

"""Logging in, setting up, being thrown out and leaving."""

from dataclasses import replace

import pytest

from domain.errors import (
    Conflict,
    CrmUnavailable,
    GrantLost,
    InvalidInput,
    NotFound,
)
from domain.model.connection import ConnectionState
from domain.model.remote import Entity
from domain.model.values import AccountId, Kind
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.runners import PUBLIC_URL
from tests.fakes.company import SELLER
from tests.fakes.crm import IDENTITY
from tests.fakes.crm_requests import Trouble


async def _state(firm: Firm) -> str:
    """Begin a login; return its secret."""
    _, url = await firm.connections.start(ACME)
    return url.partition("state=")[2]


async def test_starting_twice_is_one_connection(stranger: Firm) -> None:
    first, first_url = await stranger.connections.start(ACME)
    second, second_url = await stranger.connections.start(ACME)
    assert first == second
    assert first_url != second_url
    assert first_url.startswith(f"{PUBLIC_URL}/oauth/start?state=")


async def test_a_login_works_once(stranger: Firm) -> None:
    state = await _state(stranger)
    departure = await stranger.logins.begin(state)
    await stranger.logins.finish(state, "code", departure.session)
    with pytest.raises(InvalidInput) as refusal:
        await stranger.logins.finish(state, "code", departure.session)
    assert refusal.value.reason == "LOGIN_OVER"


async def test_a_login_belongs_to_the_browser_that_began_it(stranger: Firm) -> None:
    state = await _state(stranger)
    await stranger.logins.begin(state)
    for session in ("another browser", ""):
        with pytest.raises(InvalidInput):
            await stranger.logins.finish(state, "code", session)


async def test_a_login_that_never_began_is_no_login(stranger: Firm) -> None:
    state = await _state(stranger)
    with pytest.raises(InvalidInput):
        await stranger.logins.finish(state, "code", "")
    with pytest.raises(InvalidInput):
        await stranger.logins.begin("guessed")


async def test_a_login_lasts_a_quarter_of_an_hour(stranger: Firm) -> None:
    state = await _state(stranger)
    stranger.later(minutes=14)
    departure = await stranger.logins.begin(state)
    stranger.later(minutes=2)
    with pytest.raises(InvalidInput):
        await stranger.logins.finish(state, "code", departure.session)


async def test_saying_no_changes_nothing(firm: Firm) -> None:
    state = await _state(firm)
    departure = await firm.logins.begin(state)
    await firm.logins.refused(state, departure.session)
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    with pytest.raises(InvalidInput):
        await firm.logins.finish(state, "code", departure.session)


async def test_a_code_that_pipedrive_refuses_connects_nothing(stranger: Firm) -> None:
    stranger.oauth.failure = GrantLost("INVALID_GRANT", "No.")
    with pytest.raises(GrantLost):
        await stranger.log_in()
    assert (await stranger.connection()).state is ConnectionState.CONNECTING


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"is_admin": False, "user_id": SELLER}, "NOT_AN_ADMINISTRATOR"),
        ({"company_id": "43"}, "OTHER_COMPANY"),
    ],
)
async def test_not_everybody_can_connect(
    firm: Firm, changes: dict[str, object], reason: str
) -> None:
    firm.crm.person = replace(IDENTITY, **changes)  # type: ignore[arg-type]  # as named
    with pytest.raises(Conflict) as refusal:
        await firm.log_in()
    assert refusal.value.reason == reason
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_an_account_may_change_its_company_once_the_old_one_is_erased(firm: Firm) -> None:
    firm.crm.person = replace(IDENTITY, company_id="43")
    await firm.connections.disconnect(ACME, erase=True)
    await firm.work()
    await firm.log_in()
    assert (await firm.connection()).state is ConnectionState.IMPORTING


async def test_an_app_without_its_permissions_is_told_which_are_missing(stranger: Firm) -> None:
    stranger.oauth.scopes = frozenset(
        {"base", "contacts:full", "deals:full", "activities:full", "admin"}
    )
    await stranger.connect()
    stranger.oauth.scopes = frozenset({"base", "contacts:read", "deals:full", "users:read"})
    with pytest.raises(Conflict) as refusal:
        await stranger.log_in()
    assert refusal.value.reason == "SCOPES_MISSING"
    lacking = "contacts:full, contact-fields:full, deal-fields:full, activities:full, webhooks:full"
    assert refusal.value.metadata["scopes"] == lacking
    assert (await stranger.connection()).state is ConnectionState.ACTIVE


async def test_a_company_belongs_to_one_account(firm: Firm) -> None:
    other = AccountId("other")
    _, url = await firm.connections.start(other)
    state = url.partition("state=")[2]
    departure = await firm.logins.begin(state)
    with pytest.raises(Conflict) as refusal:
        await firm.logins.finish(state, "code", departure.session)
    assert refusal.value.reason == "COMPANY_TAKEN"
    await firm.connections.disconnect(ACME)
    state = (await firm.connections.start(other))[1].partition("state=")[2]
    departure = await firm.logins.begin(state)
    await firm.logins.finish(state, "code", departure.session)


async def test_setting_up_makes_one_field_and_one_webhook_for_each_entity(firm: Firm) -> None:
    for _ in range(2):
        await firm.connect()
    assert [(one.kind, one.name) for one in firm.company.properties] == [
        (Kind.CONTACT, "Vixiees ID"),
        (Kind.DEAL, "Vixiees ID"),
    ]
    entities = [one.entity for one in firm.crm.webhooks.values()]
    assert sorted(entities, key=str) == sorted(Entity)
    token = (await firm.connection()).webhook_token
    urls = {one.url for one in firm.crm.webhooks.values()}
    assert urls == {f"{PUBLIC_URL}/webhooks/pipedrive/{token}"}


async def test_webhooks_of_others_are_left_alone(stranger: Firm) -> None:
    foreign = await stranger.crm.subscribe(Entity.CONTACT, "https://other.example/hook", "u", "p")
    await stranger.connect()
    assert foreign in stranger.crm.webhooks


async def test_a_set_up_that_fails_in_the_middle_is_done_again(stranger: Firm) -> None:
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Try again."))
    stranger.crm.troubles["subscribe"] = [Trouble(), outage]
    await stranger.log_in()
    for _ in range(3):
        await stranger.work()
        assert (await stranger.connection()).reason == ""
        stranger.later(minutes=1)
    assert (await stranger.connection()).state is ConnectionState.ACTIVE
    assert len(stranger.crm.webhooks) == len(Entity)


async def test_connections_are_listed_by_account(stranger: Firm) -> None:
    for name in ("b", "c", "a"):
        await stranger.connections.start(AccountId(name))
    first, token = await stranger.connections.list(2, "")
    second, end = await stranger.connections.list(2, token)
    assert [one.account_id for one in (*first, *second)] == ["a", "b", "c"]
    assert end == ""


async def test_an_unknown_account_has_no_connection(stranger: Firm) -> None:
    for asked in (stranger.connections.get, stranger.connections.disconnect):
        with pytest.raises(NotFound):
            await asked(ACME)


async def test_watching_shows_each_state_once(stranger: Firm) -> None:
    await stranger.start()
    watching = stranger.connections.watch(ACME)
    assert (await anext(watching)).state is ConnectionState.CONNECTING
    await stranger.connect()
    assert (await anext(watching)).state is ConnectionState.ACTIVE

"""Who authorized us, our custom field, our webhooks."""

from adapters.pipedrive.crm import PipedriveCrm
from domain.model.catalog import UserId
from domain.model.remote import Entity
from domain.model.values import Kind
from tests.adapters.pipedrive.opened_sandbox import Company, HeldTokens, code_for

_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


async def test_the_installer_is_an_administrator_of_the_company(acme: Company) -> None:
    identity = await acme.crm().identity()
    profile = acme.sandbox.company.profile
    assert identity.is_admin
    assert identity.hidden == frozenset()
    assert identity.user_id == str(acme.sandbox.installer.id)
    assert identity.user_name == acme.sandbox.installer.name
    assert identity.company_id == str(profile.company_id)
    assert (identity.company_name, identity.company_domain) == (
        profile.company_name,
        profile.company_domain,
    )


async def test_who_administers_contacts_but_not_the_deals_does_not_see_all_of_these(
    acme: Company,
) -> None:
    rights = {"id": acme.sandbox.installer.id, "is_deals_admin": False}
    await acme.control("PATCH", "users", rights)
    identity = await acme.crm().identity()
    assert identity.is_admin
    assert identity.hidden == frozenset({Kind.DEAL})


async def test_a_seller_is_no_administrator(acme: Company) -> None:
    seller = acme.sandbox.colleagues()[0]
    code = await code_for(acme.pipedrive, seller.id)
    tokens = HeldTokens(acme.pipedrive, await acme.pipedrive.oauth.exchange(code))
    identity = await acme.pipedrive.crms.open(tokens, {}).identity()
    assert (identity.user_id, identity.is_admin) == (str(seller.id), False)


async def test_a_created_field_is_among_the_properties(acme: Company) -> None:
    crm = acme.crm()
    code = await crm.create_property(Kind.CONTACT, "Vixiees ID")
    found = {one.code: one for one in await crm.properties(Kind.CONTACT)}
    assert (found[code].name, found[code].type) == ("Vixiees ID", "varchar")
    assert (found[code].kind, found[code].is_custom) == (Kind.CONTACT, True)
    assert not found["name"].is_custom
    chosen = [one for one in found.values() if one.type == "enum" and one.is_custom]
    assert all(option.label for one in chosen for option in one.options)
    assert chosen


async def test_users_are_read_inactive_ones_too(acme: Company) -> None:
    users = {one.user_id: one for one in await acme.crm().users()}
    known = acme.sandbox.company.users
    assert users.keys() == known.keys()
    assert {one.user_id for one in users.values() if not one.is_active} == {
        one.id for one in known.values() if not one.is_active
    }
    installer = acme.sandbox.installer
    shown = users[UserId(installer.id)]
    assert (shown.name, shown.email) == (installer.name, installer.email)


async def test_pipelines_and_stages_are_read_in_their_places(acme: Company) -> None:
    crm = acme.crm()
    pipelines, stages = await crm.pipelines(), await crm.stages()
    tables = acme.sandbox.company.tables
    assert [one.name for one in pipelines] == [one.name for one in tables["pipeline"].living()]
    assert [one.position for one in pipelines] == [1, 2, 3]
    assert [(one.name, one.pipeline_id, one.position) for one in stages] == [
        (one.name, one.fields["pipeline_id"], one.fields["order_nr"])
        for one in tables["stage"].living()
    ]


async def test_the_fields_of_deals_are_read(acme: Company) -> None:
    found = {one.code: one for one in await acme.crm().properties(Kind.DEAL)}
    assert found["stage_id"].type == "stage"
    assert {one.kind for one in found.values()} == {Kind.DEAL}


async def test_a_subscription_is_listed_until_it_is_ended(crm: PipedriveCrm) -> None:
    subscription_id = await crm.subscribe(Entity.CONTACT, _URL, "user", "password")
    (listed,) = await crm.subscriptions()
    assert (listed.subscription_id, listed.entity) == (subscription_id, Entity.CONTACT)
    assert (listed.url, listed.is_active) == (_URL, True)
    await crm.unsubscribe(subscription_id)
    await crm.unsubscribe(subscription_id)
    assert await crm.subscriptions() == []


async def test_currencies_come_with_their_digits_inactive_and_own_ones_too(
    crm: PipedriveCrm,
) -> None:
    currencies = {one.code: one for one in await crm.currencies()}
    assert (currencies["EUR"].digits, currencies["JPY"].digits, currencies["KWD"].digits) == (
        2,
        0,
        3,
    )
    assert [one.code for one in currencies.values() if not one.is_active] == ["HRK"]
    assert currencies["PTS"].digits == 0

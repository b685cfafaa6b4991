"""Who authorized us, our custom field, our webhooks."""

from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.envelopes import Done
from domain.model.remote import Entity
from tests.adapters.pipedrive.opened_sandbox import Company, HeldTokens, code_for

_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


async def test_the_installer_is_an_administrator_of_the_company(acme: Company) -> None:
    identity = await acme.crm().identity()
    profile = acme.sandbox.company.profile
    assert identity.is_admin
    assert identity.agent_id == str(acme.sandbox.installer.id)
    assert identity.company_id == str(profile.company_id)
    assert (identity.company_name, identity.company_domain) == (
        profile.company_name,
        profile.company_domain,
    )


async def test_a_seller_is_no_administrator(acme: Company) -> None:
    seller = acme.sandbox.colleagues()[0]
    code = await code_for(acme.pipedrive, seller.id)
    tokens = HeldTokens(acme.pipedrive, await acme.pipedrive.oauth.exchange(code))
    identity = await acme.pipedrive.crms.open(tokens, "").identity()
    assert (identity.agent_id, identity.is_admin) == (str(seller.id), False)


async def test_the_marker_field_is_made_once(acme: Company) -> None:
    first = await acme.crm().ensure_marker_field("Vixiees ID")
    assert await acme.crm().ensure_marker_field("Vixiees ID") == first
    fields = acme.sandbox.company.fields["person"].custom()
    assert [field.field_code for field in fields if field.field_name == "Vixiees ID"] == [first]


async def test_a_field_of_the_same_name_that_holds_no_text_is_not_taken(acme: Company) -> None:
    await acme.tokens.current()
    number = {"field_name": "Vixiees ID", "field_type": "double"}
    crm = acme.crm()
    await crm._client.write("POST", "/api/v2/personFields", Done, number)  # noqa: SLF001 - to set up
    code = await crm.ensure_marker_field("Vixiees ID")
    field = acme.sandbox.company.fields["person"].rows[code]
    assert field.field_type == "varchar"


async def test_a_subscription_is_listed_until_it_is_ended(crm: PipedriveCrm) -> None:
    subscription_id = await crm.subscribe(Entity.CONTACT, _URL, "user", "password")
    (listed,) = await crm.subscriptions()
    assert (listed.subscription_id, listed.entity) == (subscription_id, Entity.CONTACT)
    assert (listed.url, listed.is_active) == (_URL, True)
    await crm.unsubscribe(subscription_id)
    await crm.unsubscribe(subscription_id)
    assert await crm.subscriptions() == []

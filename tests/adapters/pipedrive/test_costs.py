"""What each request takes from the customer's daily budget, in tokens, as the port says."""

from datetime import UTC, datetime

from adapters.pipedrive.crm import PipedriveCrm
from domain.activity.draft import Draft, Part
from domain.model.remote import Entity
from domain.model.values import CompanyId, Kind, RecordId, RemoteId
from domain.ports.crm import Patch
from tests.adapters.pipedrive.opened_sandbox import Company

_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


class _Purse:
    """Tells what was spent since it was asked last."""

    def __init__(self, acme: Company) -> None:
        self._ledger = acme.sandbox.ledger
        self._before = self._ledger.tokens()

    def spent(self) -> int:
        before, self._before = self._before, self._ledger.tokens()
        return self._before - before


async def test_contacts(acme: Company, crm: PipedriveCrm) -> None:
    purse = _Purse(acme)
    made = await crm.records(Kind.CONTACT).create(
        RecordId("one"), Patch(fields={"first_name": "Ana"})
    )
    assert purse.spent() == 5
    patch = Patch(fields={"first_name": "Anna"}, company_id=None, carry=made.carry)
    await crm.records(Kind.CONTACT).update(made.remote_id, patch)
    assert purse.spent() == 5
    await crm.records(Kind.CONTACT).one(made.remote_id)
    assert purse.spent() == 1
    await crm.records(Kind.CONTACT).many([made.remote_id, RemoteId(1)])
    assert purse.spent() == 10
    await crm.records(Kind.CONTACT).page()
    assert purse.spent() == 10
    await crm.records(Kind.CONTACT).newest(datetime.now(UTC))
    assert purse.spent() == 10
    await crm.records(Kind.CONTACT).merge(RemoteId(1), made.remote_id)
    assert purse.spent() == 40
    await crm.records(Kind.CONTACT).delete(made.remote_id)
    assert purse.spent() == 3


async def test_companies(acme: Company, crm: PipedriveCrm) -> None:
    purse = _Purse(acme)
    made = await crm.create_company("Neu")
    assert purse.spent() == 5
    await crm.companies([made.company_id])
    assert purse.spent() == 1
    await crm.companies([made.company_id, CompanyId(1)])
    assert purse.spent() == 10
    await crm.find_companies("Neu")
    assert purse.spent() == 20
    await crm.list_companies(None)
    assert purse.spent() == 10


async def test_setting_up(acme: Company) -> None:
    crm, purse = acme.crm(), _Purse(acme)
    await crm.identity()
    assert purse.spent() == 2
    await crm.users()
    assert purse.spent() == 20
    await crm.properties(Kind.CONTACT)
    assert purse.spent() == 10
    await crm.create_property(Kind.CONTACT, "Vixiees ID")
    assert purse.spent() == 5
    subscription_id = await crm.subscribe(Entity.CONTACT, _URL, "user", "password")
    assert purse.spent() == 10
    await crm.subscriptions()
    assert purse.spent() == 10
    await crm.unsubscribe(subscription_id)
    assert purse.spent() == 6
    await acme.pipedrive.oauth.refresh(acme.tokens.grant)
    assert purse.spent() == 0


async def test_activities_and_notes(acme: Company, crm: PipedriveCrm) -> None:
    purse, now = _Purse(acme), datetime.now(UTC)
    await crm.activity_types()
    assert purse.spent() == 20
    draft = Draft(subject="Call", type="call", at=now, contacts=(RemoteId(1),))
    activity = await crm.create_activity(draft, "<p>x</p>")
    assert purse.spent() == 5
    await crm.activity(activity.remote_id)
    assert purse.spent() == 1
    await crm.update_activity(activity.remote_id, draft, "<p>y</p>", frozenset({Part.NOTE}))
    assert purse.spent() == 5
    await crm.newest_activities(now)
    assert purse.spent() == 10
    note = await crm.create_note(draft, "<p>x</p>")
    assert purse.spent() == 10
    await crm.note(note.remote_id)
    assert purse.spent() == 2
    await crm.update_note(note.remote_id, draft, "<p>y</p>", frozenset({Part.NOTE}))
    assert purse.spent() == 10
    await crm.newest_notes(RemoteId(1), None)
    assert purse.spent() == 20
    await crm.delete_activity(activity.remote_id)
    assert purse.spent() == 3
    await crm.delete_note(note.remote_id)
    assert purse.spent() == 6

"""The contacts of deals: awaited, followed when they are merged, left out once they are deleted."""

import pytest

from domain.errors import Conflict
from domain.model.values import Kind, RecordId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, step


async def _sold(office: Office, contact: str, *, at: str = "s1", wait: bool = False) -> None:
    """Hand in a deal of this contact; the step s3 has no stage yet."""
    fields = {**A_DEAL, "stage": step(at), "contact": contact, "owner": "boss@acme.test"}
    await office.sync("roof", fields, wait=wait)


def _contact(office: Office) -> str | None:
    """Return the contact of the only deal that Pipedrive has."""
    (made,) = office.company.deals.values()
    return made.fields["contact"]


async def test_a_deal_waits_for_its_contact_and_follows_right_after(office: Office) -> None:
    receipt = await office.sync(
        "roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"}, wait=True
    )
    await office.work()
    assert receipt.record.reason == "WAITS_FOR_CONTACT"
    assert office.company.deals == {}
    await office.call("ana", {"first_name": "Ana"})
    await office.work()
    (made,) = office.company.deals.values()
    assert made.fields["contact"] == str(await office.remote_id("ana"))


async def test_a_deal_of_an_unknown_contact_is_refused(office: Office) -> None:
    with pytest.raises(Conflict) as refusal:
        await office.sync("roof", {**A_DEAL, "contact": "nobody"})
    assert refusal.value.reason == "CONTACT_UNKNOWN"


async def test_a_deal_of_pipedrive_waits_for_a_person_that_is_not_known_yet(
    office: Office,
) -> None:
    person = office.company.create({"first_name": "Ana"})
    event = office.company.outbox.pop()
    office.found({"contact": str(person)})
    await office.deliver()
    await office.work()
    assert await office.deal_news() == []
    await office.deliver(event)
    await office.work()
    contact, deal = await office.news()
    assert (contact.kind, deal.kind) == (Kind.CONTACT, Kind.DEAL)
    assert deal.fields["contact"] == contact.record_id


async def test_deals_of_merged_persons_are_told_the_survivor(office: Office) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    await office.in_step("bea", {"first_name": "Bea"})
    ana, bea = await office.remote_id("ana"), await office.remote_id("bea")
    deal = await office.together("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    office.company.merge(ana, bea)
    await office.deliver()
    await office.work()
    assert (await office.deal("roof")).fields["contact"] == "bea"
    office.company.edit(deal, {"contact": str(bea)}, kind=Kind.DEAL)
    await office.settle()
    assert (await office.deal("roof")).fields["contact"] == "bea"


async def test_a_deal_waits_no_longer_for_a_contact_that_is_deleted(office: Office) -> None:
    await _sold(office, "ana", wait=True)
    await office.call("ana", {"first_name": "Ana"})
    await office.delete("ana")
    await office.work()
    assert _contact(office) is None
    assert (await office.deal("roof")).state is SyncState.SYNCED
    (change,) = await office.deal_news()
    assert change.fields == {"contact": None}


async def test_a_deal_that_is_not_created_yet_leaves_out_a_person_that_is_deleted(
    office: Office,
) -> None:
    person = await office.in_step("ana", {"first_name": "Ana"})
    await _sold(office, "ana", at="s3")
    office.company.delete(person)
    await office.deliver()
    await office.map({3: "s3"})
    assert _contact(office) is None


async def test_a_deal_that_is_not_created_yet_goes_to_the_person_that_its_own_is_merged_into(
    office: Office,
) -> None:
    ana = await office.in_step("ana", {"first_name": "Ana"})
    bea = await office.in_step("bea", {"first_name": "Bea"})
    await _sold(office, "ana", at="s3")
    office.company.merge(ana, bea)
    await office.deliver()
    await office.map({3: "s3"})
    assert _contact(office) == str(bea)
    assert (await office.deal("roof")).fields["contact"] == "bea"


async def test_a_deal_of_a_deleted_person_is_left_to_pipedrive(office: Office) -> None:
    person = await office.in_step("ana", {"first_name": "Ana"})
    deal = await office.together("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    office.crm.asked.clear()
    office.company.delete(person)
    await office.settle()
    assert office.held(deal)["contact"] == str(person)
    assert dict(office.crm.asked) == {}
    assert (await office.deal("roof")).fields["contact"] is None


async def test_a_deal_of_a_person_that_was_deleted_before_the_import_has_no_contact() -> None:
    office = Office()
    person = office.company.create({"first_name": "Ana"})
    office.found({"contact": str(person)})
    office.company.delete(person)
    office.company.outbox.clear()
    await office.open()
    (change,) = await office.deal_news()
    assert change.fields["contact"] is None
    assert change.fields["title"] == "Roof"


async def test_a_person_of_a_deal_that_no_webhook_told_of_comes_in_with_the_sweep(
    office: Office,
) -> None:
    person = office.company.create({"first_name": "Ana"})
    office.company.outbox.clear()
    office.later(minutes=30)
    office.found({"contact": str(person)})
    await office.deliver()
    await office.work()
    contact, deal = [one for one in await office.news() if one.kind is not Kind.USER]
    assert (contact.kind, deal.fields["contact"]) == (Kind.CONTACT, contact.record_id)


async def test_a_deal_of_a_person_that_is_not_shown_to_us_waits_and_says_so(
    office: Office,
) -> None:
    office.found({"contact": "999"})
    await office.deliver()
    office.later(minutes=30)
    await office.work()
    assert await office.deal_news() == []
    (view,), _ = await office.deals.list(ACME, 10, "")
    assert (view.state, view.reason) == (SyncState.PENDING, "WAITS_FOR_CONTACT")
    assert "not allowed to see it" in view.message


async def test_a_deal_whose_contact_was_deleted_can_be_edited_as_before(office: Office) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    fields = {**A_DEAL, "stage": step("s1"), "contact": "ana"}
    deal = await office.together("roof", fields)
    await office.delete("ana")
    await office.settle()
    taken = await office.sync("roof", {**fields, "title": "Roof and walls"})
    await office.settle()
    assert [one.reason for one in taken.notices] == ["CONTACT_DELETED"]
    assert office.held(deal)["title"] == "Roof and walls"


async def test_a_deal_that_was_told_without_its_deleted_contact_keeps_it_in_pipedrive(
    office: Office,
) -> None:
    person = office.company.create({"first_name": "Ana"})
    office.company.delete(person)
    deal = office.found({"contact": str(person)})
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields["contact"] is None
    await office.sync(change.record_id, dict(change.fields), applied=change.number)
    await office.settle()
    assert office.held(deal)["contact"] == str(person)


async def test_a_new_deal_of_a_deleted_contact_is_refused(office: Office) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    await office.delete("ana")
    with pytest.raises(Conflict) as refusal:
        await office.sync("roof", {**A_DEAL, "contact": "ana"})
    assert refusal.value.reason == "CONTACT_DELETED"


async def test_a_deal_that_is_not_in_pipedrive_yet_follows_its_contact_into_a_merge(
    office: Office,
) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    await office.in_step("bea", {"first_name": "Bea"})
    ana, bea = await office.remote_id("ana"), await office.remote_id("bea")
    await office.sync("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    office.company.merge(ana, bea)
    await office.deliver()
    await office.settle()
    (held,) = [one.fields for one in office.company.deals.values()]
    assert held["contact"] == str(bea)
    assert (await office.deal("roof")).fields["contact"] == "bea"


async def test_a_deal_that_waits_for_its_contact_goes_without_it_once_that_is_deleted(
    office: Office,
) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    await office.sync("roof", {**A_DEAL, "stage": step("s1"), "contact": "ana"})
    office.company.delete(await office.remote_id("ana"))
    await office.deliver()
    await office.settle()
    (held,) = [one.fields for one in office.company.deals.values()]
    assert (held["title"], held["contact"]) == ("Roof", None)
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_deal_goes_without_its_contact_when_that_is_erased_before_it_was_created(
    office: Office,
) -> None:
    await office.call("ana", {"first_name": "Ana"})
    await _sold(office, "ana")
    await office.contacts.erase(ACME, RecordId("ana"))
    await office.work()
    assert _contact(office) is None


async def test_a_deal_that_names_a_merged_contact_goes_to_the_survivor(office: Office) -> None:
    ana, bea, cleo = [await office.in_step(one, {"first_name": one}) for one in ("a", "b", "c")]
    for loser, winner in ((ana, bea), (bea, cleo)):
        office.company.merge(loser, winner)
        await office.settle()
    await _sold(office, "a")
    await office.work()
    assert _contact(office) == str(cleo)
    assert (await office.deal("roof")).fields["contact"] == "c"

"""Companies: a name in Vixiees, an entity of its own in Pipedrive."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import CrmRefused, CrmUnavailable
from domain.model.remote import Entity
from domain.model.values import CompanyId, Kind
from domain.model.work import Inbound
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.office import A_DEAL, Office
from tests.fakes.crm_requests import Trouble


async def _waiting(firm: Firm, company_id: CompanyId) -> Sequence[Inbound]:
    """Return the deliveries about a company that are not digested."""
    connection_id = await firm.connection_id()
    return await firm.store.transact(
        lambda tx: tx.inbox(connection_id).of_entity(Entity.COMPANY, company_id)
    )


async def test_a_company_is_created_once_for_many(firm: Firm) -> None:
    for name in ("ana", "bea", "cleo"):
        await firm.call(name, {"first_name": name, "company": "Ein Haus"})
    await firm.work()
    assert list(firm.company.names.values()) == ["Ein Haus"]
    await firm.call("dora", {"first_name": "dora", "company": "Ein Haus"})
    asked = firm.crm.asked["find_companies"]
    await firm.work()
    assert firm.crm.asked["find_companies"] == asked


async def test_a_company_that_exists_is_taken(firm: Firm) -> None:
    known = firm.company.name_company("Ñandú")
    await firm.call("ana", {"first_name": "Ana", "company": "Ñandú"})
    await firm.work()
    (contact,) = firm.company.contacts.values()
    assert contact.company_id == known
    assert firm.crm.asked["create_company"] == 0


async def test_a_company_that_is_no_more_is_made_again_for_who_is_put_into_it(firm: Firm) -> None:
    await firm.call("ana", {"first_name": "Ana", "company": "Ein Haus"})
    await firm.work()
    (gone,) = firm.company.names
    firm.company.delete_company(gone)
    await firm.deliver()
    await firm.call("bea", {"first_name": "Bea", "company": "Ein Haus"})
    await firm.work()
    assert firm.shown(await firm.remote_id("bea"))["company"] == "Ein Haus"
    assert firm.crm.asked["create_company"] == 2


async def test_a_renamed_company_is_told_for_all_its_contacts(firm: Firm) -> None:
    house = firm.company.name_company("Alt")
    for name in ("Ana", "Bea"):
        firm.company.create({"first_name": name}, company_id=house)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(minutes=1)
    firm.company.rename_company(house, "Neu")
    await firm.deliver()
    await firm.work()
    news = await firm.news()
    assert [dict(change.fields) for change in news] == [{"company": "Neu"}] * 2
    assert await _waiting(firm, house) == []
    await firm.call("cleo", {"first_name": "Cleo", "company": "Neu"})
    await firm.work()
    assert firm.company.contacts[await firm.remote_id("cleo")].company_id == house
    assert firm.crm.asked["find_companies"] == 0


async def test_a_renamed_company_is_told_in_one_batch_deals_and_all() -> None:
    office = Office()
    await office.open()
    house = office.company.name_company("Alt")
    for number in range(30):
        office.company.create({"first_name": f"Nr {number}"}, company_id=house)
    office.company.create({**A_DEAL, "stage": "1"}, kind=Kind.DEAL, company_id=house)
    await office.deliver()
    await office.work()
    await office.acknowledge()
    office.later(minutes=1)
    office.crm.asked.clear()
    office.company.rename_company(house, "Neu")
    office.company.create({"first_name": "Danach"})
    await office.deliver()
    await office.work()
    news = await office.news()
    batch = [one for one in news if one.fields == {"company": "Neu"}]
    assert [one.kind for one in batch] == [Kind.CONTACT] * 30 + [Kind.DEAL]
    first = batch[0].number
    assert [one.number for one in batch] == list(range(first, first + 31))
    assert len({one.at for one in batch}) == 1
    assert (len(news), dict(office.crm.asked)) == (32, {})


async def test_our_own_creation_is_known_although_its_company_was_renamed_since(
    firm: Firm,
) -> None:
    await firm.call("ana", {"first_name": "Ana", "company": "Alt"})
    await firm.work()
    (created,) = firm.company.outbox
    (house,) = firm.company.names
    firm.company.rename_company(house, "Neu")
    await firm.deliver(firm.company.outbox[-1])
    await firm.work()
    await firm.call("ana", {"first_name": "Anja"}, at=created.at)
    await firm.work()
    await firm.deliver(created)
    await firm.deliver()
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert firm.shown(await firm.remote_id("ana")) == {"first_name": "Anja", "company": "Neu"}
    assert [dict(change.fields) for change in await firm.news()] == [{"company": "Neu"}]


async def test_contacts_of_a_deleted_company_have_none(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana", "company": "Ein Haus"})
    house = firm.company.contacts[remote_id].company_id
    assert house is not None
    firm.company.delete_company(house)
    await firm.deliver()
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    (change,) = await firm.news()
    assert dict(change.fields) == {"company": None}
    assert await _waiting(firm, house) == []


async def test_the_name_of_a_company_is_asked_for_once(firm: Firm) -> None:
    house = firm.company.name_company("Ein Haus")
    for name in ("Ana", "Bea"):
        firm.company.create({"first_name": name}, company_id=house)
        await firm.deliver()
        await firm.work()
    assert [change.fields["company"] for change in await firm.news()] == ["Ein Haus"] * 2
    assert firm.crm.asked["companies"] == 1


async def test_the_contacts_of_a_merged_company_follow_it_without_a_request(firm: Firm) -> None:
    loser, winner = firm.company.name_company("Alt"), firm.company.name_company("Neu")
    for company_id in (loser, winner):
        firm.company.create({"first_name": "Ana"}, company_id=company_id)
        firm.company.create({"first_name": "Bea"}, company_id=company_id)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(minutes=1)
    asked = dict(firm.crm.asked)
    firm.company.merge_companies(loser, winner)
    await firm.deliver()
    await firm.work()
    assert [dict(change.fields) for change in await firm.news()] == [{"company": "Neu"}] * 2
    assert dict(firm.crm.asked) == asked
    firm.later(minutes=1)
    firm.company.rename_company(winner, "Ganz neu")
    await firm.deliver()
    await firm.work()
    assert [dict(change.fields) for change in await firm.news()] == [{"company": "Ganz neu"}] * 4


async def test_a_company_merged_into_an_unknown_one_has_its_contacts_looked_at(firm: Firm) -> None:
    loser = firm.company.name_company("Alt")
    firm.company.create({"first_name": "Ana"}, company_id=loser)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(minutes=1)
    firm.company.merge_companies(loser, firm.company.name_company("Unbekannt"))
    await firm.deliver()
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert [dict(change.fields) for change in await firm.news()] == [{"company": "Unbekannt"}]


async def test_an_event_of_a_company_without_its_name_changes_nothing(firm: Firm) -> None:
    house = firm.company.name_company("Alt")
    firm.company.create({"first_name": "Ana"}, company_id=house)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.company.rename_company(house, "Neu")
    event = firm.company.outbox.pop()
    await firm.deliver(replace(event, fields={}, previous=None))
    firm.company.create({"first_name": "Bea"}, company_id=house)
    await firm.deliver()
    await firm.work()
    (change,) = await firm.news()
    assert change.fields["company"] == "Alt"


async def test_a_write_that_fails_for_another_reason_than_its_company_asks_for_none(
    firm: Firm,
) -> None:
    outage = CrmUnavailable("UNAVAILABLE", "Later.")
    refusal = CrmRefused("REFUSED", "No.")
    firm.crm.troubles["create_contact"] = [Trouble(error=outage), Trouble(error=refusal)]
    await firm.call("ana", {"first_name": "Ana", "company": "Ein Haus"})
    await firm.work()
    assert firm.crm.asked["companies"] == 1
    await firm.call("bea", {"first_name": "Bea"})
    firm.crm.troubles["create_contact"] = [Trouble(error=refusal)]
    await firm.work()
    assert firm.crm.asked["companies"] == 1

"""Sweep and audit: what no webhook told of is found, and both sides are equal again."""

from collections.abc import Mapping

from domain.errors import CrmRefused, CrmUnavailable, OutcomeUnknown
from domain.model.change import ChangeType
from domain.model.connection import ConnectionState
from domain.model.upkeep import Upkeep
from domain.model.values import FieldName, RecordId, RemoteId, Value
from domain.use_cases.wake_up import WakeUp
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble


async def _staffed(firm: Firm, count: int, page_size: int = 10) -> list[RemoteId]:
    """Let both sides have so many contacts, all settled; return their remote ids."""
    firm.crm.page_size = page_size
    ids = [firm.company.create({"first_name": f"Nr {number}"}) for number in range(count)]
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(minutes=20)
    await firm.work()
    return ids


def _lose_webhooks(firm: Firm) -> None:
    firm.company.outbox.clear()


async def _pass(firm: Firm, *minutes: float) -> None:
    for one in minutes:
        firm.later(minutes=one)
        await firm.work()


async def _upkeep(firm: Firm) -> Upkeep:
    return (await firm.connection()).upkeep


async def _fields(firm: Firm) -> list[Mapping[FieldName, Value]]:
    contacts, _ = await firm.contacts.list(ACME, 500, "")
    filled = [{k: v for k, v in one.fields.items() if v is not None} for one in contacts]
    return sorted(filled, key=str)


def _shown(firm: Firm) -> list[Mapping[FieldName, Value]]:
    return sorted((firm.shown(one) for one in firm.company.contacts), key=str)


async def test_a_sweep_finds_an_edit_whose_webhook_is_lost(firm: Firm) -> None:
    ids = await _staffed(firm, 3)
    firm.company.edit(ids[1], {"first_name": "Bea"})
    _lose_webhooks(firm)
    await _pass(firm, 15)
    swept = (await _upkeep(firm)).swept
    assert swept is not None
    assert (swept.findings.compared, swept.findings.differing) == (1, 1)
    assert [change.fields["first_name"] for change in await firm.news()] == []
    await _pass(firm, 5)
    assert [change.fields["first_name"] for change in await firm.news()] == ["Bea"]


async def test_a_sweep_finds_a_new_contact(firm: Firm) -> None:
    firm.company.create({"first_name": "Ana"})
    _lose_webhooks(firm)
    await _pass(firm, 15)
    swept = (await _upkeep(firm)).swept
    assert swept is not None
    assert swept.findings.added == 1
    assert [change.fields["first_name"] for change in await firm.news()] == ["Ana"]


async def test_a_sweep_finds_a_renamed_company(firm: Firm) -> None:
    house = firm.company.name_company("Ein Haus")
    ana = firm.company.create({"first_name": "Ana"}, company_id=house)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    await _pass(firm, 20)
    firm.company.rename_company(house, "Zwei Häuser")
    _lose_webhooks(firm)
    await _pass(firm, 15, 5, 5)
    (change,) = await firm.news()
    assert change.fields == {"company": "Zwei Häuser"}
    assert firm.shown(ana)["company"] == "Zwei Häuser"


async def test_a_quiet_quarter_of_an_hour_costs_a_request_a_list(firm: Firm) -> None:
    await _staffed(firm, 30)
    await _pass(firm, 15)
    firm.crm.asked.clear()
    await _pass(firm, *[15] * 4)
    lists = ("list_companies", "list_contacts", "list_deals")
    assert dict(firm.crm.asked) == dict.fromkeys(lists, 4)


async def test_a_late_webhook_finds_nothing_to_do_after_the_sweep(firm: Firm) -> None:
    ids = await _staffed(firm, 1)
    firm.company.edit(ids[0], {"first_name": "Bea"})
    await _pass(firm, 15, 5)
    assert len(await firm.news()) == 1
    await firm.deliver()
    await firm.work()
    assert await firm.news() == []


async def test_after_a_day_without_webhooks_both_sides_are_equal_again(firm: Firm) -> None:
    ids = await _staffed(firm, 40)
    house = firm.company.name_company("Ein Haus")
    for number, remote_id in enumerate(ids[:8]):
        firm.company.edit(remote_id, {"first_name": f"Changed {number}", "company_id": str(house)})
        firm.later(hours=2)
    firm.company.delete(ids[20])
    firm.company.merge(ids[21], ids[22])
    firm.company.create({"first_name": "New"})
    _lose_webhooks(firm)
    firm.later(hours=10)
    await _pass(firm, 0, 5, 15, 5)
    assert await _fields(firm) == _shown(firm)
    audited = (await _upkeep(firm)).audited
    assert audited is not None
    assert audited.findings.missing == 2
    firm.crm.asked.clear()
    await _pass(firm, 24 * 60, 20)
    assert "update_contact" not in firm.crm.asked
    assert "contact" not in firm.crm.asked


async def test_many_differences_are_read_with_one_request_a_hundred(firm: Firm) -> None:
    ids = await _staffed(firm, 150, page_size=500)
    for remote_id in ids:
        firm.company.edit(remote_id, {"last_name": "Changed"})
    _lose_webhooks(firm)
    firm.crm.asked.clear()
    await _pass(firm, 15, 5)
    assert len(await firm.news()) == 150
    assert (firm.crm.asked["contacts"], firm.crm.asked["contact"]) == (2, 0)


async def test_few_differences_are_read_one_by_one(firm: Firm) -> None:
    ids = await _staffed(firm, 10)
    for remote_id in ids:
        firm.company.edit(remote_id, {"last_name": "Changed"})
    _lose_webhooks(firm)
    firm.crm.asked.clear()
    await _pass(firm, 15, 5)
    assert (firm.crm.asked["contacts"], firm.crm.asked["contact"]) == (0, 10)


async def test_an_audit_finds_what_a_sweep_cannot(firm: Firm) -> None:
    ids = await _staffed(firm, 12)
    firm.company.delete(ids[3])
    _lose_webhooks(firm)
    await _pass(firm, 15, 20)
    assert await firm.news() == []
    await _pass(firm, 24 * 60, 15)
    (change,) = await firm.news()
    assert change.type is ChangeType.DELETED


async def test_very_many_absences_wait_for_an_approval(firm: Firm) -> None:
    ids = await _staffed(firm, 60)
    for remote_id in ids[:30]:
        del firm.company.contacts[remote_id]
    await _pass(firm, 24 * 60)
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "MASS_DELETION")
    assert "30 contacts" in paused.message
    await firm.connections.resume(ACME)
    await _pass(firm, 0, 16)
    ends = [one for one in await firm.news() if one.type is ChangeType.DELETED]
    assert len(ends) == 30


async def test_a_list_cut_short_deletes_nothing(firm: Firm) -> None:
    ids = await _staffed(firm, 60)
    kept = dict(firm.company.contacts)
    for remote_id in ids[10:]:
        del firm.company.contacts[remote_id]
    await _pass(firm, 24 * 60)
    firm.company.contacts = kept
    await firm.connections.resume(ACME)
    await _pass(firm, 0, 16, 16)
    assert await firm.news() == []
    assert len(await _fields(firm)) == 60


async def test_an_audit_finds_a_second_contact_that_a_late_request_of_ours_made(firm: Firm) -> None:
    lost_answer = Trouble(error=OutcomeUnknown("OUTCOME_UNKNOWN", "No answer."))
    firm.crm.troubles["create_contact"] = [lost_answer]
    await firm.call("ana", {"first_name": "Ana"})
    await _pass(firm, 0, 2)
    ana = await firm.remote_id("ana")
    late = firm.company.create({"first_name": "Ana"}, marker=RecordId("ana"))
    _lose_webhooks(firm)
    firm.later(minutes=10)
    firm.crm.troubles["list_companies"] = [Trouble(error=CrmUnavailable("UNAVAILABLE", "Later."))]
    await _pass(firm, 24 * 60)
    audited = (await _upkeep(firm)).audited
    assert audited is not None
    assert audited.findings.duplicates == 1
    assert late not in firm.company.contacts
    assert ana in firm.company.contacts


async def test_an_audit_goes_on_where_it_was_after_a_failure(firm: Firm) -> None:
    await _staffed(firm, 30)
    firm.crm.asked.clear()
    refused = Trouble(error=CrmRefused("BAD_CURSOR", "cursor is invalid"))
    firm.later(hours=24)
    firm.crm.troubles["list_contacts"] = [Trouble(), Trouble(), refused]
    await _pass(firm, 0, 20)
    audited = (await _upkeep(firm)).audited
    assert audited is not None
    assert audited.findings.compared == 30


async def test_why_a_sweep_is_refused_is_shown_until_one_succeeds(firm: Firm) -> None:
    await _staffed(firm, 3)
    refused = Trouble(error=CrmRefused("REFUSED", "Pipedrive says: no list for you"))
    firm.crm.troubles["list_companies"] = [refused] * 50
    await _pass(firm, 15, 1)
    assert (await firm.connection()).reason == "REFUSED"
    await WakeUp(store=firm.store, clock=firm.clock).run()
    firm.crm.asked.clear()
    await firm.work()
    assert dict(firm.crm.asked) == {"subscriptions": 1}
    connection = await firm.connection()
    assert (connection.state, connection.reason) == (ConnectionState.ACTIVE, "REFUSED")
    assert "no list for you" in connection.message
    firm.crm.troubles.clear()
    await _pass(firm, 5)
    assert (await firm.connection()).reason == ""


async def test_a_list_in_a_circle_is_left_and_begun_anew(firm: Firm) -> None:
    await _staffed(firm, 30)
    firm.crm.asked.clear()
    firm.crm.circles.add("list_contacts")
    await _pass(firm, 24 * 60)
    asked = firm.crm.asked["list_contacts"]
    assert (await _upkeep(firm)).audited is None
    assert asked < 20
    firm.crm.circles.clear()
    await _pass(firm, *[30] * 4)
    audited = (await _upkeep(firm)).audited
    assert audited is not None
    assert (audited.findings.compared, audited.findings.missing) == (30, 0)

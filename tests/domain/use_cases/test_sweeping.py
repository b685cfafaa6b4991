"""What a sweep reads, and what of it counts as found."""

from dataclasses import replace

from domain.errors import CrmRefused, CrmUnavailable
from domain.model.upkeep import Findings
from domain.model.values import RemoteId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble


async def _swept(firm: Firm, minutes: int = 15) -> Findings:
    """Let the next sweep find what no webhook tells of."""
    firm.company.outbox.clear()
    firm.later(minutes=minutes)
    await firm.work()
    swept = (await firm.connection()).upkeep.swept
    assert swept is not None
    return swept.findings


async def _settled(firm: Firm, count: int) -> list[RemoteId]:
    """Let people create so many, of a company each; return them once both sides know."""
    ids = list[RemoteId]()
    for number in range(count):
        house = firm.company.name_company(f"House {number}")
        ids.append(firm.company.create({"first_name": f"Nr {number}"}, company_id=house))
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(minutes=30)
    await firm.work()
    return ids


async def _refused_edit(firm: Firm) -> RemoteId:
    """Let Pipedrive refuse that Ana is Anna; return her id there."""
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    firm.later(minutes=30)
    await firm.work()
    firm.crm.troubles["update_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    await firm.call("ana", {"first_name": "Anna"})
    await firm.work()
    return remote_id


async def test_only_what_was_updated_lately_is_compared(firm: Firm) -> None:
    ids = await _settled(firm, 3)
    assert await _swept(firm) == Findings()
    house = firm.company.contacts[ids[0]].company_id
    assert house is not None
    firm.company.rename_company(house, "Palace")
    firm.company.edit(ids[1], {"first_name": "Bea"})
    assert await _swept(firm) == Findings(compared=2, differing=2)


async def test_what_was_found_by_the_last_sweep_is_not_found_again(firm: Firm) -> None:
    (ana,) = await _settled(firm, 1)
    firm.later(minutes=12)
    firm.company.edit(ana, {"first_name": "Bea"})
    assert await _swept(firm, 3) == Findings(compared=1, differing=1)
    assert await _swept(firm) == Findings(compared=1)


async def test_what_vixiees_wanted_as_well_is_no_difference(firm: Firm) -> None:
    remote_id = await _refused_edit(firm)
    assert (await firm.view("ana")).state is SyncState.PARKED
    firm.company.edit(remote_id, {"first_name": "Anna"})
    assert await _swept(firm) == Findings(compared=1)


async def test_what_an_event_left_open_is_no_difference_once_it_is_seen(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    firm.later(minutes=30)
    await firm.work()
    firm.company.edit(remote_id, {"first_name": "Anna"})
    event = firm.company.outbox.pop()
    outage = Trouble(error=CrmUnavailable("NO_ANSWER", "Later."))
    firm.crm.troubles["contact"] = [outage] * 5
    await firm.deliver(replace(event, fields={}, previous=None, marker_known=False))
    await firm.work()
    firm.company.edit(remote_id, {"first_name": "Ana"})
    assert await _swept(firm) == Findings(compared=1)


async def test_who_is_found_comes_with_a_company_that_nobody_knew(firm: Firm) -> None:
    ids = await _settled(firm, 12)
    house = firm.company.name_company("New House")
    firm.company.outbox.clear()
    firm.later(hours=1)
    await firm.work()
    for one in ids:
        firm.company.edit(one, {"company_id": str(house)})
    await _swept(firm)
    firm.later(minutes=5)
    await firm.work()
    assert [one.fields["company"] for one in await firm.news()] == ["New House"] * 12


async def test_what_is_known_to_differ_is_not_found_again(firm: Firm) -> None:
    remote_id = await _refused_edit(firm)
    contact = firm.company.contacts[remote_id]
    firm.company.contacts[remote_id] = replace(contact, update_time=firm.clock())
    assert await _swept(firm) == Findings(compared=1)

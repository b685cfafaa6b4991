"""Fields that one side empties by the dozen stay filled on the other, until somebody has looked."""

from domain.model.connection import ConnectionState
from domain.model.remote import COMPANY_ID
from domain.model.values import RemoteId
from tests.domain.use_cases.firm import ACME, Firm


async def _staffed(firm: Firm, count: int) -> list[RemoteId]:
    """Let both sides have so many contacts with a phone, all settled."""
    ids = [
        firm.company.create({"first_name": f"Nr {number}", "phone": f"{number}"})
        for number in range(count)
    ]
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(hours=2)
    return ids


async def _phones(firm: Firm) -> int:
    contacts, _ = await firm.contacts.list(ACME, 500, "")
    return sum(bool(one.fields.get("phone")) for one in contacts)


def _remote_phones(firm: Firm) -> int:
    return sum(bool(one.fields.get("phone")) for one in firm.company.contacts.values())


async def _paused_reason(firm: Firm) -> str:
    connection = await firm.connection()
    return connection.reason if connection.state is ConnectionState.PAUSED else ""


async def test_a_few_emptied_fields_pass(firm: Firm) -> None:
    for remote_id in (await _staffed(firm, 60))[:20]:
        firm.company.edit(remote_id, {"phone": None})
    await firm.deliver()
    await firm.work()
    assert (await _phones(firm), await _paused_reason(firm)) == (40, "")


async def test_many_emptied_fields_in_pipedrive_wait_for_an_approval(firm: Firm) -> None:
    for remote_id in await _staffed(firm, 60):
        firm.company.edit(remote_id, {"phone": None})
    await firm.deliver()
    await firm.work()
    assert (await _phones(firm), await _paused_reason(firm)) == (40, "MASS_BLANKING")
    assert "21 contacts were emptied" in (await firm.connection()).message
    await firm.connections.resume(ACME)
    await firm.work()
    assert (await _phones(firm), await _paused_reason(firm)) == (0, "")


async def test_many_emptied_fields_in_vixiees_wait_for_an_approval(firm: Firm) -> None:
    await _staffed(firm, 60)
    contacts, _ = await firm.contacts.list(ACME, 500, "")
    for contact in contacts:
        await firm.call(contact.record_id, {"phone": None}, applied=60)
    await firm.work()
    assert (_remote_phones(firm), await _paused_reason(firm)) == (60, "MASS_BLANKING")
    await firm.connections.resume(ACME)
    await firm.work()
    assert (_remote_phones(firm), await _paused_reason(firm)) == (0, "")


async def test_a_deleted_company_of_many_contacts_waits_for_an_approval(firm: Firm) -> None:
    house = firm.company.name_company("Ein Haus")
    for remote_id in await _staffed(firm, 30):
        firm.company.edit(remote_id, {COMPANY_ID: str(house)})
    await firm.deliver()
    await firm.work()
    firm.later(hours=2)
    for remote_id in firm.company.contacts:
        firm.company.edit(remote_id, {COMPANY_ID: None})
    await firm.deliver()
    await firm.work()
    contacts, _ = await firm.contacts.list(ACME, 500, "")
    assert sum(bool(one.fields.get("company")) for one in contacts) == 10
    assert await _paused_reason(firm) == "MASS_BLANKING"

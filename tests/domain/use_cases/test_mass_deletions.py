"""A mass deletion on one side stops before it reaches the other, until somebody has looked."""

from domain.model.change import ChangeType
from domain.model.connection import ConnectionState
from domain.model.remote import Action
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm


async def _staffed(firm: Firm, count: int) -> None:
    """Let both sides have so many contacts, all settled."""
    for number in range(count):
        firm.company.create({"first_name": f"Nr {number}"})
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    firm.later(hours=2)


async def _ends(firm: Firm) -> int:
    return sum(change.type is ChangeType.DELETED for change in await firm.news())


async def _delete_all_in_pipedrive(firm: Firm) -> None:
    for remote_id in list(firm.company.contacts):
        firm.company.delete(remote_id)
    await firm.deliver()
    await firm.work()


async def _delete_all_in_vixiees(firm: Firm) -> None:
    contacts, _ = await firm.contacts.list(ACME, 500, "")
    for contact in contacts:
        await firm.delete(contact.record_id)
    await firm.work()


async def test_a_few_deletions_pass(firm: Firm) -> None:
    await _staffed(firm, 20)
    await _delete_all_in_pipedrive(firm)
    assert await _ends(firm) == 20
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_many_deletions_in_pipedrive_wait_for_an_approval(firm: Firm) -> None:
    await _staffed(firm, 60)
    await _delete_all_in_pipedrive(firm)
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "MASS_DELETION")
    assert "resume the connection" in paused.message
    assert paused.resume_at is None
    assert await _ends(firm) == 20
    firm.later(days=3)
    await firm.work()
    assert await _ends(firm) == 0
    await firm.connections.resume(ACME)
    await firm.work()
    assert await _ends(firm) == 40
    assert (await firm.connection()).state is ConnectionState.ACTIVE


async def test_many_deletions_in_vixiees_wait_for_an_approval(firm: Firm) -> None:
    await _staffed(firm, 60)
    await _delete_all_in_vixiees(firm)
    assert (await firm.connection()).reason == "MASS_DELETION"
    assert len(firm.company.contacts) == 60
    await firm.connections.resume(ACME)
    await firm.work()
    assert firm.company.contacts == {}


async def test_an_approval_ends_after_an_hour(firm: Firm) -> None:
    await _staffed(firm, 100)
    await _delete_all_in_pipedrive(firm)
    await firm.connections.resume(ACME)
    await firm.work()
    firm.later(hours=2)
    await _staffed(firm, 60)
    await _delete_all_in_pipedrive(firm)
    assert (await firm.connection()).reason == "MASS_DELETION"


async def test_deletions_over_a_long_time_are_no_mass(firm: Firm) -> None:
    await _staffed(firm, 60)
    for remote_id in list(firm.company.contacts):
        firm.company.delete(remote_id)
        await firm.deliver()
        await firm.work()
        firm.later(minutes=10)
    assert await _ends(firm) == 60


async def test_calls_and_events_are_still_taken_while_it_waits(firm: Firm) -> None:
    await _staffed(firm, 60)
    await _delete_all_in_pipedrive(firm)
    receipt = await firm.call("neu", {"first_name": "Neu"})
    assert receipt.record.state is SyncState.PENDING
    firm.company.create({"first_name": "Auch neu"})
    assert firm.company.outbox[-1].action is Action.CREATED
    await firm.deliver()
    await firm.connections.resume(ACME)
    await firm.work()
    assert (await firm.view("neu")).state is SyncState.SYNCED


async def test_resuming_what_is_not_paused_changes_nothing(firm: Firm) -> None:
    before = await firm.connection()
    assert await firm.connections.resume(ACME) == before


async def test_an_audit_that_misses_many_stops_before_it_has_read_the_rest(firm: Firm) -> None:
    await _staffed(firm, 100)
    firm.crm.page_size = 10
    for remote_id in list(firm.company.contacts)[:40]:
        firm.company.delete(remote_id)
    firm.company.outbox.clear()
    firm.crm.asked.clear()
    firm.later(hours=25)
    await firm.work()
    paused = await firm.connection()
    assert (paused.state, paused.reason) == (ConnectionState.PAUSED, "MASS_DELETION")
    assert "40 contacts" in paused.message
    assert paused.upkeep.audit is None
    await firm.connections.resume(ACME)
    await firm.work()
    firm.later(minutes=20)
    await firm.work()
    assert await _ends(firm) == 40

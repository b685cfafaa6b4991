"""Forgetting for good: one contact, or everything about an account."""

import asyncio

import pytest

from domain.activity.activity import ActivityState
from domain.errors import Conflict, NotFound
from domain.model.change import ChangeType
from domain.model.connection import ConnectionState, DeletionPolicy
from domain.model.values import AccountId, RecordId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana", "phone": "+34 612"}
_PERSONAL = ("Ana", "612", "Anastasia")


async def _told(firm: Firm) -> str:
    """Return everything that the store remembers, as text."""
    return repr(firm.store.draft_of(await firm.connection_id()))


async def test_nothing_of_an_erased_contact_is_remembered(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"first_name": "Anastasia"})
    await firm.deliver()
    view = await firm.contacts.erase(ACME, RecordId("ana"))
    assert (view.state, dict(view.fields)) == (SyncState.DELETED, {})
    await firm.work()
    assert remote_id not in firm.company.contacts
    await firm.deliver()
    await firm.work()
    told = await _told(firm)
    assert not [one for one in _PERSONAL if one in told]
    assert [change.fields for change in await firm.news() if change.record_id == "ana"] == []


async def test_what_was_logged_with_an_erased_contact_is_forgotten(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.in_step("bea", {"first_name": "Bea"})
    await firm.timeline.call("1", ["ana"], notes="Ana wants a roof")
    await firm.timeline.call("2", ["bea"], to_number="+34 999")
    await firm.work()
    await firm.timeline.call("3", (), notes="Ana again")
    await firm.work()
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    await firm.deliver()
    await firm.work()
    told = await _told(firm)
    assert not [one for one in (*_PERSONAL, "roof") if one in told]
    assert (await firm.timeline.view("2")).state is ActivityState.LOGGED


async def test_erasing_again_changes_nothing(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    before = firm.store.all_records(await firm.connection_id())
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    assert firm.store.all_records(await firm.connection_id()) == before
    assert firm.crm.asked["delete_contact"] == 1


async def test_what_was_merged_into_the_contact_is_erased_with_it(firm: Firm) -> None:
    ana, bea = await firm.in_step("ana", _ANA), await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(bea, ana)
    await firm.deliver()
    await firm.work()
    assert (await firm.view("bea")).state is SyncState.MERGED
    await firm.contacts.erase(ACME, RecordId("bea"))
    await firm.work()
    await firm.deliver()
    await firm.work()
    assert firm.company.contacts == {}
    told = await _told(firm)
    assert not [one for one in (*_PERSONAL, "Bea") if one in told]


@pytest.mark.parametrize("named", ["ana", "bea"])
async def test_vixiees_is_told_which_contact_ends_with_the_one_it_named(
    firm: Firm, named: str
) -> None:
    ana, bea = await firm.in_step("ana", _ANA), await firm.in_step("bea", {"first_name": "Bea"})
    firm.company.merge(bea, ana)
    await firm.deliver()
    await firm.work()
    await firm.news()
    await firm.contacts.erase(ACME, RecordId(named))
    await firm.work()
    told = [(one.type, one.record_id) for one in await firm.news()]
    assert told == ([] if named == "ana" else [(ChangeType.DELETED, "ana")])


async def test_an_erased_contact_cannot_come_back_and_leaves_no_trace_in_trying(
    firm: Firm,
) -> None:
    await firm.in_step("ana", _ANA)
    await firm.contacts.erase(ACME, RecordId("ana"))
    with pytest.raises(Conflict):
        await firm.call("ana", {"first_name": "Anastasia"})
    assert "Anastasia" not in await _told(firm)


async def test_what_is_on_its_way_when_a_contact_is_erased_brings_nothing_back(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    await firm.call("ana", {"first_name": "Anastasia"})
    await firm.acknowledge()

    asked, answered = asyncio.Event(), asyncio.Event()

    def edit() -> None:
        firm.company.edit(remote_id, {"last_name": "Papadopoulou"})
        asked.set()

    firm.crm.troubles["update_contact"] = [Trouble(meanwhile=edit, answered=answered)]
    work = asyncio.create_task(firm.work())
    await asked.wait()
    await firm.contacts.erase(ACME, RecordId("ana"))
    answered.set()
    await work
    await firm.deliver()
    await firm.work()
    told = await _told(firm)
    assert not [one for one in (*_PERSONAL, "Anastasia", "Papadopoulou") if one in told]
    assert remote_id not in firm.company.contacts


async def test_erasing_goes_before_keeping_deletions(firm: Firm) -> None:
    await firm.connections.set_deletions(ACME, DeletionPolicy.KEEP)
    remote_id = await firm.in_step("ana", _ANA)
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    assert remote_id not in firm.company.contacts


async def test_an_erased_contact_is_not_found_anew_by_an_audit(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.contacts.erase(ACME, RecordId("ana"))
    await firm.work()
    firm.company.outbox.clear()
    for _ in range(2):
        firm.later(days=1)
        await firm.work()
    assert await firm.contacts.list(ACME, 10, "") == ([], "")


async def test_what_is_not_there_cannot_be_erased(firm: Firm) -> None:
    with pytest.raises(NotFound):
        await firm.contacts.erase(ACME, RecordId("nobody"))
    with pytest.raises(NotFound):
        await firm.contacts.erase(AccountId("nobody"), RecordId("ana"))


async def test_a_connection_can_end_with_everything_forgotten(firm: Firm) -> None:
    remote_id = firm.company.create(_ANA)
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    await firm.connections.disconnect(ACME, erase=True)
    await firm.work()
    ended = await firm.connection()
    assert ended.state is ConnectionState.DISCONNECTED
    assert ended.identity is None
    assert ended.last_change > 0
    assert len(firm.oauth.revoked) == 1
    assert firm.crm.webhooks == {}
    told = await _told(firm)
    assert not [one for one in _PERSONAL if one in told]
    assert remote_id in firm.company.contacts


async def test_an_ended_connection_can_still_be_erased(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.connections.disconnect(ACME)
    await firm.work()
    assert "Ana" in await _told(firm)
    await firm.connections.disconnect(ACME, erase=True)
    await firm.work()
    assert "Ana" not in await _told(firm)


async def test_after_erasing_everything_is_imported_anew(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.connections.disconnect(ACME, erase=True)
    await firm.work()
    await firm.connect()
    contacts, _ = await firm.contacts.list(ACME, 10, "")
    assert [one.fields["first_name"] for one in contacts] == ["Ana"]


async def test_logging_in_at_once_keeps_everything(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    await firm.connections.disconnect(ACME, erase=True)
    await firm.log_in()
    await firm.work()
    assert (await firm.connection()).state is ConnectionState.ACTIVE
    assert (await firm.view("ana")).state is SyncState.SYNCED

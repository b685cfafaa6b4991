"""The initial synchronization: page by page, resumable, and behind everything that is live."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from domain.errors import CrmUnavailable, LeaseLost
from domain.model.change import ChangeType
from domain.model.connection import ConnectionState, ImportPhase
from domain.model.values import FieldName, Kind, RecordId, Value
from domain.model.views import SyncState
from domain.use_cases.import_records import ImportRecords
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}


def _staffed(firm: Firm, count: int = 25) -> Firm:
    """Let the company have so many contacts, read ten at a time."""
    for number in range(count):
        firm.company.create({"first_name": f"Nr {number}", "phone": f"+34 {number:04}"})
    firm.company.outbox.clear()
    firm.crm.page_size = 10
    return firm


def _filled(fields: object) -> dict[FieldName, Value]:
    assert isinstance(fields, dict)
    return {name: value for name, value in fields.items() if value is not None}


async def test_every_contact_comes_in_once_page_by_page(stranger: Firm) -> None:
    await _staffed(stranger).connect()
    connection = await stranger.connection()
    assert connection.progress.phase is ImportPhase.DONE
    assert connection.progress.contacts == 25
    assert stranger.crm.asked["list_contacts"] == 3
    news = await stranger.news()
    assert len({change.record_id for change in news}) == len(news) == 25
    assert {_filled(dict(change.fields))["phone"] for change in news} == {
        f"+34 {number:04}" for number in range(25)
    }


async def test_contacts_come_with_the_names_of_their_companies(stranger: Firm) -> None:
    house = stranger.company.name_company("Ein Haus")
    stranger.company.create({"first_name": "Ana"}, company_id=house)
    await stranger.connect()
    (change,) = await stranger.news()
    assert change.fields["company"] == "Ein Haus"
    await stranger.call("bea", {"first_name": "Bea", "company": "Ein Haus"})
    await stranger.work()
    assert stranger.crm.asked["companies"] == stranger.crm.asked["find_companies"] == 0


async def test_a_failing_page_is_read_again_and_no_other(stranger: Firm) -> None:
    _staffed(stranger)
    outage = Trouble(error=CrmUnavailable("UNAVAILABLE", "Try again."))
    stranger.crm.troubles["list_contacts"] = [Trouble(), outage, outage]
    await stranger.log_in()
    for _ in range(5):
        await stranger.work()
        stranger.later(minutes=1)
    assert (await stranger.connection()).state is ConnectionState.ACTIVE
    assert stranger.crm.asked["list_contacts"] == 5
    assert (await stranger.connection()).progress.contacts == 25


async def test_a_crash_in_the_middle_repeats_one_page(stranger: Firm) -> None:
    _staffed(stranger)
    await stranger.log_in()
    connection_id = await stranger.connection_id()
    crash = partial(stranger.store.take_over, connection_id, timedelta(minutes=1))
    stranger.crm.troubles["list_contacts"] = [Trouble(), Trouble(meanwhile=crash)]
    with pytest.raises(LeaseLost):
        await stranger.work()
    assert (await stranger.connection()).progress.contacts == 10
    stranger.later(minutes=2)
    await stranger.work()
    assert stranger.crm.asked["list_contacts"] == 4
    assert (await stranger.connection()).progress.contacts == 25
    contacts, _ = await stranger.contacts.list(ACME, 100, "")
    assert len(contacts) == 25


async def test_a_contact_edited_while_its_page_is_on_the_way_keeps_the_edit(
    stranger: Firm,
) -> None:
    _staffed(stranger, 5)
    first = min(stranger.company.contacts)
    stale = stranger.company.contacts[first]

    def edit_behind_the_page() -> None:
        stranger.later(seconds=2)
        stranger.company.edit(first, {"first_name": "Live"})

    await stranger.log_in()
    stranger.crm.troubles["list_contacts"] = [Trouble(meanwhile=edit_behind_the_page)]
    await stranger.work()
    assert stale.fields["first_name"] == "Nr 0"
    await stranger.deliver()
    await stranger.work()
    names = {change.fields.get("first_name") for change in await stranger.news()}
    assert "Live" in names
    linked, _ = await stranger.contacts.list(ACME, 10, "")
    assert [one.fields["first_name"] for one in linked if one.remote_id == first] == ["Live"]


async def test_a_contact_deleted_during_the_import_stays_away(stranger: Firm) -> None:
    _staffed(stranger, 25)
    last = max(stranger.company.contacts)
    await stranger.log_in()
    stale = stranger.company.contacts[last]
    stranger.company.delete(last)
    await stranger.deliver()
    stranger.company.contacts[last] = stale
    await stranger.work()
    contacts, _ = await stranger.contacts.list(ACME, 100, "")
    assert last not in {one.remote_id for one in contacts}


async def test_a_contact_of_both_sides_meets_by_its_phone(stranger: Firm) -> None:
    _staffed(stranger)
    known = stranger.company.create({"first_name": "Ana", "phone": "+34 612"})
    await stranger.start()
    await stranger.call("ana", _ANA)
    await stranger.connect()
    await stranger.work()
    assert await stranger.remote_id("ana") == known
    assert stranger.shown(known) == _ANA
    assert stranger.crm.asked["create_contact"] == 0
    assert [one.record_id for one in await stranger.news()].count(RecordId("ana")) <= 1


async def test_the_other_half_of_a_met_contact_is_never_told(stranger: Firm) -> None:
    stranger.company.create({"first_name": "Ana", "phone": "+34 612"})
    await stranger.start()
    await stranger.call("ana", _ANA)
    await stranger.connect()
    assert {change.record_id for change in await stranger.news()} <= {"ana"}


async def test_an_empty_value_never_beats_a_filled_one(stranger: Firm) -> None:
    house = stranger.company.name_company("Ein Haus")
    known = stranger.company.create({"first_name": "Ana", "phone": "+34 612"}, company_id=house)
    await stranger.start()
    stranger.later(hours=1)
    await stranger.call("ana", {**_ANA, "company": None})
    await stranger.connect()
    await stranger.work()
    assert stranger.shown(known) == {**_ANA, "company": "Ein Haus"}


async def test_two_candidates_are_not_guessed_between(stranger: Firm) -> None:
    for name in ("Ana", "Anna"):
        stranger.company.create({"first_name": name, "phone": "+34 612"})
    await stranger.start()
    await stranger.call("ana", _ANA)
    await stranger.connect()
    parked = await stranger.view("ana")
    assert (parked.state, parked.reason) == (SyncState.PARKED, "AMBIGUOUS_MATCH")
    assert len(stranger.company.contacts) == 2
    stranger.later(minutes=5)
    await stranger.call("ana", {**_ANA, "phone": "+34 999"})
    await stranger.work()
    assert (await stranger.view("ana")).state is SyncState.SYNCED
    assert len(stranger.company.contacts) == 3


async def test_a_contact_that_carries_our_id_is_ours(stranger: Firm) -> None:
    await stranger.start()
    await stranger.call("ana", _ANA)
    known = stranger.company.create({"first_name": "Ganz anders"}, marker=RecordId("ana"))
    await stranger.connect()
    await stranger.work()
    assert await stranger.remote_id("ana") == known


async def test_nothing_is_created_before_the_import_is_over(stranger: Firm) -> None:
    _staffed(stranger)
    created_at = list[int]()

    def count() -> None:
        created_at.append(stranger.crm.asked["create_contact"])

    stranger.crm.troubles["list_contacts"] = [Trouble(meanwhile=count)] * 3
    await stranger.start()
    await stranger.call("neu", {"first_name": "Neu"})
    await stranger.connect()
    await stranger.work()
    assert created_at == [0, 0, 0]
    assert (await stranger.view("neu")).state is SyncState.SYNCED


@pytest.mark.parametrize("again", [1, 2])
async def test_importing_again_tells_nothing_new(stranger: Firm, again: int) -> None:
    await _staffed(stranger).connect()
    await stranger.acknowledge()
    for _ in range(again):
        await stranger.connect()
    assert await stranger.news() == []
    contacts, _ = await stranger.contacts.list(ACME, 100, "")
    assert len(contacts) == 25
    assert not [one for one in contacts if one.state is not SyncState.SYNCED]


async def test_connecting_again_finds_what_was_missed(stranger: Firm) -> None:
    await _staffed(stranger, 3).connect()
    await stranger.acknowledge()
    remote_id = min(stranger.company.contacts)
    stranger.later(minutes=10)
    stranger.company.edit(remote_id, {"first_name": "Verpasst"})
    stranger.company.outbox.clear()
    await stranger.connect()
    for _ in range(2):
        stranger.later(minutes=10)
        await stranger.work()
    (change,) = await stranger.news()
    assert (change.type, dict(change.fields)) == (ChangeType.UPSERTED, {"first_name": "Verpasst"})


async def test_an_import_that_ends_while_its_connection_is_being_stopped_leaves_it_so(
    firm: Firm,
) -> None:
    connection = await firm.connection()
    matching = replace(connection.progress, phase=ImportPhase.MATCHING, cursor=f"{Kind.DEAL}:")
    begun = replace(connection, state=ConnectionState.IMPORTING, progress=matching)
    stopped = replace(begun, state=ConnectionState.NEEDS_RECONNECT)
    driven = await firm.drives(begun)
    await firm.store.transact(lambda tx: tx.connections.put(stopped))
    await ImportRecords(keeping=firm.keeping).run(driven, "")
    after = await firm.connection()
    assert (after.state, after.since) == (ConnectionState.NEEDS_RECONNECT, connection.since)
    assert after.progress.phase is ImportPhase.DONE

"""Where deletions are kept, what one side deletes stays on the other and lives on alone."""

import pytest

from domain.model.connection import DeletionPolicy
from domain.model.values import FieldName, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez"}


@pytest.fixture
async def keeping(firm: Firm) -> Firm:
    await firm.connections.set_deletions(ACME, DeletionPolicy.KEEP)
    return firm


async def test_a_contact_deleted_in_pipedrive_stays_in_vixiees(keeping: Firm) -> None:
    remote_id = await keeping.in_step("ana", _ANA)
    keeping.company.delete(remote_id)
    await keeping.deliver()
    await keeping.work()
    assert await keeping.news() == []
    view = await keeping.view("ana")
    assert (view.state, view.reason) == (SyncState.DELETED, "KEPT")
    assert view.message.startswith("It was deleted in Pipedrive and is kept in Vixiees")


async def test_what_vixiees_does_with_it_goes_nowhere(keeping: Firm) -> None:
    remote_id = await keeping.in_step("ana", _ANA)
    keeping.company.delete(remote_id)
    await keeping.deliver()
    await keeping.work()
    keeping.later(minutes=5)
    receipt = await keeping.call("ana", {**_ANA, "first_name": "Anna"})
    await keeping.work()
    assert receipt.record.reason == "KEPT"
    assert keeping.company.contacts == {}


async def test_a_contact_deleted_in_vixiees_stays_in_pipedrive(keeping: Firm) -> None:
    remote_id = await keeping.in_step("ana", _ANA)
    await keeping.delete("ana")
    keeping.later(hours=1)
    await keeping.work()
    assert keeping.shown(remote_id) == _ANA
    view = await keeping.view("ana")
    assert view.message.startswith("It was deleted in Vixiees and is kept in Pipedrive")


async def test_what_pipedrive_does_with_it_is_not_told(keeping: Firm) -> None:
    remote_id = await keeping.in_step("ana", _ANA)
    await keeping.delete("ana")
    keeping.later(minutes=5)
    keeping.company.edit(remote_id, {"first_name": "Anna"})
    await keeping.deliver()
    await keeping.work()
    keeping.company.delete(remote_id)
    await keeping.deliver()
    await keeping.work()
    assert await keeping.news() == []
    assert (await keeping.view("ana")).state is SyncState.DELETED


async def test_an_import_does_not_bring_it_back(keeping: Firm) -> None:
    await keeping.in_step("ana", _ANA)
    await keeping.delete("ana")
    await keeping.connect()
    contacts, _ = await keeping.contacts.list(ACME, 10, "")
    assert contacts == []
    assert await keeping.news() == []


async def test_many_kept_deletions_stop_nothing(keeping: Firm) -> None:
    for number in range(40):
        keeping.company.create({"first_name": f"Nr {number}"})
    await keeping.deliver()
    await keeping.work()
    await keeping.acknowledge()
    for remote_id in list(keeping.company.contacts):
        keeping.company.delete(remote_id)
    await keeping.deliver()
    await keeping.work()
    assert await keeping.news() == []
    assert (await keeping.connection()).reason == ""


async def test_deletions_are_mirrored_again_from_when_it_is_decided(keeping: Firm) -> None:
    kept = await keeping.in_step("ana", _ANA)
    await keeping.delete("ana")
    mirrored = await keeping.in_step("bea", {"first_name": "Bea"})
    await keeping.connections.set_deletions(ACME, DeletionPolicy.MIRROR)
    await keeping.delete("bea")
    await keeping.work()
    assert set(keeping.company.contacts) == {kept} != {mirrored}

"""What is old is forgotten, and what may still be needed is not."""

import pytest

from domain.errors import OutOfRange
from domain.model.connection import ConnectionState
from domain.model.remote import Entity
from domain.model.values import ChangeNumber, Kind
from domain.model.views import Intake
from domain.ports.store import Tx
from tests.domain.use_cases.firm import ACME, Firm

_ANA = {"first_name": "Ana"}


async def _days(firm: Firm, count: int) -> None:
    for _ in range(count):
        firm.later(days=1)
        await firm.work()


async def _kept(firm: Firm) -> list[int]:
    connection_id = await firm.connection_id()
    kept = await firm.store.transact(lambda tx: tx.feed(connection_id).after(ChangeNumber(0), 500))
    return [one.number for one in kept]


async def _hire(firm: Firm, count: int) -> None:
    for number in range(count):
        firm.company.create({"first_name": f"Nr {number}"})
    await firm.deliver()
    await firm.work()


async def test_acknowledged_changes_are_kept_for_a_month(firm: Firm) -> None:
    await _hire(firm, 3)
    await firm.acknowledge()
    await _days(firm, 29)
    await _hire(firm, 2)
    await firm.acknowledge()
    assert await _kept(firm) == [1, 2, 3, 4, 5]
    await _days(firm, 2)
    assert await _kept(firm) == [4, 5]


async def test_changes_that_nobody_acknowledged_are_kept_for_half_a_year(firm: Firm) -> None:
    await _hire(firm, 3)
    await firm.changes.acknowledge(ACME, ChangeNumber(1))
    await _days(firm, 60)
    assert await _kept(firm) == [2, 3]
    await _days(firm, 122)
    assert await _kept(firm) == []


async def test_whoever_comes_back_too_late_is_told_so_also_when_nothing_is_left(firm: Firm) -> None:
    await _hire(firm, 3)
    await firm.acknowledge()
    await _days(firm, 32)
    with pytest.raises(OutOfRange) as refusal:
        await anext(firm.changes.watch(ACME, ChangeNumber(2)))
    assert refusal.value.metadata == {"oldest": "3"}
    assert (await anext(firm.changes.watch(ACME, ChangeNumber(3)))).number == 3


async def test_a_reader_that_is_overtaken_on_its_way_is_told_so(firm: Firm) -> None:
    await _hire(firm, 2)
    reading = firm.changes.watch(ACME, ChangeNumber(0))
    for _ in range(3):
        await anext(reading)
    await _hire(firm, 2)
    connection_id = await firm.connection_id()
    await firm.store.transact(lambda tx: tx.history(connection_id).forget_changes(ChangeNumber(3)))
    with pytest.raises(OutOfRange):
        await anext(reading)


async def test_an_erased_account_begins_where_it_ended(firm: Firm) -> None:
    await _hire(firm, 2)
    await firm.connections.disconnect(ACME, erase=True)
    await firm.work()
    with pytest.raises(OutOfRange) as refusal:
        await anext(firm.changes.watch(ACME, ChangeNumber(0)))
    assert refusal.value.metadata == {"oldest": "2"}


async def test_a_repeated_delivery_is_known_for_a_week(firm: Firm) -> None:
    firm.company.create(_ANA)
    (event,) = firm.company.outbox
    await firm.deliver()
    await firm.work()
    await _days(firm, 6)
    assert await firm.deliver(event) == [Intake.REPEATED]
    await _days(firm, 2)
    assert await firm.deliver(event) == [Intake.STORED]
    await firm.work()
    assert len(firm.store.all_records(await firm.connection_id())) == 1


async def test_a_delivery_that_waits_is_never_forgotten(firm: Firm) -> None:
    firm.crm.allowance.suspended = True
    await firm.call("bea", {"first_name": "Bea"})
    await firm.work()
    remote_id = firm.company.create(_ANA)
    await firm.deliver()
    await _days(firm, 50)
    assert (await firm.connection()).state is ConnectionState.PAUSED
    connection_id = await firm.connection_id()

    def waiting(tx: Tx) -> int:
        return len(tx.inbox(connection_id).of_entity(Entity.CONTACT, remote_id))

    assert await firm.store.transact(waiting) == 1
    firm.crm.allowance.suspended = False
    await _days(firm, 2)
    assert await firm.store.transact(waiting) == 0
    known = firm.store.all_records(connection_id).values()
    assert remote_id in {one.remote_id for one in known}


async def test_ends_outlive_what_pipedrive_keeps_of_the_deleted(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.delete(remote_id)
    await firm.deliver()
    await firm.work()
    connection_id = await firm.connection_id()

    def is_known(tx: Tx) -> bool:
        return bool(tx.records(connection_id, Kind.CONTACT).ends([remote_id]))

    await _days(firm, 39)
    assert await firm.store.transact(is_known)
    await _days(firm, 2)
    assert not await firm.store.transact(is_known)


@pytest.mark.parametrize("days", [20, 35, 50])
async def test_old_news_of_the_deleted_bring_nobody_back(firm: Firm, days: int) -> None:
    remote_id = firm.company.create(_ANA)
    late = firm.company.outbox.pop()
    await _hire(firm, 1)
    firm.company.delete(remote_id)
    await firm.deliver()
    await firm.work()
    await _days(firm, days)
    await firm.news()
    assert await firm.deliver(late) == [Intake.STORED]
    await _days(firm, 1)
    assert await firm.news() == []


async def test_a_request_is_remembered_for_a_week(firm: Firm) -> None:
    await firm.call("ana", _ANA, request_id="r1")
    connection_id = await firm.connection_id()

    async def is_known() -> bool:
        found = await firm.store.transact(lambda tx: tx.requests(connection_id).find("r1"))
        return found is not None

    await _days(firm, 6)
    assert await is_known()
    await _days(firm, 2)
    assert not await is_known()


@pytest.mark.parametrize("ends", [True, False])
async def test_it_goes_on_in_every_state(firm: Firm, *, ends: bool) -> None:
    await _hire(firm, 3)
    await firm.acknowledge()
    if ends:
        await firm.connections.disconnect(ACME)
    else:
        firm.crm.allowance.suspended = True
        await firm.call("ana", _ANA)
    await _days(firm, 32)
    assert await _kept(firm) == []


async def test_it_begins_before_anybody_has_logged_in(stranger: Firm) -> None:
    await stranger.start()
    for _ in range(3):
        await stranger.connections.start(ACME)
    await _days(stranger, 1)
    connection_id = await stranger.connection_id()
    assert len(stranger.store.logins(connection_id)) == 4
    await _days(stranger, 2)
    assert stranger.store.logins(connection_id) == []

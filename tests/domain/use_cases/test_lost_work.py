"""What should be due and is not on the list: it is found again."""

from dataclasses import replace
from datetime import timedelta

from domain.model.values import Kind
from domain.model.work import Task
from domain.ports.store import Tx
from domain.use_cases.wake_up import WakeUp
from tests.domain.use_cases.firm import Firm

_ANA = {"first_name": "Ana"}


async def _forget(firm: Firm, *spared: Task) -> None:
    """Let the list forget everything but these."""
    connection_id = await firm.connection_id()

    def forget(tx: Tx) -> None:
        work = tx.work(connection_id)
        for one in work.due(firm.clock() + timedelta(days=365), 1000):
            if one.key.task not in spared:
                work.done(one.key, one.version)

    await firm.store.transact(forget)


async def test_what_comes_by_the_clock_is_put_back_when_a_process_starts(firm: Firm) -> None:
    bea = firm.company.create({"first_name": "Bea"})
    await firm.deliver()
    await firm.work()
    await _forget(firm)
    firm.company.edit(bea, {"first_name": "Bee"})
    firm.company.outbox.clear()
    await WakeUp(store=firm.store, clock=firm.clock).run()
    for _ in range(2):
        firm.later(minutes=20)
        await firm.work()
    assert [one.fields["first_name"] for one in await firm.news()] == ["Bea", "Bee"]


async def test_a_record_that_asks_for_something_is_found_by_the_audit(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    await _forget(firm, Task.AUDIT)
    firm.later(hours=25)
    await firm.work()
    assert firm.shown(await firm.remote_id("ana"))["first_name"] == "Ana"


async def test_a_record_that_still_waits_for_the_import_is_freed_by_the_audit(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    connection_id = await firm.connection_id()

    def hold(tx: Tx) -> None:
        contacts = tx.records(connection_id, Kind.CONTACT)
        contacts.put([replace(one, held=True) for one in contacts.list(None, 10)])

    await firm.store.transact(hold)
    await firm.work()
    assert not firm.company.contacts
    firm.later(hours=25)
    await firm.work()
    assert firm.shown(await firm.remote_id("ana"))["first_name"] == "Ana"

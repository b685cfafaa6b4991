"""Several workers, one connection each at a time, in turns."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Literal

import pytest

from domain.errors import LeaseLost
from domain.model.views import SyncState
from domain.use_cases.work import Worker
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_ANA = {"first_name": "Ana"}


async def test_whoever_lost_the_lease_writes_nothing_more(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    lease = await firm.store.lease("slow", timedelta(seconds=1))
    assert lease is not None
    firm.later(seconds=5)
    assert await firm.store.lease("quick", timedelta(minutes=1)) is not None
    with pytest.raises(LeaseLost):
        await firm.drive.run(lease, asyncio.Event())
    assert firm.company.contacts == {}


async def test_whoever_loses_the_lease_during_a_request_leaves_the_answer_to_the_next(
    firm: Firm,
) -> None:
    await firm.call("ana", _ANA)
    slow = await firm.store.lease("slow", timedelta(minutes=1))
    assert slow is not None
    lose = partial(firm.store.take_over, slow.connection_id, timedelta(minutes=1))
    firm.crm.troubles["create_contact"] = [Trouble(meanwhile=lose)]
    with pytest.raises(LeaseLost):
        await firm.drive.run(slow, asyncio.Event())
    assert (await firm.view("ana")).remote_id is None
    firm.later(minutes=2)
    await firm.work()
    assert list(firm.company.contacts) == [await firm.remote_id("ana")]
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_live_work_goes_before_what_looks_everything_through(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    order = list[str]()
    firm.crm.troubles["update_contact"] = [Trouble(meanwhile=lambda: order.append("push"))]
    firm.crm.troubles["list_contacts"] = [Trouble(meanwhile=lambda: order.append("page"))]
    firm.later(days=1)
    await firm.call("ana", {"first_name": "Anna"})
    await firm.work()
    assert order == ["push", "page"]


async def test_a_busy_connection_lets_others_have_their_turn(firm: Firm) -> None:
    slow = Trouble(meanwhile=lambda: firm.later(seconds=10))
    firm.crm.troubles["create_contact"] = [slow] * 20
    for number in range(20):
        await firm.call(f"c {number:02}", {"first_name": f"Nr {number}"})
    lease = await firm.store.lease("w", timedelta(hours=1))
    assert lease is not None
    await firm.drive.run(lease, asyncio.Event())
    assert 3 <= len(firm.company.contacts) < 20


async def test_a_worker_finishes_what_it_began_when_it_is_told_to_stop(firm: Firm) -> None:
    worker = Worker(store=firm.store, drive=firm.drive, holder="w", journal=firm.notes)
    stop, answered = asyncio.Event(), asyncio.Event()
    firm.crm.troubles["create_contact"] = [Trouble(meanwhile=stop.set, answered=answered)]
    await firm.call("ana", _ANA)
    running = asyncio.create_task(worker.run(stop))
    await stop.wait()
    await _some_steps()
    assert not running.done()
    answered.set()
    async with asyncio.timeout(10):
        await running
    assert (await firm.view("ana")).state is SyncState.SYNCED


class _Awaited(asyncio.Event):
    """An answer that does not come; *is_over* once nobody waits for it any more."""

    is_over = False

    async def wait(self) -> Literal[True]:
        try:
            return await super().wait()
        finally:
            self.is_over = True


async def test_a_worker_that_slept_through_its_lease_is_over_with_it_before_it_begins_anew(
    firm: Firm,
) -> None:
    worker = Worker(store=firm.store, drive=firm.drive, holder="w", journal=firm.notes)
    stop, sent, answer = asyncio.Event(), asyncio.Event(), _Awaited()
    over = list[bool]()

    def again() -> None:
        over.append(answer.is_over)
        stop.set()

    hanging = Trouble(meanwhile=sent.set, answered=answer)
    firm.crm.troubles["create_contact"] = [hanging, Trouble(meanwhile=again)]
    await firm.call("ana", _ANA)
    running = asyncio.create_task(worker.run(stop))
    await sent.wait()
    firm.later(minutes=1)
    await firm.call("bea", {"first_name": "Bea"})
    await stop.wait()
    answer.set()
    await running
    assert over == [True]


async def _some_steps() -> None:
    """Let everybody go on who is not waiting for an answer."""
    for _ in range(100):
        await asyncio.sleep(0)

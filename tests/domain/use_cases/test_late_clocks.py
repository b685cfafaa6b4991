"""Pipedrive's clock may be behind ours; its answers tell by how much."""

from datetime import datetime, timedelta

import pytest

from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.lost_answers import LOST, create_unanswered
from tests.fakes.crm_requests import Trouble
from tests.fakes.world import FakeClock

_BEHIND = timedelta(seconds=100)


class _LateClock(FakeClock):
    """Shows less than the clock it goes with."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    def __call__(self) -> datetime:
        return self._clock() - _BEHIND

    def pass_(self, span: timedelta) -> None:
        self._clock.pass_(span)


@pytest.fixture
def late(firm: Firm) -> Firm:
    """Return the firm of a company whose clock is behind, and whose answers tell so."""
    firm.crm.allowance.behind = _BEHIND
    firm.company.clock = _LateClock(firm.clock)
    return firm


async def _settled(firm: Firm) -> int:
    """Let all waiting be over; return how often contacts have been written."""
    for _ in range(6):
        firm.later(minutes=5)
        await firm.work()
    return firm.crm.asked["update_contact"]


async def test_an_edit_on_a_write_whose_answer_was_lost_stands(late: Firm) -> None:
    remote_id = await late.in_step("ana", {"first_name": "Ana"})
    late.crm.troubles["update_contact"] = [Trouble(error=LOST, after_effect=True)]
    await late.call("ana", {"first_name": "Anna"})
    await late.work()
    late.later(seconds=15)
    late.company.edit(remote_id, {"first_name": "Hanna"})
    await late.deliver()
    await late.work()
    late.later(minutes=5)
    await late.work()
    assert late.shown(remote_id) == {"first_name": "Hanna"}
    assert [one.fields for one in await late.news()] == [{"first_name": "Hanna"}]


async def test_an_edit_soon_after_a_creation_stands(late: Firm) -> None:
    await late.call("ana", {"first_name": "Ana"})
    await late.work()
    remote_id = await late.remote_id("ana")
    late.later(seconds=15)
    late.company.edit(remote_id, {"first_name": "Hanna"})
    await late.deliver()
    assert await _settled(late) == 0
    assert late.shown(remote_id) == {"first_name": "Hanna"}


@pytest.mark.parametrize("is_told", [False, True], ids=["found", "told"])
async def test_an_edit_soon_after_a_creation_without_an_answer_stands(
    late: Firm, *, is_told: bool
) -> None:
    await late.call("ana", {"first_name": "Ana"})
    remote_id = await create_unanswered(late)
    if is_told:
        await late.deliver()
    late.later(seconds=80)
    await late.work()
    late.company.edit(remote_id, {"first_name": "Hanna"})
    await late.deliver()
    assert await _settled(late) == 0
    assert late.shown(remote_id) == {"first_name": "Hanna"}


async def test_who_deletes_the_first_of_two_keeps_the_second(late: Firm) -> None:
    await late.call("ana", {"first_name": "Ana"})
    first = await create_unanswered(late)
    hidden = late.company.contacts.pop(first)
    late.later(minutes=2)
    second = await create_unanswered(late)
    late.later(minutes=2)
    await late.work()
    late.company.outbox.clear()
    late.clock.now -= timedelta(seconds=90)
    late.company.contacts[first] = hidden
    late.company.delete(first)
    late.clock.now += timedelta(seconds=90)
    await late.deliver()
    await _settled(late)
    assert list(late.company.contacts) == [second]
    assert (await late.view("ana")).state is SyncState.SYNCED

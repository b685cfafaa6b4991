"""Who is not there any more, and no webhook said why: deleted, or merged into somebody."""

import pytest

from domain.model.change import ChangeType
from domain.model.values import FieldName, RemoteId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "phone": "+34 612"}


async def _pass(firm: Firm, **span: float) -> None:
    firm.later(**span)
    await firm.work()


async def _merged_unheard(firm: Firm) -> RemoteId:
    """Let Ana be merged into somebody we know, who takes over her id of ours; return the winner."""
    ana = await firm.in_step("ana", _ANA)
    winner = firm.company.create({"first_name": "Anna"})
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    await _pass(firm, minutes=20)
    firm.company.merge(ana, winner)
    firm.company.outbox.clear()
    return winner


@pytest.mark.parametrize("days", [1, 3])
async def test_a_merge_is_still_seen_when_an_audit_misses_the_loser(firm: Firm, days: int) -> None:
    winner = await _merged_unheard(firm)
    await _pass(firm, days=days)
    await _pass(firm, minutes=20)
    view = await firm.view("ana")
    assert view.merged_into is not None
    assert (await firm.view(view.merged_into)).remote_id == winner
    ends = [change for change in await firm.news() if change.type is not ChangeType.UPSERTED]
    assert [(change.record_id, change.type) for change in ends] == [("ana", ChangeType.MERGED)]


async def test_late_news_of_the_loser_does_not_hide_the_merge(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    firm.company.edit(ana, {"last_name": "Sanz"})
    late = firm.company.outbox[-1]
    winner = firm.company.create({"first_name": "Anna"})
    firm.company.merge(ana, winner)
    firm.company.outbox.clear()
    firm.later(minutes=55)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    await firm.work()
    firm.later(minutes=10)
    await firm.deliver(late)
    await firm.work()
    await _pass(firm, minutes=10)
    view = await firm.view("ana")
    assert view.merged_into is not None
    assert (await firm.view(view.merged_into)).remote_id == winner


async def test_whoever_left_no_trace_was_deleted(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    await _pass(firm, minutes=20)
    firm.company.delete(ana)
    firm.company.outbox.clear()
    await _pass(firm, days=1)
    await _pass(firm, minutes=20)
    assert (await firm.view("ana")).state is SyncState.DELETED

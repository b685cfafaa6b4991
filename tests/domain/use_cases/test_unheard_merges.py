"""Persons who were merged in Pipedrive while no webhook told of it."""

from dataclasses import replace

import pytest

from domain.model.values import RecordId, RemoteId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm

_ANA = {"first_name": "Ana", "phone": "+34 612"}


async def _merged_unheard(firm: Firm, loser: RemoteId, winner: RemoteId) -> None:
    """Merge persons; the winner takes our id over, and nobody is told."""
    firm.company.merge(loser, winner)
    carrying = replace(firm.company.contacts[winner], marker=RecordId("ana"))
    firm.company.contacts[winner] = carrying
    firm.company.outbox.clear()


@pytest.mark.parametrize("others", [0, 5])
async def test_who_is_missed_is_looked_for_by_our_id_before_it_counts_as_deleted(
    firm: Firm, others: int
) -> None:
    firm.crm.page_size = 2
    ana = await firm.in_step("ana", _ANA)
    firm.later(hours=30)
    await firm.work()
    for number in range(others):
        firm.company.create({"first_name": f"Nr {number}"})
    winner = firm.company.create({"first_name": "Anna"})
    await _merged_unheard(firm, ana, winner)
    firm.later(minutes=1)
    await firm.call("ana", {"first_name": "Anita"})
    await firm.work()
    assert (await firm.view("ana")).state is not SyncState.DELETED
    firm.later(minutes=20)
    await firm.work()
    view = await firm.view("ana")
    assert (view.state, view.remote_id) == (SyncState.SYNCED, winner)
    assert firm.shown(winner)["first_name"] == "Anita"

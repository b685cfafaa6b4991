"""Deletions over the whole way: too many at once, kept ones, and events that come very late."""

from datetime import timedelta

from app.demo.deal_stage import GONE, in_step, map_sales, on_both
from app.demo.sales import Sales
from app.demo.stage import eventually
from tests.journeys.days import days
from tests.journeys.town import Town
from tests.journeys.wiring import ACME
from vixiees.pipedrive.v1.connection_service_pb2 import (
    ConnectionState,
    DeletionPolicy,
    SetDeletionPolicyRequest,
)
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceStub
from vixiees.pipedrive.v1.contact_pb2 import SyncState
from vixiees.pipedrive.v1.deal_service_pb2 import DeleteDealRequest
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceStub

_ACTIVE = ConnectionState.CONNECTION_STATE_ACTIVE
_PAUSED = ConnectionState.CONNECTION_STATE_PAUSED
_KEEP = DeletionPolicy.DELETION_POLICY_KEEP


async def test_many_deals_deleted_in_vixiees_wait_until_somebody_has_looked(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    deals, service = acme.sandbox.company.tables["deal"], DealServiceStub(acme.channel)
    for deal_id in list((await acme.vixiees.deals.linked()).values())[:30]:
        await service.DeleteDeal(DeleteDealRequest(account_id="acme", deal_id=deal_id))
    paused = await acme.state(_PAUSED)
    assert (paused.reason, paused.HasField("resume_time")) == ("MASS_DELETION", False)
    assert "deals were deleted" in paused.message
    assert len(list(deals.living())) >= 45 - 20
    await acme.vixiees.resume()
    await acme.state(_ACTIVE)

    async def left() -> int:
        return len(list(deals.living()))

    assert await eventually(left, lambda count: count == 45 - 30) == 45 - 30


async def test_where_deletions_are_kept_each_side_keeps_its_own(acme: Town) -> None:
    await acme.connect()
    await map_sales(acme)
    here, here_number = await in_step(acme, "Gone here")
    there, there_number = await in_step(acme, "Gone there")
    await acme.quiet()
    request = SetDeletionPolicyRequest(account_id="acme", deletion_policy=_KEEP)
    answer = await ConnectionServiceStub(acme.channel).SetDeletionPolicy(request)
    assert answer.connection.deletion_policy == _KEEP
    sales = Sales(acme.colleague)
    await acme.vixiees.deals.delete(here)
    await sales.delete(there_number)

    async def reasons() -> list[str]:
        shown = [await acme.vixiees.deals.shown(one) for one in (here, there)]
        assert {one.state for one in shown} <= {
            SyncState.SYNC_STATE_DELETED,
            SyncState.SYNC_STATE_SYNCED,
        }
        return [one.reason for one in shown]

    assert await eventually(reasons, all) == ["KEPT", "KEPT"]
    assert "Gone here" in await sales.words(here_number)
    assert there in acme.vixiees.deals.rows
    mirrored = SetDeletionPolicyRequest(
        account_id="acme", deletion_policy=DeletionPolicy.DELETION_POLICY_MIRROR
    )
    await ConnectionServiceStub(acme.channel).SetDeletionPolicy(mirrored)
    deal_id, number = await in_step(acme, "Gone on both")
    await sales.delete(number)
    assert (await on_both(acme, "", deal_id, GONE)).holds
    assert "Gone here" in await sales.words(here_number)


async def test_an_event_that_is_forty_days_late_brings_nobody_back() -> None:
    async with days(persons=4) as town:
        await town.log_in()
        await town.settle()
        await town.pass_(timedelta(minutes=10))
        deliveries = town.sandbox.company.deliveries
        town.edit(1, first_name="Late")
        late, deliveries.pending = deliveries.pending, []
        town.ask("DELETE", "/api/v2/persons/1", {})
        await town.pass_(timedelta(days=40), step=timedelta(hours=12))
        known = town.applied
        deliveries.pending = late
        await town.settle()
        await town.pass_(timedelta(minutes=30))
        assert town.applied == known
        contacts, _ = await town.service.contacts().list(ACME, 500, "")
        assert 1 not in [one.remote_id for one in contacts]

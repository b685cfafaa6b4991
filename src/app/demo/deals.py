"""Vixiees' deals: its own rows, kept as the interface's contract asks, over gRPC alone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from app.demo.refusals import faults_of
from vixiees.pipedrive.v1.change_service_pb2 import ChangeType, DealChange
from vixiees.pipedrive.v1.deal_pb2 import Deal, DealFields, DealStatus, DealStep, Money
from vixiees.pipedrive.v1.deal_service_pb2 import (
    DeleteDealRequest,
    GetDealRequest,
    ListDealsRequest,
    SyncDealRequest,
)
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceStub

PLAYBOOK = "sales"
_PAGE = 500


@dataclass(slots=True, kw_only=True)
class DealRow:
    """One row of Vixiees' table of deals."""

    fields: DealFields = field(default_factory=DealFields)
    update_time: datetime
    applied_change: int = 0


class Deals:
    """Owns the rows, sends its edits and applies what the change feed tells of deals."""

    def __init__(self, channel: grpc.aio.Channel, account_id: str) -> None:
        self.rows: dict[str, DealRow] = {}
        self._account_id = account_id
        self._stub = DealServiceStub(channel)

    async def create(self, fields: DealFields, *, wait_for_contact: bool = False) -> str:
        """Create a deal and send it; return its id."""
        deal_id = str(uuid.uuid4())
        self.rows[deal_id] = DealRow(fields=fields, update_time=datetime.now(UTC))
        await self.send(deal_id, wait_for_contact=wait_for_contact)
        return deal_id

    async def edit(self, deal_id: str, changes: DealFields) -> None:
        """Lay these fields over a row's and send it."""
        row = self.rows[deal_id]
        row.fields.MergeFrom(changes)
        if row.fields.status == DealStatus.DEAL_STATUS_OPEN:
            row.fields.ClearField("close_time")
            row.fields.ClearField("lost_reason")
        row.update_time = datetime.now(UTC)
        await self.send(deal_id)

    async def send(self, deal_id: str, *, wait_for_contact: bool = False) -> None:
        """Send a row as it is. Raises grpc.aio.AioRpcError."""
        row = self.rows[deal_id]
        update_time = Timestamp()
        update_time.FromDatetime(row.update_time)
        fields = DealFields()
        fields.CopyFrom(row.fields)
        fields.ClearField("archived")
        request = SyncDealRequest(
            account_id=self._account_id,
            deal_id=deal_id,
            fields=fields,
            update_time=update_time,
            applied_change=row.applied_change,
            wait_for_contact=wait_for_contact,
        )
        await self._stub.SyncDeal(request, wait_for_ready=True)

    async def refused(self, fields: DealFields) -> str:
        """Try to create this deal; return why it is refused, which field first."""
        try:
            deal_id = await self.create(fields)
        except grpc.aio.AioRpcError as error:
            return faults_of(error)
        return f"accepted as {deal_id}"

    async def edit_refused(self, deal_id: str, changes: DealFields) -> str:
        """Try to edit this deal; return why it is refused."""
        try:
            await self.edit(deal_id, changes)
        except grpc.aio.AioRpcError as error:
            return faults_of(error)
        return "accepted"

    async def delete(self, deal_id: str) -> None:
        """Delete a row, and the deal with it."""
        del self.rows[deal_id]
        request = DeleteDealRequest(account_id=self._account_id, deal_id=deal_id)
        await self._stub.DeleteDeal(request, wait_for_ready=True)

    async def shown(self, deal_id: str) -> Deal:
        """Return the deal as the service shows it."""
        request = GetDealRequest(account_id=self._account_id, deal_id=deal_id)
        return (await self._stub.GetDeal(request, wait_for_ready=True)).deal

    async def linked(self) -> Mapping[int, str]:
        """Return the deal of each deal in Pipedrive, as the service lists them."""
        found: dict[int, str] = {}
        request = ListDealsRequest(account_id=self._account_id, page_size=_PAGE)
        while True:
            page = await self._stub.ListDeals(request, wait_for_ready=True)
            found |= {one.pipedrive_deal_id: one.deal_id for one in page.deals}
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    async def row_of(self, number: int) -> str:
        """Return the id of the row for this deal of Pipedrive, empty while there is none."""
        deal_id = (await self.linked()).get(number, "")
        return deal_id if deal_id in self.rows else ""

    def apply(self, number: int, change: DealChange, time: datetime) -> None:
        """Apply a change of the feed."""
        row = self.rows.get(change.deal_id)
        if row is not None and number <= row.applied_change:
            return
        if change.type != ChangeType.CHANGE_TYPE_UPSERTED:
            self.rows.pop(change.deal_id, None)
            return
        row = self.rows.setdefault(change.deal_id, DealRow(update_time=time))
        for name in change.changed_fields:
            if name != "properties":
                row.fields.ClearField(name)  # type: ignore[arg-type]  # as the feed names them
        row.fields.MergeFrom(change.fields)
        row.applied_change = number


def deal(title: str, *, amount: str = "1200.50", step: str = "need") -> DealFields:
    """Return an open deal at a step of our playbook."""
    return DealFields(
        title=title,
        value=Money(amount=amount, currency="EUR"),
        status=DealStatus.DEAL_STATUS_OPEN,
        step=at(step),
    )


def at(step: str) -> DealStep:
    """Return a step of our playbook."""
    return DealStep(playbook_id=PLAYBOOK, step_id=step)

"""DealService."""

from adapters.grpc_server import deal_answers, deal_requests, requests
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import Records
from vixiees.pipedrive.v1.deal_service_pb2 import (
    DeleteDealRequest,
    DeleteDealResponse,
    GetDealRequest,
    GetDealResponse,
    ListDealsRequest,
    ListDealsResponse,
    SyncDealRequest,
    SyncDealResponse,
)
from vixiees.pipedrive.v1.deal_service_pb2_grpc import DealServiceServicer

_ID = "deal_id"


class DealServicer(DealServiceServicer):
    """Answers with the use cases in *deals*."""

    def __init__(self, deals: Records) -> None:
        self._deals = deals

    async def SyncDeal(self, request: SyncDealRequest, _context: Context) -> SyncDealResponse:
        account_id, call = deal_requests.deal_call(request)
        return deal_answers.receipt(await self._deals.sync(account_id, call))

    async def DeleteDeal(self, request: DeleteDealRequest, _context: Context) -> DeleteDealResponse:
        ids = requests.record_id(request.account_id, _ID, request.deal_id, request.request_id)
        view = await self._deals.delete(*ids, request.request_id)
        return DeleteDealResponse(deal=deal_answers.deal(view))

    async def GetDeal(self, request: GetDealRequest, _context: Context) -> GetDealResponse:
        ids = requests.record_id(request.account_id, _ID, request.deal_id)
        return GetDealResponse(deal=deal_answers.deal(await self._deals.get(*ids)))

    async def ListDeals(self, request: ListDealsRequest, _context: Context) -> ListDealsResponse:
        account_id = requests.account_id(request.account_id)
        size = requests.page_size(request.page_size)
        page, token = await self._deals.list(account_id, size, request.page_token)
        return ListDealsResponse(deals=map(deal_answers.deal, page), next_page_token=token)

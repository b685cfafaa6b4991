"""SyncService."""

from adapters.grpc_server import requests
from adapters.grpc_server.guard import Context
from adapters.grpc_server.instants import timestamp_of
from adapters.grpc_server.use_cases import Forecasts
from domain.model.budget import Forecast
from vixiees.pipedrive.v1.sync_service_pb2 import (
    DeferredWork,
    ForecastBudgetRequest,
    ForecastBudgetResponse,
    WorkForecast,
)
from vixiees.pipedrive.v1.sync_service_pb2_grpc import SyncServiceServicer


class SyncServicer(SyncServiceServicer):
    """Answers with the use cases in *forecasts*."""

    def __init__(self, forecasts: Forecasts) -> None:
        self._forecasts = forecasts

    async def ForecastBudget(
        self, request: ForecastBudgetRequest, _context: Context
    ) -> ForecastBudgetResponse:
        shown = await self._forecasts.of(requests.account_id(request.account_id))
        return ForecastBudgetResponse(
            daily_limit=shown.limit or 0,
            limit_told=shown.is_told,
            used=shown.used,
            left_for_deferred_work=shown.background_left,
            renew_time=timestamp_of(shown.renews_at),
            forecasts=map(_forecast, shown.forecasts),
        )


def _forecast(forecast: Forecast) -> WorkForecast:
    return WorkForecast(
        work=DeferredWork.Value(f"DEFERRED_WORK_{forecast.kind.name}"),
        requests=forecast.requests,
        tokens=forecast.tokens,
        finish_time=timestamp_of(forecast.finish_at),
    )

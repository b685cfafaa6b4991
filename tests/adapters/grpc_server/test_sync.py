"""SyncService through its stub."""

from datetime import UTC

from tests.adapters.grpc_server.calling import Service
from tests.fakes.use_cases_grpc import SINCE
from vixiees.pipedrive.v1.sync_service_pb2 import DeferredWork, ForecastBudgetRequest


async def test_a_forecast_is_shown_whole(served: Service) -> None:
    shown = await served.sync.ForecastBudget(ForecastBudgetRequest(account_id="acme"))
    assert (shown.daily_limit, shown.limit_told, shown.used) == (1000, True, 600)
    assert shown.left_for_deferred_work == 150
    assert shown.renew_time.ToDatetime(UTC) == SINCE
    backlog, audit = shown.forecasts
    assert backlog.work == DeferredWork.DEFERRED_WORK_BACKLOG
    assert (backlog.requests, backlog.tokens) == (3, 15)
    assert backlog.finish_time.ToDatetime(UTC) == SINCE
    assert audit.work == DeferredWork.DEFERRED_WORK_AUDIT
    assert not audit.HasField("finish_time")
    assert served.calls == [("forecast", "acme")]

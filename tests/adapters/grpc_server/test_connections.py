"""ConnectionService through its stub."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from domain.model.connection import ConnectionState as State
from domain.model.connection import ImportPhase as Phase
from domain.model.connection import ImportProgress, Pace
from domain.model.remote import Identity
from domain.model.upkeep import Findings, Report, Upkeep, Walk, Webhooks
from domain.model.values import ChangeNumber, Kind
from tests.adapters.grpc_server.calling import Service, refused
from tests.fakes.use_cases_grpc import SINCE, a_connection
from vixiees.pipedrive.v1.connection_service_pb2 import (
    ConnectionState,
    DeletionPolicy,
    DisconnectRequest,
    GetConnectionRequest,
    ImportPhase,
    ListConnectionsRequest,
    ResumeConnectionRequest,
    SetDeletionPolicyRequest,
    StartConnectionRequest,
    WatchConnectionRequest,
)


async def test_starting_answers_with_the_login_page(served: Service) -> None:
    answer = await served.connections.StartConnection(StartConnectionRequest(account_id="acme"))
    assert answer.authorize_url == "https://sync.example/oauth/start?state=s"
    assert answer.connection.account_id == "acme"
    assert answer.connection.state == ConnectionState.CONNECTION_STATE_CONNECTING
    assert served.calls == [("start", "acme")]


async def test_a_connection_is_shown_whole(served: Service) -> None:
    identity = Identity(
        user_id="5",
        company_id="42",
        company_name="Acme",
        company_domain="acme",
        is_admin=True,
        user_name="Ana Admin",
    )
    progress = ImportProgress(phase=Phase.CONTACTS, companies=4, contacts=17, started_at=SINCE)
    served.in_connections.shown = [
        replace(
            a_connection(),
            state=State.PAUSED,
            reason="REQUEST_LIMIT",
            message="Request limit: …",
            resume_at=SINCE + timedelta(hours=1),
            identity=identity,
            progress=progress,
            last_change=ChangeNumber(9),
            acknowledged=ChangeNumber(8),
        )
    ]
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    shown = answer.connection
    assert (shown.state, shown.reason) == (
        ConnectionState.CONNECTION_STATE_PAUSED,
        "REQUEST_LIMIT",
    )
    assert shown.message == "Request limit: …"
    assert shown.state_time.ToDatetime(UTC) == SINCE
    assert shown.resume_time.ToDatetime(UTC) == SINCE + timedelta(hours=1)
    assert (shown.company.company_id, shown.company.name) == ("42", "Acme")
    assert shown.company.domain == "acme"
    assert shown.authorized_by == "Ana Admin"
    assert "One request an hour" in shown.what_next
    assert "tokens" in shown.what_to_do
    assert list(shown.blind_spots) == []
    assert shown.progress.phase == ImportPhase.IMPORT_PHASE_CONTACTS
    assert (shown.progress.companies, shown.progress.contacts) == (4, 17)
    assert shown.progress.start_time.ToDatetime(UTC) == SINCE
    assert not shown.progress.HasField("finish_time")
    assert (shown.last_change, shown.acknowledged_change) == (9, 8)


async def test_how_fast_and_how_far_an_import_is_comes_with_its_forecast(served: Service) -> None:
    pace = Pace(highest_id=1000, pages=1, entries=500, seconds=2.0)
    progress = ImportProgress(
        phase=Phase.CONTACTS,
        contacts=500,
        last_id=501,
        pace=pace,
        forecast_at=SINCE + timedelta(minutes=5),
    )
    served.in_connections.shown = [replace(a_connection(), progress=progress)]
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    shown = answer.connection.progress
    assert (shown.entries_per_second, shown.entries_left) == (250.0, 500)
    assert shown.forecast_time.ToDatetime(UTC) == SINCE + timedelta(minutes=5)


async def test_what_stays_unseen_is_shown(served: Service) -> None:
    identity = Identity(
        user_id="5",
        company_id="42",
        company_name="Acme",
        company_domain="acme",
        is_admin=True,
        hidden=frozenset({Kind.DEAL}),
    )
    served.in_connections.shown = [replace(a_connection(), identity=identity)]
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    (spot,) = answer.connection.blind_spots
    assert spot.reason == "HIDDEN_DEALS"
    assert "visibility" in spot.message


async def test_what_was_looked_through_is_shown(served: Service) -> None:
    found = Findings(compared=500, differing=3, added=2, duplicates=1, missing=4)
    report = Report(began_at=SINCE, finished_at=SINCE + timedelta(minutes=1), findings=found)
    audit = Walk(began_at=SINCE, findings=Findings(compared=7))
    upkeep = Upkeep(swept=report, audit=audit)
    served.in_connections.shown = [replace(a_connection(), upkeep=upkeep)]
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    shown = answer.connection.upkeep
    assert shown.sweep.start_time.ToDatetime(UTC) == SINCE
    assert shown.sweep.finish_time.ToDatetime(UTC) == SINCE + timedelta(minutes=1)
    looked = shown.sweep.findings
    assert (looked.compared, looked.differing, looked.added) == (500, 3, 2)
    assert (looked.duplicates, looked.missing) == (1, 4)
    assert not shown.HasField("audit")
    assert shown.audit_so_far.compared == 7


async def test_how_webhooks_fare_is_shown(served: Service) -> None:
    webhooks = Webhooks(
        checked_at=SINCE,
        last_event_at=SINCE + timedelta(hours=1),
        silent_since=SINCE + timedelta(hours=2),
        reason="WEBHOOK_LIMIT",
        message="Delete some.",
    )
    served.in_connections.shown = [replace(a_connection(), webhooks=webhooks)]
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    shown = answer.connection.webhooks
    assert shown.check_time.ToDatetime(UTC) == SINCE
    assert shown.last_event_time.ToDatetime(UTC) == SINCE + timedelta(hours=1)
    assert shown.silent_since.ToDatetime(UTC) == SINCE + timedelta(hours=2)
    assert (shown.reason, shown.message) == ("WEBHOOK_LIMIT", "Delete some.")


async def test_what_is_not_known_yet_is_absent(served: Service) -> None:
    answer = await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))
    assert not answer.connection.HasField("company")
    assert not answer.connection.HasField("resume_time")


async def test_connections_come_in_pages(served: Service) -> None:
    served.in_connections.shown = [a_connection("a"), a_connection("b")]
    request = ListConnectionsRequest(page_size=2, page_token="here")
    page = await served.connections.ListConnections(request)
    assert [one.account_id for one in page.connections] == ["a", "b"]
    assert page.next_page_token == "next"
    assert served.calls == [("list", 2, "here")]


async def test_a_connection_can_be_watched(served: Service) -> None:
    active = replace(a_connection(), state=State.ACTIVE)
    served.in_connections.shown = [a_connection(), active]
    stream = served.connections.WatchConnection(WatchConnectionRequest(account_id="acme"))
    states = [(await anext(aiter(stream))).connection.state for _ in range(2)]
    assert states == [
        ConnectionState.CONNECTION_STATE_CONNECTING,
        ConnectionState.CONNECTION_STATE_ACTIVE,
    ]


async def test_a_connection_can_be_resumed(served: Service) -> None:
    request = ResumeConnectionRequest(account_id="acme")
    answer = await served.connections.ResumeConnection(request)
    assert answer.connection.account_id == "acme"
    assert served.calls == [("resume", "acme")]


async def test_what_deletions_mean_can_be_decided(served: Service) -> None:
    keep = DeletionPolicy.DELETION_POLICY_KEEP
    request = SetDeletionPolicyRequest(account_id="acme", deletion_policy=keep)
    answer = await served.connections.SetDeletionPolicy(request)
    assert answer.connection.deletion_policy == keep
    assert served.calls == [("set_deletions", "acme", "keep")]


@pytest.mark.parametrize("value", [0, 99])
async def test_an_unknown_meaning_of_deletions_is_refused(served: Service, value: int) -> None:
    request = SetDeletionPolicyRequest(account_id="acme")
    request.deletion_policy = value  # type: ignore[assignment]  # what no program of today sends
    failure = await refused(served.connections.SetDeletionPolicy(request))
    assert failure.violations == {"deletion_policy": "UNKNOWN_VALUE"}


async def test_a_connection_can_be_ended(served: Service) -> None:
    answer = await served.connections.Disconnect(DisconnectRequest(account_id="acme"))
    assert answer.connection.account_id == "acme"
    await served.connections.Disconnect(DisconnectRequest(account_id="acme", erase_data=True))
    assert served.calls == [("disconnect", "acme", False), ("disconnect", "acme", True)]


def test_every_state_and_phase_inside_has_its_name_outside() -> None:
    states = {f"CONNECTION_STATE_{one.name}" for one in State} | {"CONNECTION_STATE_UNSPECIFIED"}
    phases = {f"IMPORT_PHASE_{one.name}" for one in Phase} | {"IMPORT_PHASE_UNSPECIFIED"}
    assert set(ConnectionState.keys()) == states
    assert set(ImportPhase.keys()) == phases

"""Requests that are wrong: each names the field and the reason, and nothing reaches the inside."""

import gzip
from collections.abc import AsyncIterable, Awaitable, Callable
from datetime import timedelta

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.server import LARGEST_MESSAGE
from domain.errors import (
    AlreadyDone,
    Conflict,
    CrmLimit,
    LeaseLost,
    NotFound,
    StoreUnavailable,
    SyncError,
)
from tests.adapters.grpc_server.activity_calls import OF_ACCOUNT
from tests.adapters.grpc_server.calling import Refused, Service, refused
from vixiees.pipedrive.v1.catalog_pb2 import Playbook
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    GetPropertyMappingRequest,
    ListPipelinesRequest,
    ListPlaybooksRequest,
    ListPropertiesRequest,
    ListUsersRequest,
    PutPlaybookRequest,
    SetFallbackOwnerRequest,
    SetPipelineMappingRequest,
    SetPropertyMappingRequest,
)
from vixiees.pipedrive.v1.change_service_pb2 import AcknowledgeChangesRequest, WatchChangesRequest
from vixiees.pipedrive.v1.connection_service_pb2 import (
    DeletionPolicy,
    DisconnectRequest,
    GetConnectionRequest,
    ListConnectionsRequest,
    ResumeConnectionRequest,
    SetDeletionPolicyRequest,
    StartConnectionRequest,
    WatchConnectionRequest,
)
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import (
    DeleteContactRequest,
    EraseContactRequest,
    GetContactRequest,
    ListContactsRequest,
    SyncContactRequest,
)
from vixiees.pipedrive.v1.deal_service_pb2 import (
    DeleteDealRequest,
    GetDealRequest,
    ListDealsRequest,
    SyncDealRequest,
)
from vixiees.pipedrive.v1.sync_service_pb2 import ForecastBudgetRequest

_SYNC = "/vixiees.pipedrive.v1.ContactService/SyncContact"
_INVALID = grpc.StatusCode.INVALID_ARGUMENT


def _sync(**changes: object) -> SyncContactRequest:
    given: dict[str, object] = {
        "account_id": "acme",
        "contact_id": "one",
        "fields": ContactFields(first_name="Ana"),
        "update_time": Timestamp(seconds=1_795_428_000),
    }
    return SyncContactRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


async def _raw(served: Service, method: str, data: bytes) -> bytes:
    """Send bytes as they are."""
    call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = served.channel.unary_unary(method)
    return await call(data)


async def _end(stream: AsyncIterable[object]) -> None:
    async for _ in stream:
        pass


_WITH_ACCOUNT: dict[str, Callable[[Service, str], Awaitable[object]]] = {
    "ForecastBudget": lambda s, a: s.sync.ForecastBudget(ForecastBudgetRequest(account_id=a)),
    "StartConnection": lambda s, a: s.connections.StartConnection(
        StartConnectionRequest(account_id=a)
    ),
    "GetConnection": lambda s, a: s.connections.GetConnection(GetConnectionRequest(account_id=a)),
    "WatchConnection": lambda s, a: _end(
        s.connections.WatchConnection(WatchConnectionRequest(account_id=a))
    ),
    "ResumeConnection": lambda s, a: s.connections.ResumeConnection(
        ResumeConnectionRequest(account_id=a)
    ),
    "SetDeletionPolicy": lambda s, a: s.connections.SetDeletionPolicy(
        SetDeletionPolicyRequest(account_id=a, deletion_policy=DeletionPolicy.DELETION_POLICY_KEEP)
    ),
    "Disconnect": lambda s, a: s.connections.Disconnect(DisconnectRequest(account_id=a)),
    "SyncContact": lambda s, a: s.contacts.SyncContact(_sync(account_id=a)),
    "DeleteContact": lambda s, a: s.contacts.DeleteContact(
        DeleteContactRequest(account_id=a, contact_id="one")
    ),
    "EraseContact": lambda s, a: s.contacts.EraseContact(
        EraseContactRequest(account_id=a, contact_id="one")
    ),
    "GetContact": lambda s, a: s.contacts.GetContact(
        GetContactRequest(account_id=a, contact_id="one")
    ),
    "ListContacts": lambda s, a: s.contacts.ListContacts(ListContactsRequest(account_id=a)),
    "WatchChanges": lambda s, a: _end(s.changes.WatchChanges(WatchChangesRequest(account_id=a))),
    "ListUsers": lambda s, a: s.catalog.ListUsers(ListUsersRequest(account_id=a)),
    "ListPipelines": lambda s, a: s.catalog.ListPipelines(ListPipelinesRequest(account_id=a)),
    "ListProperties": lambda s, a: s.catalog.ListProperties(ListPropertiesRequest(account_id=a)),
    "ListPlaybooks": lambda s, a: s.catalog.ListPlaybooks(ListPlaybooksRequest(account_id=a)),
    "PutPlaybook": lambda s, a: s.catalog.PutPlaybook(
        PutPlaybookRequest(account_id=a, playbook=Playbook(playbook_id="p", name="P"))
    ),
    "SetPipelineMapping": lambda s, a: s.catalog.SetPipelineMapping(
        SetPipelineMappingRequest(account_id=a, pipeline_id=1, playbook_id="p")
    ),
    "GetPipelineMapping": lambda s, a: s.catalog.GetPipelineMapping(
        GetPipelineMappingRequest(account_id=a, pipeline_id=1)
    ),
    "SyncDeal": lambda s, a: s.deals.SyncDeal(
        SyncDealRequest(account_id=a, deal_id="one", update_time=Timestamp(seconds=1_800_000_000))
    ),
    "DeleteDeal": lambda s, a: s.deals.DeleteDeal(DeleteDealRequest(account_id=a, deal_id="one")),
    "GetDeal": lambda s, a: s.deals.GetDeal(GetDealRequest(account_id=a, deal_id="one")),
    "ListDeals": lambda s, a: s.deals.ListDeals(ListDealsRequest(account_id=a)),
    "SetPropertyMapping": lambda s, a: s.catalog.SetPropertyMapping(
        SetPropertyMappingRequest(account_id=a)
    ),
    "GetPropertyMapping": lambda s, a: s.catalog.GetPropertyMapping(
        GetPropertyMappingRequest(account_id=a)
    ),
    "SetFallbackOwner": lambda s, a: s.catalog.SetFallbackOwner(
        SetFallbackOwnerRequest(account_id=a, user_id=11)
    ),
    "AcknowledgeChanges": lambda s, a: s.changes.AcknowledgeChanges(
        AcknowledgeChangesRequest(account_id=a, number=1)
    ),
    **OF_ACCOUNT,
}


@pytest.mark.parametrize("method", _WITH_ACCOUNT)
@pytest.mark.parametrize("account_id", ["", "a b", "ünï", "x" * 65, "a/b", "a\n"])
async def test_every_method_checks_the_account(
    served: Service, method: str, account_id: str
) -> None:
    failure = await refused(_WITH_ACCOUNT[method](served, account_id))
    assert failure.code is _INVALID
    assert failure.violations == {"account_id": "INVALID_ID" if account_id else "REQUIRED"}
    assert served.calls == []


@pytest.mark.parametrize(
    ("changes", "violations"),
    [
        ({"contact_id": ""}, {"contact_id": "REQUIRED"}),
        ({"contact_id": "x" * 129}, {"contact_id": "INVALID_ID"}),
        ({"contact_id": "a\0b"}, {"contact_id": "INVALID_ID"}),
        ({"contact_id": "a\nb"}, {"contact_id": "INVALID_ID"}),
        ({"request_id": "x" * 129}, {"request_id": "INVALID_ID"}),
        ({"request_id": "a\tb"}, {"request_id": "INVALID_ID"}),
        ({"update_time": None}, {"update_time": "REQUIRED"}),
        ({"update_time": Timestamp(seconds=-(2**62))}, {"update_time": "TIME_OUT_OF_RANGE"}),
        ({"update_time": Timestamp(seconds=2**62)}, {"update_time": "TIME_OUT_OF_RANGE"}),
        ({"update_time": Timestamp(nanos=-1)}, {"update_time": "TIME_OUT_OF_RANGE"}),
        ({"applied_change": -1}, {"applied_change": "NEGATIVE"}),
        ({"update_mask": FieldMask(paths=["email"])}, {"update_mask": "UNKNOWN_PATH"}),
        ({"update_mask": FieldMask(paths=["fields.phone"])}, {"update_mask": "UNKNOWN_PATH"}),
        ({"update_mask": FieldMask(paths=["contact_id"])}, {"update_mask": "UNKNOWN_PATH"}),
        ({"update_mask": FieldMask(paths=[""])}, {"update_mask": "UNKNOWN_PATH"}),
        ({"update_mask": FieldMask()}, {"update_mask": "EMPTY_MASK"}),
    ],
)
async def test_a_contact_that_cannot_be_read_is_refused(
    served: Service, changes: dict[str, object], violations: dict[str, str]
) -> None:
    failure = await refused(served.contacts.SyncContact(_sync(**changes)))
    assert failure.code is _INVALID
    assert failure.violations == violations
    assert served.calls == []


async def test_all_faults_of_a_request_are_told_together(served: Service) -> None:
    fields = ContactFields(first_name="x" * 300, phone="1\n2")
    request = _sync(account_id="", contact_id="", fields=fields, update_time=None)
    failure = await refused(served.contacts.SyncContact(request))
    assert failure.violations == {
        "account_id": "REQUIRED",
        "contact_id": "REQUIRED",
        "update_time": "REQUIRED",
        "fields.first_name": "TOO_LONG",
        "fields.phone": "CONTROL_CHARACTER",
    }


@pytest.mark.parametrize("page_size", [-1, -(2**31)])
async def test_a_negative_page_is_refused(served: Service, page_size: int) -> None:
    asked = (
        served.contacts.ListContacts(ListContactsRequest(account_id="a", page_size=page_size)),
        served.connections.ListConnections(ListConnectionsRequest(page_size=page_size)),
    )
    for call in asked:
        assert (await refused(call)).violations == {"page_size": "NEGATIVE"}


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff",
        b"\x0a\x02\xff\xfe",
        b"\x0a\x7facme",
        gzip.compress(b"acme"),
        b"\xfb\x7f" * 150 + b"\xfc\x7f" * 150,
    ],
    ids=["garbage", "invalid UTF-8", "cut off", "gzip", "too deep"],
)
async def test_bytes_that_are_no_message_are_refused(served: Service, data: bytes) -> None:
    failure = await refused(_raw(served, _SYNC, data))
    assert failure.code is _INVALID
    assert failure.violations == {"request": "MALFORMED_MESSAGE"}


async def test_a_malformed_message_within_a_batch_is_refused(served: Service) -> None:
    call: grpc.aio.StreamUnaryMultiCallable[bytes, bytes] = served.channel.stream_unary(
        "/vixiees.pipedrive.v1.ContactService/BatchSyncContacts"
    )
    failure = await refused(call(iter([b"\xff\xff"])))
    assert failure.violations == {"request": "MALFORMED_MESSAGE"}


async def test_a_message_that_is_too_large_is_refused(served: Service) -> None:
    fields = ContactFields(first_name="x" * LARGEST_MESSAGE)
    failure = await refused(served.contacts.SyncContact(_sync(fields=fields)))
    assert failure.code is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_metadata_that_is_too_large_is_refused(served: Service) -> None:
    metadata = (("x-padding", "x" * 20_000),)
    failure = await refused(served.contacts.SyncContact(_sync(), metadata=metadata))
    assert failure.code is grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest.mark.parametrize(
    "method",
    ["/vixiees.pipedrive.v1.ContactService/Unknown", "/vixiees.pipedrive.v1.Unknown/Get"],
)
async def test_an_unknown_method_is_unimplemented(served: Service, method: str) -> None:
    failure = await refused(_raw(served, method, b""))
    assert failure.code is grpc.StatusCode.UNIMPLEMENTED


async def test_a_passed_deadline_reaches_nobody(served: Service) -> None:
    failure = await refused(served.contacts.SyncContact(_sync(), timeout=-1))
    assert failure.code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert served.calls == []


async def _failing(served: Service, error: BaseException) -> Refused:
    served.in_contacts.failure = error
    return await refused(served.contacts.SyncContact(_sync()))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("account", "acme"), grpc.StatusCode.NOT_FOUND),
        (AlreadyDone("REQUEST_ID_REUSED", "Use another."), grpc.StatusCode.ALREADY_EXISTS),
        (Conflict("CONTACT_DELETED", "It is gone."), grpc.StatusCode.FAILED_PRECONDITION),
        (StoreUnavailable(), grpc.StatusCode.UNAVAILABLE),
        (LeaseLost(), grpc.StatusCode.UNAVAILABLE),
    ],
)
async def test_an_error_of_the_inside_keeps_its_reason(
    served: Service, error: SyncError, code: grpc.StatusCode
) -> None:
    failure = await _failing(served, error)
    assert (failure.code, failure.reason) == (code, error.reason)
    assert failure.message == error.message
    assert (failure.retry_after is not None) == (code is grpc.StatusCode.UNAVAILABLE)


async def test_a_limit_of_pipedrive_says_when_to_come_again(served: Service) -> None:
    limit = CrmLimit("Too fast.", retry_after=timedelta(seconds=7), daily=False)
    failure = await _failing(served, limit)
    assert failure.retry_after == timedelta(seconds=7)


async def test_an_unforeseen_error_shows_only_its_number(served: Service) -> None:
    failure = await _failing(served, ValueError("secret of Ana Pérez"))
    assert (failure.code, failure.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert failure.metadata == {"incident": "incident-1"}
    assert "Ana" not in repr(failure)
    assert "incident-1" in failure.message

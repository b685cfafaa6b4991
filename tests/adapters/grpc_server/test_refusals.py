"""Requests that are wrong: each names the field and the reason, and nothing reaches the inside."""

import gzip
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
from tests.adapters.grpc_server.calling import Refused, Service, refused
from vixiees.pipedrive.v1.connection_service_pb2 import (
    ListConnectionsRequest,
)
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import (
    ListContactsRequest,
    SyncContactRequest,
)

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

"""Errors as callers get them: a code, a reason for machines, every wrong field, what to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, PreconditionFailure, RetryInfo
from google.rpc.status_pb2 import Status

from domain.errors import (
    AlreadyDone,
    Conflict,
    CrmError,
    CrmUnavailable,
    InvalidInput,
    LeaseLost,
    NotFound,
    OutOfRange,
    StoreUnavailable,
    SyncError,
    Unauthenticated,
    Violation,
)

DOMAIN = "pipedrive.vixiees"
_SOON = timedelta(seconds=1)
_MOST_BYTES = 4000
"""How large a list of violations may be: clients take 8 KiB of metadata, and these come in it."""


class Forbidden(SyncError):
    """The caller is known, but may not do this."""


class ShuttingDown(SyncError):
    """The process ends; another one answers."""

    def __init__(self) -> None:
        super().__init__("SHUTTING_DOWN", "The service restarts; connect again.")


class TooBusy(SyncError):
    """As many calls or streams are open as one process takes."""

    def __init__(self) -> None:
        message = "Too many calls are under way here. Try again in a second; close idle streams."
        super().__init__("TOO_BUSY", message)


_CODES: Mapping[type[SyncError], grpc.StatusCode] = {
    InvalidInput: grpc.StatusCode.INVALID_ARGUMENT,
    NotFound: grpc.StatusCode.NOT_FOUND,
    AlreadyDone: grpc.StatusCode.ALREADY_EXISTS,
    Conflict: grpc.StatusCode.FAILED_PRECONDITION,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    Forbidden: grpc.StatusCode.PERMISSION_DENIED,
    OutOfRange: grpc.StatusCode.OUT_OF_RANGE,
    LeaseLost: grpc.StatusCode.UNAVAILABLE,
    StoreUnavailable: grpc.StatusCode.UNAVAILABLE,
    ShuttingDown: grpc.StatusCode.UNAVAILABLE,
    TooBusy: grpc.StatusCode.RESOURCE_EXHAUSTED,
    CrmUnavailable: grpc.StatusCode.UNAVAILABLE,
    CrmError: grpc.StatusCode.FAILED_PRECONDITION,
}
"""The first that fits counts."""
_PASSING = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED})
"""Codes of what may succeed when it is tried again soon."""


def code_of(error: SyncError) -> grpc.StatusCode:
    """Return the code of an error."""
    fitting = (code for kind, code in _CODES.items() if isinstance(error, kind))
    return next(fitting, grpc.StatusCode.INTERNAL)


def number_of(code: grpc.StatusCode) -> int:
    """Return the number of a code, as google.rpc.Status and our refusals have it."""
    number: int = code.value[0]
    return number


def status_of(error: SyncError) -> Status:
    """Return the error with its details."""
    code = code_of(error)
    return Status(
        code=number_of(code), message=error.message, details=list(map(_packed, _details(error)))
    )


def incident(identifier: str) -> Status:
    """Return what a caller learns of an error that nobody foresaw."""
    info = ErrorInfo(reason="INTERNAL", domain=DOMAIN, metadata={"incident": identifier})
    return Status(
        code=number_of(grpc.StatusCode.INTERNAL),
        message=f"Something went wrong on our side; we know it as incident {identifier}.",
        details=[_packed(info)],
    )


def _details(error: SyncError) -> Iterator[Message]:
    yield ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=dict(error.metadata))
    if isinstance(error, InvalidInput):
        yield BadRequest(field_violations=_listed(error.violations))
    code = code_of(error)
    if code is grpc.StatusCode.FAILED_PRECONDITION:
        violation = PreconditionFailure.Violation(type=error.reason, description=error.message)
        yield PreconditionFailure(violations=[violation])
    if code in _PASSING:
        asked = error.retry_after if isinstance(error, CrmUnavailable) else None
        delay = Duration()
        delay.FromTimedelta(asked or _SOON)
        yield RetryInfo(retry_delay=delay)


def _listed(violations: Sequence[Violation]) -> Iterator[BadRequest.FieldViolation]:
    """Return the violations, as many as every client receives, and how many these are not."""
    room = _MOST_BYTES
    for index, one in enumerate(violations):
        shown = BadRequest.FieldViolation(
            field=one.field, reason=one.reason, description=one.message
        )
        room -= shown.ByteSize()
        if room < 0:
            message = f"{len(violations) - index} more are wrong; they are not listed."
            yield BadRequest.FieldViolation(
                field="request", reason="MORE_VIOLATIONS", description=message
            )
            return
        yield shown


def _packed(detail: Message) -> Any:
    packed = Any()
    packed.Pack(detail)
    return packed

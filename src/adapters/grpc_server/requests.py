"""Requests into the domain's words; every fault of one request is listed."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from domain.errors import InvalidInput, Violation
from domain.model.connection import DeletionPolicy
from domain.model.contact import violations
from domain.model.values import (
    CONTACT_FIELDS,
    AccountId,
    ChangeNumber,
    FieldName,
    RecordId,
    Value,
    canonical,
)
from domain.model.views import ContactCall
from vixiees.pipedrive.v1.connection_service_pb2 import DeletionPolicy as PolicyMessage
from vixiees.pipedrive.v1.connection_service_pb2 import SetDeletionPolicyRequest
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import SyncContactRequest

_ACCOUNT = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_LONGEST_ID = 128
LARGEST_PAGE = 500
_POLICIES = {
    PolicyMessage.DELETION_POLICY_MIRROR: DeletionPolicy.MIRROR,
    PolicyMessage.DELETION_POLICY_KEEP: DeletionPolicy.KEEP,
}


def account_id(text: str) -> AccountId:
    """Read an account's id. Raises InvalidInput."""
    raise_any(account_faults(text))
    return AccountId(text)


def contact_id(account: str, text: str, request_id: str = "") -> tuple[AccountId, RecordId]:
    """Read the two ids that name a contact, beside the request's own. Raises InvalidInput."""
    raise_any(
        [*account_faults(account), *id_faults("contact_id", text), *_request_faults(request_id)]
    )
    return AccountId(account), RecordId(text)


def number(field: str, value: int) -> ChangeNumber:
    """Read a number of the change feed. Raises InvalidInput."""
    raise_any(_number_faults(field, value))
    return ChangeNumber(value)


def deletion_policy(request: SetDeletionPolicyRequest) -> tuple[AccountId, DeletionPolicy]:
    """Read what deletions shall mean. Raises InvalidInput."""
    policy = _POLICIES.get(request.deletion_policy)
    faults = account_faults(request.account_id)
    if policy is None:
        message = "send DELETION_POLICY_MIRROR or DELETION_POLICY_KEEP."
        faults.append(fault("deletion_policy", "UNKNOWN_VALUE", message))
    raise_any(faults)
    return AccountId(request.account_id), policy or DeletionPolicy.MIRROR


def page_size(value: int) -> int:
    """Read the size of a page: 0 leaves it to us, more than 500 is cut. Raises InvalidInput."""
    if value < 0:
        raise_any([fault("page_size", "NEGATIVE", "it is negative; send 0 to 500.")])
    return min(value or LARGEST_PAGE, LARGEST_PAGE)


def contact_call(request: SyncContactRequest) -> tuple[AccountId, ContactCall]:
    """Read a contact as Vixiees holds it. Raises InvalidInput."""
    held, unknown = _fields(request)
    update_time = instant_of(request.update_time) if request.HasField("update_time") else None
    faults = [
        *account_faults(request.account_id),
        *id_faults("contact_id", request.contact_id),
        *_request_faults(request.request_id),
        *_number_faults("applied_change", request.applied_change),
        *unknown,
        *_time_faults(request, update_time),
    ]
    if faults or update_time is None:
        raise InvalidInput(*faults, *violations(held, update_time or datetime.now(UTC)))
    call = ContactCall(
        contact_id=RecordId(request.contact_id),
        fields=held,
        update_time=update_time,
        applied_change=ChangeNumber(request.applied_change),
        request_id=request.request_id,
    )
    return AccountId(request.account_id), call


def _fields(request: SyncContactRequest) -> tuple[dict[FieldName, Value], list[Violation]]:
    """Return the fields that the caller vouches for, and what is wrong with its mask."""
    values = texts_of(request.fields)
    if not request.HasField("update_mask"):
        return {name: values.get(name) for name in CONTACT_FIELDS}, []
    paths = request.update_mask.paths
    unknown = [path for path in paths if path not in CONTACT_FIELDS]
    known = ", ".join(CONTACT_FIELDS)
    faults = [
        fault("update_mask", "UNKNOWN_PATH", f"{path[:40]!r} is none of {known}.")
        for path in unknown
    ]
    if not paths:
        faults.append(fault("update_mask", "EMPTY_MASK", f"it is empty; name some of {known}."))
    return {name: values.get(name) for name in CONTACT_FIELDS if name in paths}, faults


def texts_of(fields: ContactFields) -> dict[FieldName, Value]:
    """Return the fields that are set, in their canonical form."""
    return {field.name: canonical(value) for field, value in fields.ListFields()}


def instant_of(timestamp: Timestamp) -> datetime | None:
    """Return the instant, or None if it is not of the years 1 to 9999."""
    try:
        return timestamp.ToDatetime(UTC)
    except (ValueError, OverflowError):
        return None


def _time_faults(request: SyncContactRequest, update_time: datetime | None) -> list[Violation]:
    if not request.HasField("update_time"):
        return [fault("update_time", "REQUIRED", "send when the contact was last edited.")]
    if update_time is None:
        return [fault("update_time", "TIME_OUT_OF_RANGE", "it is no time of the years 1 to 9999.")]
    return []


def account_faults(text: str) -> list[Violation]:
    """Return what is wrong with an account's id."""
    if _ACCOUNT.fullmatch(text):
        return []
    message = "send 1 to 64 of the characters A-Z a-z 0-9 _ . : -"
    return [fault("account_id", "INVALID_ID" if text else "REQUIRED", message)]


def id_faults(field: str, text: str) -> list[Violation]:
    """Return what is wrong with an id that Vixiees gave."""
    if text and len(text) <= _LONGEST_ID and text.isprintable():
        return []
    message = f"send 1 to {_LONGEST_ID} printable characters."
    return [fault(field, "INVALID_ID" if text else "REQUIRED", message)]


def _request_faults(text: str) -> list[Violation]:
    if len(text) <= _LONGEST_ID and text.isprintable():
        return []
    message = f"send at most {_LONGEST_ID} printable characters."
    return [fault("request_id", "INVALID_ID", message)]


def _number_faults(field: str, value: int) -> list[Violation]:
    return [] if value >= 0 else [fault(field, "NEGATIVE", "it is negative; the first is 1.")]


def fault(field: str, reason: str, message: str) -> Violation:
    """Return a fault of one field."""
    return Violation(field=field, reason=reason, message=message)


def raise_any(faults: Iterable[Violation]) -> None:
    """Raise InvalidInput with all faults, if there are any."""
    found = tuple(faults)
    if found:
        raise InvalidInput(*found)

"""Requests into the domain's words; every fault of one request is listed."""

import re
from collections.abc import Iterable

from domain.errors import InvalidInput, Violation
from domain.model.connection import DeletionPolicy
from domain.model.values import AccountId, ChangeNumber, RecordId
from vixiees.pipedrive.v1.connection_service_pb2 import DeletionPolicy as PolicyMessage
from vixiees.pipedrive.v1.connection_service_pb2 import SetDeletionPolicyRequest

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


def record_id(
    account: str, field: str, text: str, request_id: str = ""
) -> tuple[AccountId, RecordId]:
    """Read the two ids that name a record, beside the request's own. Raises InvalidInput."""
    raise_any([*account_faults(account), *id_faults(field, text), *request_faults(request_id)])
    return AccountId(account), RecordId(text)


def number(field: str, value: int) -> ChangeNumber:
    """Read a number of the change feed. Raises InvalidInput."""
    raise_any(number_faults(field, value))
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


def request_faults(text: str) -> list[Violation]:
    """Return what is wrong with the id of a request."""
    if len(text) <= _LONGEST_ID and text.isprintable():
        return []
    message = f"send at most {_LONGEST_ID} printable characters."
    return [fault("request_id", "INVALID_ID", message)]


def number_faults(field: str, value: int) -> list[Violation]:
    """Return what is wrong with a number of the change feed."""
    return [] if value >= 0 else [fault(field, "NEGATIVE", "it is negative; the first is 1.")]


def fault(field: str, reason: str, message: str) -> Violation:
    """Return a fault of one field."""
    return Violation(field=field, reason=reason, message=message)


def raise_any(faults: Iterable[Violation]) -> None:
    """Raise InvalidInput with all faults, if there are any."""
    found = tuple(faults)
    if found:
        raise InvalidInput(*found)

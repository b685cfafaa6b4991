"""What every call that hands in a record has: ids, times, a mask and properties."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Protocol

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.requests import (
    account_faults,
    fault,
    id_faults,
    number_faults,
    request_faults,
)
from domain.errors import Violation
from domain.model.values import FieldName, Value, canonical, property_field

PROPERTIES = "properties"


class CallMessage(Protocol):
    """SyncContactRequest or SyncDealRequest."""

    @property
    def account_id(self) -> str: ...
    @property
    def request_id(self) -> str: ...
    @property
    def applied_change(self) -> int: ...
    @property
    def update_time(self) -> Timestamp: ...
    @property
    def update_mask(self) -> FieldMask: ...


def call_faults(
    call: CallMessage, id_field: str, record_id: str, *, has_time: bool
) -> list[Violation]:
    """Return what is wrong with the call beside the record's fields."""
    return [
        *account_faults(call.account_id),
        *id_faults(id_field, record_id),
        *request_faults(call.request_id),
        *number_faults("applied_change", call.applied_change),
        *_time_faults(call.update_time, has_time=has_time),
    ]


def mask_faults(paths: Collection[str], known: Collection[str]) -> list[Violation]:
    """Return what is wrong with an update mask."""
    names = ", ".join(known)
    faults = [
        fault("update_mask", "UNKNOWN_PATH", f"{path[:40]!r} is none of {names}.")
        for path in paths
        if path not in known
    ]
    if not paths:
        faults.append(fault("update_mask", "EMPTY_MASK", f"it is empty; name some of {names}."))
    return faults


def property_faults(properties: Mapping[str, str]) -> list[Violation]:
    """Return what is wrong with the ids of properties."""
    return [
        wrong
        for property_id in properties
        for wrong in id_faults(f"fields.properties[{property_id[:40]}]", property_id)
    ]


def properties_of(properties: Mapping[str, str]) -> dict[FieldName, Value]:
    """Return the properties under the names of fields; an empty one is cleared."""
    return {property_field(name): canonical(value) for name, value in properties.items()}


def instant_of(timestamp: Timestamp) -> datetime | None:
    """Return the instant, None for what no calendar has."""
    try:
        return timestamp.ToDatetime(UTC)
    except (ValueError, OverflowError):
        return None


def _time_faults(update_time: Timestamp, *, has_time: bool) -> list[Violation]:
    if not has_time:
        return [fault("update_time", "REQUIRED", "send when it was last edited.")]
    if instant_of(update_time) is None:
        return [fault("update_time", "TIME_OUT_OF_RANGE", "it is no time of the years 1 to 9999.")]
    return []

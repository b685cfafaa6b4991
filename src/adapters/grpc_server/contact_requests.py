"""Contacts into the domain's words; every fault of one request is listed."""

from datetime import UTC, datetime

from adapters.grpc_server.calls import (
    PROPERTIES,
    call_faults,
    instant_of,
    mask_faults,
    properties_of,
    property_faults,
)
from domain.errors import InvalidInput
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
from domain.model.views import SyncCall
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import SyncContactRequest

_PATHS = (*CONTACT_FIELDS, PROPERTIES)


def contact_call(request: SyncContactRequest) -> tuple[AccountId, SyncCall]:
    """Read a contact as Vixiees holds it. Raises InvalidInput."""
    has_time, masks = request.HasField("update_time"), request.HasField("update_mask")
    update_time = instant_of(request.update_time)
    paths = list(request.update_mask.paths) if masks else list(_PATHS)
    held = _fields(request.fields, paths)
    faults = [
        *call_faults(request, "contact_id", request.contact_id, has_time=has_time),
        *mask_faults(paths, _PATHS),
        *property_faults(request.fields.properties),
    ]
    if faults or update_time is None:
        raise InvalidInput(*faults, *violations(held, _after_all(update_time, has_time=has_time)))
    call = SyncCall(
        record_id=RecordId(request.contact_id),
        fields=held,
        update_time=update_time,
        applied_change=ChangeNumber(request.applied_change),
        request_id=request.request_id,
    )
    return AccountId(request.account_id), call


def _fields(given: ContactFields, paths: list[str]) -> dict[FieldName, Value]:
    """Return the fields that the caller vouches for."""
    texts = {field.name: text for field, text in given.ListFields() if field.name in CONTACT_FIELDS}
    held = {name: canonical(texts.get(name)) for name in CONTACT_FIELDS if name in paths}
    return held | (properties_of(given.properties) if PROPERTIES in paths else {})


def _after_all(update_time: datetime | None, *, has_time: bool) -> datetime:
    """Return a time that is not wrong again where none was sent."""
    return update_time if has_time and update_time is not None else datetime.now(UTC)

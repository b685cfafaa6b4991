"""Get, create, update and delete of records (v2)."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.record_views import view_of, view_parameters
from adapters.sandbox.checks import Check, checked, instant, object_in
from adapters.sandbox.company.changes import Changes
from adapters.sandbox.company.custom_values import custom_fields_check
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid, not_found
from adapters.sandbox.exchange import Json, Response, succeeded

_REFERENCES = {
    "owner_id": "user",
    "org_id": "organization",
    "person_id": "person",
    "stage_id": "stage",
    "pipeline_id": "pipeline",
}


def get_record(kind: Kind, call: Call) -> Response:
    asked = checked(call.query, view_parameters(kind))
    record = existing(kind, call, call.id(kind.title))
    return succeeded(view_of(call.company, kind, asked).show(record))


def create_record(kind: Kind, call: Call) -> Response:
    values = values_of(kind, call, more={"add_time": instant})
    for name in kind.required:
        if name not in values:
            raise invalid(name, "is required")
    return shown(kind, call, changes(kind, call).create(kind.complete({}, values)))


def update_record(kind: Kind, call: Call) -> Response:
    record = living(kind, call, call.id(kind.title))
    values = kind.complete(record.fields, values_of(kind, call, more={}))
    return shown(kind, call, changes(kind, call).update(record, values))


def delete_record(kind: Kind, call: Call) -> Response:
    record = living(kind, call, call.id(kind.title))
    changes(kind, call).delete(record)
    return succeeded({"id": record.id})


def existing(kind: Kind, call: Call, record_id: int) -> Record:
    """Return the record, also if it was deleted less than 30 days ago. Raises Refused (404)."""
    record = call.company.tables[kind.entity].find(record_id, call.now)
    if record is None:
        raise not_found(kind.title)
    return record


def living(kind: Kind, call: Call, record_id: int) -> Record:
    """Return the record; a deleted one can be read, but no longer written. Raises Refused (404)."""
    record = existing(kind, call, record_id)
    if record.is_deleted:
        raise not_found(kind.title)
    return record


def changes(kind: Kind, call: Call) -> Changes:
    return Changes(company=call.company, kind=kind, origin=call.origin)


def shown(kind: Kind, call: Call, record: Record) -> Response:
    """Answer with the record as it is now."""
    return succeeded(view_of(call.company, kind, {}).show(record))


def values_of(kind: Kind, call: Call, more: dict[str, Check]) -> Json:
    """Read the values that the body writes. Raises Refused."""
    fields = call.company.fields[kind.entity]
    custom = {field.field_code: field for field in fields.custom()}
    shape = {
        **kind.writable,
        **more,
        "custom_fields": custom_fields_check(custom, call.company.exists),
    }
    values = checked(object_in(call.body), shape)
    for name, entity in _REFERENCES.items():
        pointed = values.get(name)
        if isinstance(pointed, int) and not call.company.exists(entity, pointed):
            raise invalid(name, f"there is no {entity} {pointed}")
    labels, known = values.get("label_ids"), fields.rows["label_ids"].option_ids()
    if isinstance(labels, list) and not known.issuperset(labels):
        raise invalid("label_ids", "unknown label")
    return values

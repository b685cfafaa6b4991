"""Activities (v2 `/activities`)."""

from adapters.sandbox.api.activity_lists import VIEW, shown_activity
from adapters.sandbox.api.activity_type_calls import active_types
from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import (
    Check,
    boolean,
    checked,
    day,
    integer,
    list_of,
    nullable,
    object_in,
    object_of,
    refuses,
    text,
)
from adapters.sandbox.company.activities import ACTIVITY, clock, completed, participants, span
from adapters.sandbox.company.markup import markup
from adapters.sandbox.company.organizations import full_address
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.timeline import Timeline
from adapters.sandbox.errors import invalid, not_found, refused
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.queries import not_served

_READ_ONLY = refused(
    400,
    "'person_id' is a read-only field. Add a primary participant to set 'person_id' instead.",
    code="ERR_BAD_REQUEST",
)
_ATTENDEE = object_of(
    {
        "email": nullable(text()),
        "name": nullable(text()),
        "status": nullable(text()),
        "is_organizer": boolean,
        "person_id": nullable(integer),
        "user_id": nullable(integer),
    }
)
_WRITABLE: dict[str, Check] = {
    "subject": text(blank=False),
    "type": text(blank=False),
    "owner_id": integer,
    "deal_id": nullable(integer),
    "lead_id": nullable(not_served),
    "person_id": refuses(_READ_ONLY),
    "org_id": nullable(integer),
    "project_id": nullable(not_served),
    "due_date": nullable(day),
    "due_time": nullable(clock),
    "duration": nullable(span),
    "busy": boolean,
    "done": boolean,
    "location": nullable(full_address),
    "participants": participants,
    "attendees": list_of(_ATTENDEE),
    "public_description": nullable(markup),
    "priority": nullable(integer),
    "note": nullable(markup),
}
_REFERENCES = {"owner_id": "user", "deal_id": "deal", "org_id": "organization"}


def get_activity(call: Call) -> Response:
    asked = checked(call.query, VIEW)
    return succeeded(shown_activity(_existing(call), with_attendees="include_fields" in asked))


def create_activity(call: Call) -> Response:
    """Create; without a type it is of the first one, without a subject it is named after it."""
    values = _values(call)
    first = next(iter(active_types(call.company)), None)
    if "type" not in values and first is None:
        raise invalid("type", "there is no active activity type")
    if first is not None:
        values = {"type": first.fields["key_string"], "subject": first.name, **values}
    creator = {"owner_id": call.caller.user_id, "creator_user_id": call.caller.user_id}
    values = completed(call.company, ACTIVITY.blank, {**creator, **values}, call.now)
    return succeeded(shown_activity(_timeline(call).create(values)))


def update_activity(call: Call) -> Response:
    record = _living(call)
    values = completed(call.company, record.fields, _values(call), call.now)
    return succeeded(shown_activity(_timeline(call).update(record, values)))


def delete_activity(call: Call) -> Response:
    record = _living(call)
    _timeline(call).delete(record)
    return succeeded({"id": record.id})


def _values(call: Call) -> Json:
    values = checked(object_in(call.body), _WRITABLE)
    for name, entity in _REFERENCES.items():
        _refuse_stranger(call, name, entity, values.get(name))
    rows = values.get("participants")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        _refuse_stranger(call, f"participants[{index}].person_id", "person", row["person_id"])
    keys = [each.fields["key_string"] for each in active_types(call.company)]
    if "type" in values and values["type"] not in keys:
        raise invalid("type", "is not the key_string of an active activity type")
    return values


def _refuse_stranger(call: Call, name: str, entity: str, pointed: object) -> None:
    if isinstance(pointed, int) and not call.company.exists(entity, pointed):
        raise invalid(name, f"there is no {entity} {pointed}")


def _existing(call: Call) -> Record:
    record = call.company.tables[ACTIVITY.entity].find(call.id(ACTIVITY.title), call.now)
    if record is None:
        raise not_found(ACTIVITY.title)
    return record


def _living(call: Call) -> Record:
    record = _existing(call)
    if record.is_deleted:
        raise not_found(ACTIVITY.title)
    return record


def _timeline(call: Call) -> Timeline:
    return Timeline(company=call.company, entry=ACTIVITY, origin=call.origin)

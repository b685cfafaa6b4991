"""Activities (v2 `/activities`)."""

from adapters.sandbox.api.activity_lists import VIEW, shown_activity
from adapters.sandbox.api.activity_type_calls import active_types
from adapters.sandbox.api.call import Call
from adapters.sandbox.api.entries import existing, living, refuse_stranger, timeline
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
from adapters.sandbox.errors import invalid, refused
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
    return succeeded(
        shown_activity(existing(ACTIVITY, call), with_attendees="include_fields" in asked)
    )


def create_activity(call: Call) -> Response:
    """Create; without a type it is of the first one, without a subject it is named after it."""
    given = _values(call)
    names = _type_names(call)
    if not names:
        raise invalid("type", "there is no active activity type")
    key = str(given.get("type", next(iter(names))))
    own: Json = {"owner_id": call.caller.user_id, "creator_user_id": call.caller.user_id}
    values = {**own, "type": key, "subject": names[key], **given}
    values = completed(call.company, ACTIVITY.blank, values, call.now)
    return succeeded(shown_activity(timeline(ACTIVITY, call).create(values)))


def update_activity(call: Call) -> Response:
    record = living(ACTIVITY, call)
    values = completed(call.company, record.fields, _values(call), call.now)
    return succeeded(shown_activity(timeline(ACTIVITY, call).update(record, values)))


def delete_activity(call: Call) -> Response:
    record = living(ACTIVITY, call)
    timeline(ACTIVITY, call).delete(record)
    return succeeded({"id": record.id})


def _values(call: Call) -> Json:
    values = checked(object_in(call.body), _WRITABLE)
    for name, entity in _REFERENCES.items():
        refuse_stranger(call, name, entity, values.get(name))
    rows = values.get("participants")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        refuse_stranger(call, f"participants[{index}].person_id", "person", row["person_id"])
    if "type" in values and values["type"] not in _type_names(call):
        raise invalid("type", "is not the key_string of an active activity type")
    return values


def _type_names(call: Call) -> dict[str, str]:
    """Give the names of the active types by their keys, the first one first."""
    return {str(each.fields["key_string"]): each.name for each in active_types(call.company)}

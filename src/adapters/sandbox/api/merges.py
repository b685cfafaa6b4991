"""Merges (v1 `PUT /persons/{id}/merge`, and the same for organizations and deals)."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.record_calls import changes, living
from adapters.sandbox.checks import checked, integer, object_in
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.persons import PERSON
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.instants import v2_to_v1


def merge_records(kind: Kind, call: Call) -> Response:
    """Merge the record of the path into `merge_with_id`, which survives."""
    body = checked(object_in(call.body), {"merge_with_id": integer})
    winner_id = body.get("merge_with_id")
    if not isinstance(winner_id, int):
        raise invalid("merge_with_id", "is required")
    loser = living(kind, call, call.id(kind.title))
    if loser.id == winner_id:
        raise invalid("merge_with_id", "is the record itself")
    winner = changes(kind, call).merge(loser, living(kind, call, winner_id))
    return succeeded(_shown_person(call, winner, loser) if kind is PERSON else {"id": winner.id})


def _shown_person(call: Call, person: Record, loser: Record) -> Json:
    """Give the merged person in the v1 shape."""
    organization = call.company.tables["organization"].rows.get(_number(person.fields["org_id"]))
    owner = call.company.users[_number(person.fields["owner_id"])]
    names = ("name", "first_name", "last_name", "owner_id", "org_id", "label_ids", "picture_id")
    return {
        "id": person.id,
        "company_id": call.company.profile.company_id,
        **{name: person.fields[name] for name in names},
        "phone": person.fields["phones"],
        "email": person.fields["emails"],
        "first_char": person.name[:1].lower(),
        "add_time": v2_to_v1(person.add_time),
        "update_time": v2_to_v1(person.update_time),
        "visible_to": str(person.fields["visible_to"]),
        "active_flag": True,
        "label": None,
        "org_name": organization and organization.name,
        "owner_name": owner.name,
        "cc_email": None,
        "merge_what_id": loser.id,
    }


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0

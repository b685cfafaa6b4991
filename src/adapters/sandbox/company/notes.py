"""Notes (v1 `/notes`): HTML that hangs on a person, an organization or a deal."""

import re
from datetime import UTC, datetime

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.markup import markup
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.timeline import Entry
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339, v2_to_v1

LINKS = {"deal_id": "deal", "person_id": "person", "org_id": "organization"}
PINS = {
    "pinned_to_deal_flag": "deal_id",
    "pinned_to_person_flag": "person_id",
    "pinned_to_organization_flag": "org_id",
}
"""Each flag with the link that it needs."""
_V1_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_NAMES = {"deal": "title", "person": "name", "organization": "name"}


def _event_fields(fields: Json) -> Json:
    return {**fields, "active_flag": True}


NOTE = Entry(
    entity="note",
    title="Note",
    blank={
        "content": "",
        "user_id": None,
        "last_update_user_id": None,
        "lead_id": None,
        "project_id": None,
        "task_id": None,
        **dict.fromkeys(LINKS),
        **dict.fromkeys(PINS, False),
    },
    event_fields=_event_fields,
)


def content(field: str, value: object) -> str:
    """Clean the HTML. Raises Refused if nothing is left of it."""
    cleaned = markup(field, value)
    if not cleaned.strip():
        raise invalid(field, "cannot be blank")
    return cleaned


def v1_time(field: str, value: object) -> str:
    """Read a v1 time, which is UTC, into the v2 text that records have."""
    try:
        if isinstance(value, str) and _V1_TIME.fullmatch(value):
            return rfc3339(datetime.fromisoformat(value).replace(tzinfo=UTC))
    except ValueError:
        pass
    raise invalid(field, "must be a time as YYYY-MM-DD HH:MM:SS")


def shown_note(company: Company, note: Record, to: int) -> Json:
    """Give the v1 shape as the user with the id *to* sees it."""
    author = company.users[_number(note.fields["user_id"])]
    named = {entity: _named(company, entity, note.fields[link]) for link, entity in LINKS.items()}
    return {
        "id": note.id,
        "active_flag": not note.is_deleted,
        **note.fields,
        **named,
        "project": None,
        "task": None,
        "user": {
            "email": author.email,
            "name": author.name,
            "icon_url": None,
            "is_you": author.id == to,
        },
        "add_time": v2_to_v1(note.add_time),
        "update_time": v2_to_v1(note.update_time),
    }


def _named(company: Company, entity: str, linked_id: object) -> Json | None:
    record = company.tables[entity].rows.get(_number(linked_id))
    name = _NAMES[entity]
    return None if record is None else {name: record.fields[name]}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0

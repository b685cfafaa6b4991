"""Activities (v2 `/activities`): their fields, and what follows from a change.

`person_id` mirrors the primary participant and is never written. Times of the day and durations are
taken as `HH:MM` or `HH:MM:SS` and given as `HH:MM:SS`, as the published examples are. Choices where
nothing is documented: an organization that is not given is that of the primary participant, or else
that of the deal; a longest duration is 999 hours.
"""

import re
from datetime import datetime

from adapters.sandbox.checks import boolean, integer, list_of, object_of
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.timeline import Entry
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(?P<seconds>:[0-5]\d)?", re.ASCII)
_SPAN = re.compile(r"\d{2,3}:[0-5]\d(?P<seconds>:[0-5]\d)?", re.ASCII)


def _event_fields(fields: Json) -> Json:
    """Give the fields as a webhook carries them: times of the day as objects."""
    times = {name: _timed(fields[name]) for name in ("due_time", "duration")}
    return {**fields, **times, "active_flag": True}


def _timed(value: object) -> Json | None:
    return None if value is None else {"timezone_id": None, "value": value}


ACTIVITY = Entry(
    entity="activity",
    title="Activity",
    blank={
        "subject": "",
        "type": "",
        "owner_id": None,
        "creator_user_id": None,
        "deal_id": None,
        "lead_id": None,
        "person_id": None,
        "org_id": None,
        "project_id": None,
        "due_date": None,
        "due_time": None,
        "duration": None,
        "busy": False,
        "done": False,
        "marked_as_done_time": None,
        "location": None,
        "participants": [],
        "attendees": [],
        "conference_meeting_client": None,
        "conference_meeting_url": None,
        "conference_meeting_id": None,
        "public_description": None,
        "priority": None,
        "note": None,
    },
    event_fields=_event_fields,
)

_participant_rows = list_of(
    object_of({"person_id": integer, "primary": boolean}, required=("person_id",))
)


def participants(field: str, value: object) -> list[Json]:
    """Read participants: the last one marked primary is it, or else the first."""
    rows = _participant_rows(field, value)
    marked = [index for index, row in enumerate(rows) if row.get("primary")]
    chosen = marked[-1] if marked else 0
    people = [row["person_id"] for row in rows]
    if len(set(people)) < len(people):
        raise invalid(field, "must not name a person twice")
    return [
        {"person_id": person, "primary": index == chosen} for index, person in enumerate(people)
    ]


def clock(field: str, value: object) -> str:
    return _with_seconds(field, value, _CLOCK, "must be a time as HH:MM")


def span(field: str, value: object) -> str:
    return _with_seconds(field, value, _SPAN, "must be a duration as HH:MM")


def _with_seconds(field: str, value: object, form: re.Pattern[str], why: str) -> str:
    match = form.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise invalid(field, why)
    return match[0] if match["seconds"] else f"{match[0]}:00"


def completed(company: Company, before: Json, changes: Json, now: datetime) -> Json:
    """Add to *changes* what follows from them: person, organization, the time it was done."""
    after = {**before, **changes}
    follows: Json = {}
    if "participants" in changes:
        follows["person_id"] = _primary_person(after["participants"])
    if "org_id" not in changes and after.get("org_id") is None:
        follows["org_id"] = _organization({**after, **follows}, company)
    if "done" in changes and changes["done"] != before.get("done", False):
        follows["marked_as_done_time"] = rfc3339(now) if changes["done"] else None
    return {**changes, **follows}


def _primary_person(rows: object) -> object:
    people: list[Json] = rows if isinstance(rows, list) else []
    return next((row["person_id"] for row in people if row["primary"]), None)


def _organization(fields: Json, company: Company) -> object:
    """Find the organization of the person, or else of the deal."""
    for entity, link in (("person", "person_id"), ("deal", "deal_id")):
        linked_id = fields.get(link)
        if isinstance(linked_id, int):
            record = company.tables[entity].rows.get(linked_id)
            if record is not None and record.fields.get("org_id") is not None:
                return record.fields["org_id"]
    return None

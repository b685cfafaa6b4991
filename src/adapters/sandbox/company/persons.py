"""Persons (v2 `/persons`): the name rules, phones and e-mails."""

from adapters.sandbox.checks import (
    boolean,
    integer,
    list_of,
    nullable,
    object_of,
    refuses,
    text,
)
from adapters.sandbox.company.kinds import COMMON_FIELDS, EXTRAS, Kind
from adapters.sandbox.errors import invalid, refused
from adapters.sandbox.exchange import Json

_LONGEST_NAME = 255
_CONTACT_SYNC = ("postal_address", "notes", "im", "birthday", "job_title")


def contact_points(field: str, value: object) -> list[Json]:
    """Read phones or e-mails: the last marked primary is the one, or else the first."""
    points = list_of(_POINT)(field, value)
    marked = [index for index, point in enumerate(points) if point.get("primary")]
    chosen = marked[-1] if marked else 0
    return [
        {
            "value": point["value"],
            "primary": index == chosen,
            "label": point.get("label") or "work",
        }
        for index, point in enumerate(points)
    ]


def complete_name(before: Json, changes: Json) -> Json:
    """Keep `name`, `first_name` and `last_name` together, whichever of them is written.

    A name is split at its first blank; parts are joined by one. Raises Refused if both ways are
    used at once, or if no name is left.
    """
    parts = {"first_name", "last_name"} & changes.keys()
    if not parts and "name" not in changes:
        if before.get("name"):
            return changes
        raise invalid("name", "is required")
    if parts and "name" in changes:
        raise refused(400, "Cannot set 'name' and 'first_name'/'last_name' at the same time")
    if not parts:
        head, _, tail = str(changes["name"]).strip().partition(" ")
        return {**changes, "first_name": head, "last_name": tail.strip() or None}
    first = changes.get("first_name", before.get("first_name")) or None
    last = changes.get("last_name", before.get("last_name")) or None
    name = " ".join(str(part) for part in (first, last) if part)
    text(blank=False, limit=_LONGEST_NAME)("name", name)
    return {**changes, "name": name, "first_name": first, "last_name": last}


def event_fields(fields: Json) -> Json:
    """Give a person's fields as a webhook carries them."""
    labels = fields["label_ids"]
    return {
        **fields,
        "visible_to": str(fields["visible_to"]),
        "label": labels[0] if isinstance(labels, list) and labels else None,
    }


_POINT = object_of(
    {"value": text(blank=False), "primary": boolean, "label": text()}, required=("value",)
)
_NO_CONTACT_SYNC = refused(403, "Contact sync is not enabled", code="feature_not_enabled")
_NO_CAMPAIGNS = refused(403, "Campaigns is not enabled", code="feature_not_enabled")

PERSON = Kind(
    entity="person",
    title="Person",
    writable={
        **COMMON_FIELDS,
        "name": text(blank=False, limit=_LONGEST_NAME),
        "first_name": nullable(text(limit=_LONGEST_NAME)),
        "last_name": nullable(text(limit=_LONGEST_NAME)),
        "org_id": nullable(integer),
        "emails": contact_points,
        "phones": contact_points,
        "marketing_status": refuses(_NO_CAMPAIGNS),
        **dict.fromkeys(_CONTACT_SYNC, refuses(_NO_CONTACT_SYNC)),
    },
    required=(),
    blank={
        "name": "",
        "first_name": None,
        "last_name": None,
        "owner_id": None,
        "org_id": None,
        "emails": [],
        "phones": [],
        "visible_to": 3,
        "label_ids": [],
        "picture_id": None,
        "custom_fields": {},
    },
    complete=complete_name,
    event_fields=event_fields,
    extras={
        **EXTRAS,
        "participant_open_deals_count": 0,
        "participant_closed_deals_count": 0,
        "last_incoming_mail_time": None,
        "last_outgoing_mail_time": None,
    },
    filters=("owner_id", "org_id"),
)

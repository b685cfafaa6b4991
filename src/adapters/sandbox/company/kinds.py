"""What tells persons from organizations: their fields, their rules, their webhook shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.sandbox.checks import Check, integer, list_of, one_of
from adapters.sandbox.exchange import Json

VISIBILITIES = (1, 3, 5, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record.

    *writable* are the checks of a PATCH body (a POST allows `add_time` too), *blank* is a record
    with nothing set, *complete* derives what follows from a change (given the fields before it),
    *event_fields* turns v2 fields into those of a webhook, *extras* are values of `include_fields`
    and what they show here.
    """

    entity: str
    title: str
    writable: Mapping[str, Check]
    required: tuple[str, ...]
    blank: Json
    complete: Callable[[Json, Json], Json]
    event_fields: Callable[[Json], Json]
    extras: Mapping[str, object]
    filters: tuple[str, ...]


COMMON_FIELDS: Mapping[str, Check] = {
    "owner_id": integer,
    "visible_to": one_of(VISIBILITIES),
    "label_ids": list_of(integer),
}

COUNTS = (
    "open_deals_count",
    "related_open_deals_count",
    "closed_deals_count",
    "related_closed_deals_count",
    "email_messages_count",
    "activities_count",
    "done_activities_count",
    "undone_activities_count",
    "files_count",
    "notes_count",
    "followers_count",
    "won_deals_count",
    "related_won_deals_count",
    "lost_deals_count",
    "related_lost_deals_count",
)
EXTRAS: Mapping[str, object] = {
    "next_activity_id": None,
    "last_activity_id": None,
    **dict.fromkeys(COUNTS, 0),
    "smart_bcc_email": None,
}

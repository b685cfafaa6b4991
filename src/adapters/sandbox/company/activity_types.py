"""Activity types (v1 `/activityTypes`): the six that every company begins with, and its own."""

import re
from collections.abc import Iterable

from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import v2_to_v1

ACTIVITY_TYPE = "activity_type"
ICONS = (
    "task", "email", "meeting", "deadline", "call", "lunch", "calendar", "downarrow", "document",
    "smartphone", "camera", "scissors", "cogs", "bubble", "uparrow", "checkbox", "signpost",
    "shuffle", "addressbook", "linegraph", "picture", "car", "world", "search", "clip", "sound",
    "brush", "key", "padlock", "pricetag", "suitcase", "finish", "plane", "loop", "wifi", "truck",
    "cart", "bulb", "bell", "presentation",
)  # fmt: skip
_BEGINNING = "2025-01-06T08:00:00Z"


def type_fields(name: str, key_string: str, order_nr: int) -> Json:
    return {
        "name": name,
        "icon_key": key_string,
        "color": "FFFFFF",
        "order_nr": order_nr,
        "key_string": key_string,
        "active_flag": True,
        "is_custom_flag": False,
    }


def default_types() -> tuple[Record, ...]:
    names = ("Call", "Meeting", "Task", "Deadline", "Email", "Lunch")
    return tuple(
        Record(
            id=0,
            add_time=_BEGINNING,
            update_time=_BEGINNING,
            fields=type_fields(name, name.lower(), position),
        )
        for position, name in enumerate(names, start=1)
    )


def key_string(name: str, taken: Iterable[object]) -> str:
    """Make the key of a new type out of its name; it never changes, and no two are equal."""
    stem = re.sub(r"\W+", "_", name.strip().lower()).strip("_") or "activity"
    known, number, key = set(taken), 1, stem
    while key in known:
        number += 1
        key = f"{stem}_{number}"
    return key


def shown_type(record: Record) -> Json:
    return {
        "id": record.id,
        **record.fields,
        "add_time": v2_to_v1(record.add_time),
        "update_time": v2_to_v1(record.update_time),
    }

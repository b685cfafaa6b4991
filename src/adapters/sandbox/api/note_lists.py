"""Lists of notes (v1): filters, order and pages by `start` and `limit`.

An empty page is `data: null`, as v1 may answer it.
"""

from collections.abc import Callable, Iterator

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import Check, checked, day, instant
from adapters.sandbox.company.notes import LINKS, NOTE, PINS, shown_note
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.paging import DEFAULT_PER_PAGE
from adapters.sandbox.queries import not_served, page_size, whole_number

_EQUAL = ("user_id", *LINKS)
_SORTED_BY = ("id", *_EQUAL, "content", "add_time", "update_time")
_DIRECTIONS = ("ASC", "DESC")
Order = tuple[tuple[str, bool], ...]
"""What to sort by, first things first: a field, and whether downwards."""


def list_notes(call: Call) -> Response:
    asked = checked(call.query, _PARAMETERS)
    rows = list(_matching(call, asked))
    for field, downwards in reversed(_order_of(asked)):
        rows.sort(key=_place(field), reverse=downwards)
    start, limit = _number(asked.get("start"), 0), _number(asked.get("limit"), DEFAULT_PER_PAGE)
    end = start + limit
    shown = [shown_note(call.company, row, to=call.caller.user_id) for row in rows[start:end]]
    has_more = end < len(rows)
    pagination = {
        "start": start,
        "limit": limit,
        "more_items_in_collection": has_more,
        **({"next_start": end} if has_more else {}),
    }
    return succeeded(shown or None, additional_data={"pagination": pagination})


def offset(field: str, value: object) -> int:
    return 0 if value == "0" else whole_number(field, value)


def order(field: str, value: object) -> Order:
    """Read a text such as `add_time DESC, id ASC`."""
    found = []
    for part in str(value).split(","):
        name, _, direction = part.strip().partition(" ")
        if name not in _SORTED_BY or (direction or "ASC").upper() not in _DIRECTIONS:
            raise invalid(field, f"'{part}' is not allowed")
        found.append((name, direction.upper() == "DESC"))
    return tuple(found)


_PARAMETERS: dict[str, Check] = {
    **dict.fromkeys(_EQUAL, whole_number),
    **dict.fromkeys(("lead_id", "project_id", "task_id", *PINS), not_served),
    "start": offset,
    "limit": page_size,
    "sort": order,
    "start_date": day,
    "end_date": day,
    "updated_since": instant,
}


def _matching(call: Call, asked: Json) -> Iterator[Record]:
    since, first = str(asked.get("updated_since", "")), str(asked.get("start_date", ""))
    last = asked.get("end_date")
    equal = {name: asked[name] for name in _EQUAL if name in asked}
    for note in call.company.tables[NOTE.entity].living():
        added = note.add_time[:10]
        if note.update_time < since or added < first or (last is not None and added > str(last)):
            continue
        if all(note.fields[name] == value for name, value in equal.items()):
            yield note


def _order_of(asked: Json) -> Order:
    wanted = asked.get("sort")
    return wanted if isinstance(wanted, tuple) else (("id", False),)


def _place(field: str) -> Callable[[Record], tuple[int, str]]:
    def place(note: Record) -> tuple[int, str]:
        value = note.shown()[field]
        return (value, "") if isinstance(value, int) else (0, str(value or ""))

    return place


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) else default

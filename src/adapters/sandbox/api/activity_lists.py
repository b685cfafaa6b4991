"""Lists of activities (v2): filters, order and pages."""

from collections.abc import Callable, Iterator

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import Check, checked, instant, one_of
from adapters.sandbox.company.activities import ACTIVITY
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.paging import Key, page, slice_of
from adapters.sandbox.queries import (
    flag,
    ids,
    listed,
    not_served,
    page_size,
    some_text,
    whole_number,
)

_EQUAL = ("owner_id", "deal_id", "person_id", "org_id")
VIEW: dict[str, Check] = {"include_fields": listed(most=1, choices=("attendees",))}
_LIST: dict[str, Check] = {
    **VIEW,
    **dict.fromkeys(_EQUAL, whole_number),
    "filter_id": not_served,
    "lead_id": not_served,
    "ids": ids,
    "done": flag,
    "updated_since": instant,
    "updated_until": instant,
    "sort_by": one_of(("id", "update_time", "add_time", "due_date")),
    "sort_direction": one_of(("asc", "desc")),
    "limit": page_size,
    "cursor": some_text,
}
_UNDATED = "0000-00-00"


def list_activities(call: Call) -> Response:
    """List those not deleted; `person_id` finds by the primary participant only."""
    asked = checked(call.query, _LIST)
    cut = slice_of(asked)
    found, cursor = page(_matching(call, asked), _key(cut.sorted_by), cut)
    shown = [shown_activity(record, with_attendees="include_fields" in asked) for record in found]
    return succeeded(shown, additional_data={"next_cursor": cursor})


def shown_activity(record: Record, *, with_attendees: bool = True) -> Json:
    hidden = () if with_attendees else ("attendees",)
    return {name: value for name, value in record.shown().items() if name not in hidden}


def _matching(call: Call, asked: Json) -> Iterator[Record]:
    since, until = str(asked.get("updated_since", "")), asked.get("updated_until")
    wanted_ids = asked.get("ids")
    equal = {name: asked[name] for name in (*_EQUAL, "done") if name in asked}
    for record in call.company.tables[ACTIVITY.entity].living():
        if isinstance(wanted_ids, frozenset) and record.id not in wanted_ids:
            continue
        if record.update_time < since or (until and record.update_time >= str(until)):
            continue
        if all(record.fields[name] == value for name, value in equal.items()):
            yield record


def _key(sorted_by: str) -> Callable[[Record], Key]:
    match sorted_by:
        case "update_time":
            return lambda record: (record.update_time, record.id)
        case "add_time":
            return lambda record: (record.add_time, record.id)
        case "due_date":
            return lambda record: (str(record.fields["due_date"] or _UNDATED), record.id)
        case _:
            return lambda record: ("", record.id)

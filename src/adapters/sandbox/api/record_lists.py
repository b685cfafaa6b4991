"""Lists of records (v2): filters, order and pages."""

from collections.abc import Callable, Iterator

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.record_views import view_of, view_parameters
from adapters.sandbox.checks import Check, checked, instant, one_of
from adapters.sandbox.company.deals import DEAL, DELETED, STATUSES
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.paging import Key, page, slice_of
from adapters.sandbox.queries import (
    ids,
    listed,
    not_served,
    page_size,
    some_text,
    whole_number,
)


def list_records(kind: Kind, call: Call) -> Response:
    return listed_records(kind, call, archived=False)


def listed_records(kind: Kind, call: Call, *, archived: bool) -> Response:
    """List the records that are archived, or those that are not."""
    asked = checked(call.query, _list_parameters(kind))
    cut = slice_of(asked)
    found, cursor = page(_matching(kind, call, asked, archived=archived), _key(cut.sorted_by), cut)
    view = view_of(call.company, kind, asked)
    shown = [view.show(record) for record in found]
    return succeeded(shown, additional_data={"next_cursor": cursor})


def _list_parameters(kind: Kind) -> dict[str, Check]:
    return {
        **view_parameters(kind),
        **dict.fromkeys(kind.filters, whole_number),
        **({"status": listed(most=4, choices=(*STATUSES, DELETED))} if kind is DEAL else {}),
        "filter_id": not_served,
        "deal_id": not_served,
        "ids": ids,
        "updated_since": instant,
        "updated_until": instant,
        "sort_by": one_of(("id", "update_time", "add_time")),
        "sort_direction": one_of(("asc", "desc")),
        "limit": page_size,
        "cursor": some_text,
    }


def _matching(kind: Kind, call: Call, asked: Json, *, archived: bool) -> Iterator[Record]:
    since, until = str(asked.get("updated_since", "")), asked.get("updated_until")
    wanted_ids = asked.get("ids")
    equal = {name: asked[name] for name in kind.filters if name in asked}
    statuses = asked.get("status")
    for record in _candidates(kind, call, statuses):
        if record.fields.get("is_archived", False) is not archived:
            continue
        if isinstance(statuses, tuple) and record.fields["status"] not in statuses:
            continue
        if isinstance(wanted_ids, frozenset) and record.id not in wanted_ids:
            continue
        if record.update_time < since or (until and record.update_time >= str(until)):
            continue
        if all(record.fields[name] == value for name, value in equal.items()):
            yield record


def _candidates(kind: Kind, call: Call, statuses: object) -> Iterator[Record]:
    """Return the living records; deleted ones too if that status is asked for."""
    table = call.company.tables[kind.entity]
    if isinstance(statuses, tuple) and DELETED in statuses:
        return (one for one in table.rows.values() if table.find(one.id, call.now) is not None)
    return table.living()


def _key(sorted_by: str) -> Callable[[Record], Key]:
    if sorted_by == "update_time":
        return lambda record: (record.update_time, record.id)
    if sorted_by == "add_time":
        return lambda record: (record.add_time, record.id)
    return lambda record: ("", record.id)

"""Activity types (v1 `/activityTypes`). One that is deleted stays listed, with `active_flag` false.

The cap on types per company is not documented by number, so there is none here.
"""

from dataclasses import replace

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import Check, checked, integer, object_in, one_of, text
from adapters.sandbox.company.activity_types import (
    ACTIVITY_TYPE,
    ICONS,
    key_string,
    shown_type,
    type_fields,
)
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.records import Record, Table
from adapters.sandbox.errors import invalid, not_found
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.instants import rfc3339

_TITLE = "Activity type"
_CREATION: dict[str, Check] = {
    "name": text(blank=False),
    "icon_key": one_of(ICONS),
    "color": text(limit=6),
}
_UPDATE: dict[str, Check] = {**_CREATION, "order_nr": integer}


def active_types(company: Company) -> list[Record]:
    """List the types an activity may be of, in their order."""
    active = (each for each in company.tables[ACTIVITY_TYPE].living() if each.fields["active_flag"])
    return sorted(active, key=_order)


def list_activity_types(call: Call) -> Response:
    """List all, inactive ones too; this list has no pages."""
    checked(call.query, {})
    return succeeded([shown_type(each) for each in sorted(_table(call).living(), key=_order)])


def create_activity_type(call: Call) -> Response:
    values = checked(object_in(call.body), _CREATION)
    for name in ("name", "icon_key"):
        if name not in values:
            raise invalid(name, "is required")
    table, now = _table(call), rfc3339(call.now)
    key = key_string(str(values["name"]), [each.fields["key_string"] for each in table.living()])
    blank = type_fields(str(values["name"]), key, table.last_id + 1)
    fields = {**blank, "is_custom_flag": True, **values}
    record = table.add(Record(id=0, add_time=now, update_time=now, fields=fields))
    return succeeded(shown_type(record))


def update_activity_type(call: Call) -> Response:
    return _changed(call, checked(object_in(call.body), _UPDATE))


def delete_activity_type(call: Call) -> Response:
    return _changed(call, {"active_flag": False})


def _changed(call: Call, values: Json) -> Response:
    record = _table(call).rows.get(call.id(_TITLE))
    if record is None:
        raise not_found(_TITLE)
    fields = {**record.fields, **values}
    changed = replace(record, fields=fields, update_time=rfc3339(call.now))
    _table(call).put(changed)
    return succeeded(shown_type(changed))


def _table(call: Call) -> Table:
    return call.company.tables[ACTIVITY_TYPE]


def _order(record: Record) -> tuple[int, int]:
    position = record.fields["order_nr"]
    return (position if isinstance(position, int) else 0, record.id)

"""Pipelines and stages (v2 `/pipelines`, `/stages`)."""

from collections.abc import Callable

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import Check, checked, object_in, one_of
from adapters.sandbox.company.boards import PIPELINE, STAGE, Board, Part
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid, not_found
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.paging import Key, page, slice_of
from adapters.sandbox.queries import page_size, some_text, whole_number

_LIST: dict[str, Check] = {
    "sort_by": one_of(("id", "update_time", "add_time", "order_nr")),
    "sort_direction": one_of(("asc", "desc")),
    "limit": page_size,
    "cursor": some_text,
}


def list_parts(part: Part, call: Call) -> Response:
    """List those that are not deleted; stages also of one pipeline."""
    filters = {"pipeline_id": whole_number} if part is STAGE else {}
    asked = checked(call.query, {**_LIST, **filters})
    wanted = asked.get("pipeline_id")
    rows = (
        row
        for row in call.company.tables[part.entity].living()
        if wanted is None or row.fields["pipeline_id"] == wanted
    )
    cut = slice_of(asked)
    found, cursor = page(rows, _key(cut.sorted_by), cut)
    shown = [row.shown() for row in found]
    return succeeded(shown, additional_data={"next_cursor": cursor})


def get_part(part: Part, call: Call) -> Response:
    checked(call.query, {})
    return succeeded(_living(part, call).shown())


def create_part(part: Part, call: Call) -> Response:
    values = _values(part, call)
    for name in part.required:
        if name not in values:
            raise invalid(name, "is required")
    return succeeded(_board(part, call).create(values).shown())


def update_part(part: Part, call: Call) -> Response:
    record = _living(part, call)
    return succeeded(_board(part, call).update(record, _values(part, call)).shown())


def delete_part(part: Part, call: Call) -> Response:
    record = _living(part, call)
    _board(part, call).delete(record)
    return succeeded({"id": record.id})


def _values(part: Part, call: Call) -> Json:
    values = checked(object_in(call.body), part.writable)
    pipeline_id = values.get("pipeline_id")
    pipelines = call.company.tables[PIPELINE.entity]
    if isinstance(pipeline_id, int) and not pipelines.is_living(pipeline_id):
        raise invalid("pipeline_id", f"there is no pipeline {pipeline_id}")
    return values


def _living(part: Part, call: Call) -> Record:
    record = call.company.tables[part.entity].find(call.id(part.title), call.now)
    if record is None or record.is_deleted:
        raise not_found(part.title)
    return record


def _board(part: Part, call: Call) -> Board:
    return Board(company=call.company, part=part, origin=call.origin)


def _key(sorted_by: str) -> Callable[[Record], Key]:
    match sorted_by:
        case "update_time":
            return lambda record: (record.update_time, record.id)
        case "add_time":
            return lambda record: (record.add_time, record.id)
        case "order_nr":
            return lambda record: (f"{record.fields['order_nr']:09}", record.id)
        case _:
            return lambda record: ("", record.id)

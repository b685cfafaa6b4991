"""Field definitions and their options (v2 `/personFields` and those of the other kinds)."""

from dataclasses import replace

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import (
    Check,
    ObjectCheck,
    boolean,
    checked,
    integer,
    json_body,
    list_of,
    nullable,
    object_in,
    object_of,
    one_of,
    text,
)
from adapters.sandbox.company.fields import CREATABLE, WITH_OPTIONS, Field, FieldTable, Option
from adapters.sandbox.errors import invalid, not_found, refused
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.paging import page, slice_of
from adapters.sandbox.queries import listed, page_size, some_text

_EXTRAS: dict[str, Json] = {
    "ui_visibility": {
        "add_visible_flag": False,
        "details_visible_flag": True,
        "show_in_add_deal_dialog": {"show": False, "order": None},
    },
    "important_fields": {"enabled": False, "stage_ids": []},
    "required_fields": {"enabled": False},
}
_DEAL_EXTRAS: dict[str, Json] = {
    "ui_visibility": {
        "add_visible_flag": False,
        "details_visible_flag": True,
        "projects_detail_visible_flag": False,
        "show_in_pipelines": {"show_in_all": True, "pipeline_ids": []},
    },
    "important_fields": {"enabled": False, "stage_ids": []},
    "required_fields": {"enabled": False, "stage_ids": [], "statuses": {}},
}
_INCLUDE: dict[str, Check] = {"include_fields": listed(most=len(_EXTRAS), choices=_EXTRAS)}
_LIST: dict[str, Check] = {**_INCLUDE, "limit": page_size, "cursor": some_text}
_NAME = text(blank=False)
_DIALOG = object_of({"show": boolean, "order": nullable(integer)})
_CREATION: dict[str, Check] = {
    "field_name": _NAME,
    "field_type": one_of(CREATABLE),
    "options": list_of(object_of({"label": _NAME}, required=("label",))),
    "ui_visibility": object_of(
        {
            "add_visible_flag": boolean,
            "details_visible_flag": boolean,
            "show_in_add_deal_dialog": _DIALOG,
            "show_in_add_person_dialog": _DIALOG,
        }
    ),
    "important_fields": object_of({"enabled": boolean, "stage_ids": list_of(integer)}),
    "required_fields": object_of({"enabled": boolean}),
}


def list_fields(entity: str, call: Call) -> Response:
    asked = checked(call.query, _LIST)
    places = list(enumerate(_table(entity, call).rows.values()))
    found, following = page(places, lambda place: ("", place[0]), slice_of(asked))
    shown = [_shown(entity, field, asked) for _, field in found]
    return succeeded(shown, additional_data={"next_cursor": following})


def get_field(entity: str, call: Call) -> Response:
    asked = checked(call.query, _INCLUDE)
    return succeeded(_shown(entity, existing_field(entity, call), asked))


def create_field(entity: str, call: Call) -> Response:
    """Create a custom field. Raises Refused (403) at the cap of the plan."""
    body = checked(object_in(call.body), _CREATION)
    for name in ("field_name", "field_type"):
        if name not in body:
            raise invalid(name, "is required")
    if (body["field_type"] in WITH_OPTIONS) != bool(body.get("options")):
        raise invalid("options", "belong to fields of type enum and set, and to no other")
    table = _table(entity, call)
    if len(table.custom()) >= call.company.switches.custom_field_limit:
        code = "feature_capping_custom_fields_limit"
        raise refused(403, "Custom fields limit reached", code=code, errorCode=403)
    field = Field(
        field_code=call.company.mint.hex40(),
        field_name=str(body["field_name"]),
        field_type=str(body["field_type"]),
        is_custom_field=True,
        options=new_options(call, body.get("options")),
    )
    table.put(field)
    return succeeded(_shown(entity, field, {}))


def rename_field(entity: str, call: Call) -> Response:
    field = custom_field(entity, call)
    creation_only = ("field_type", "options")
    shape = {name: check for name, check in _CREATION.items() if name not in creation_only}
    body = checked(object_in(call.body), shape)
    renamed = replace(field, field_name=str(body.get("field_name", field.field_name)))
    _table(entity, call).put(renamed)
    return succeeded(_shown(entity, renamed, {}))


def delete_field(entity: str, call: Call) -> Response:
    """Delete a custom field; the values under its code are gone with it."""
    field = custom_field(entity, call)
    _table(entity, call).remove(field.field_code)
    records = call.company.tables[entity]
    for record in list(records.rows.values()):
        if field.field_code in record.custom_fields:
            left = {k: v for k, v in record.custom_fields.items() if k != field.field_code}
            records.put(replace(record, fields={**record.fields, "custom_fields": left}))
    return succeeded(_shown(entity, field, {}))


def existing_field(entity: str, call: Call) -> Field:
    field = _table(entity, call).find(call.variables["field_code"])
    if field is None:
        raise not_found("Field")
    return field


def custom_field(entity: str, call: Call) -> Field:
    """Return a field that may be changed. Raises Refused for a system field."""
    field = existing_field(entity, call)
    if not field.is_custom_field:
        raise refused(400, "Only custom fields can be changed")
    return field


def new_options(call: Call, given: object) -> tuple[Option, ...] | None:
    """Give ids to options that have labels only."""
    if not isinstance(given, list):
        return None
    options = []
    for option in given:
        call.company.last_option_id += 1
        options.append(Option(id=call.company.last_option_id, label=str(option["label"])))
    return tuple(options)


def options_body(call: Call, check: ObjectCheck) -> list[Json]:
    """Read the body of an options call: an array of objects."""
    options = list_of(check)("options", json_body(call.body))
    if not options:
        raise invalid("options", "must not be empty")
    return options


def _table(entity: str, call: Call) -> FieldTable:
    return call.company.fields[entity]


def _shown(entity: str, field: Field, asked: Json) -> Json:
    known = _DEAL_EXTRAS if entity == "deal" else _EXTRAS
    extras = asked.get("include_fields")
    more = {name: known[name] for name in extras} if isinstance(extras, tuple) else {}
    return {**field.shown(), **more}

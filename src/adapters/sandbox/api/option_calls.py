"""The options of fields of type enum and set (v2 `/{entity}Fields/{field_code}/options`)."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.field_calls import custom_field, new_options, options_body
from adapters.sandbox.checks import ObjectCheck, integer, object_of, text
from adapters.sandbox.company.fields import WITH_OPTIONS, Field, Option
from adapters.sandbox.errors import invalid, refused
from adapters.sandbox.exchange import Json, Response, succeeded

_LABEL = text(blank=False)
_ADDED = object_of({"label": _LABEL}, required=("label",))
_CHANGED = object_of({"id": integer, "label": _LABEL}, required=("id", "label"))
_REMOVED = object_of({"id": integer}, required=("id",))


def add_options(entity: str, call: Call) -> Response:
    field = _field_with_options(entity, call)
    added = new_options(call, options_body(call, _ADDED)) or ()
    return _keep(entity, call, field, (*(field.options or ()), *added), shown=added)


def change_options(entity: str, call: Call) -> Response:
    field = _field_with_options(entity, call)
    labels = {each["id"]: str(each["label"]) for each in _known(field, call, _CHANGED)}
    options = tuple(
        Option(id=option.id, label=labels.get(option.id, option.label))
        for option in field.options or ()
    )
    changed = tuple(option for option in options if option.id in labels)
    return _keep(entity, call, field, options, shown=changed)


def remove_options(entity: str, call: Call) -> Response:
    field = _field_with_options(entity, call)
    gone = {each["id"] for each in _known(field, call, _REMOVED)}
    removed = tuple(option for option in field.options or () if option.id in gone)
    left = tuple(option for option in field.options or () if option.id not in gone)
    return _keep(entity, call, field, left, shown=removed)


def _field_with_options(entity: str, call: Call) -> Field:
    field = custom_field(entity, call)
    if field.field_type not in WITH_OPTIONS:
        raise refused(400, "The field has no options")
    return field


def _known(field: Field, call: Call, check: ObjectCheck) -> list[Json]:
    """Read options that name existing ids; all or nothing."""
    given = options_body(call, check)
    for option in given:
        if option["id"] not in field.option_ids():
            raise invalid("id", f"there is no option {option['id']}")
    return given


def _keep(
    entity: str, call: Call, field: Field, options: tuple[Option, ...], *, shown: tuple[Option, ...]
) -> Response:
    call.company.fields[entity].put(field.with_options(options))
    return succeeded([option.shown() for option in shown], additional_data=None)

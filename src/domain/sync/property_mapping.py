"""Whether properties may be mapped so."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from domain.errors import Violation
from domain.model.catalog import Property, PropertyMapping
from domain.model.property_values import is_supported


def property_faults(
    mappings: Sequence[PropertyMapping],
    properties: Sequence[Property],
    reserved: Collection[str],
) -> tuple[Violation, ...]:
    """Return everything that is wrong; *reserved* are the codes of our own fields."""
    return tuple(_faults(mappings, properties, reserved))


def _faults(
    mappings: Sequence[PropertyMapping],
    properties: Sequence[Property],
    reserved: Collection[str],
) -> Iterator[Violation]:
    known = {(one.kind, one.code): one for one in properties}
    id_uses = Counter((one.kind, one.property_id) for one in mappings)
    code_uses = Counter((one.kind, one.code) for one in mappings)
    for index, one in enumerate(mappings):
        id_field, code_field = f"mappings[{index}].property_id", f"mappings[{index}].code"
        definition = known.get((one.kind, one.code))
        if id_uses[one.kind, one.property_id] > 1:
            message = f"{one.property_id!r} is mapped more than once."
            yield _fault(id_field, "PROPERTY_MAPPED_TWICE", message)
        if definition is None:
            message = f"Pipedrive has no field {one.code!r} of {one.kind}s; see ListProperties."
            yield _fault(code_field, "UNKNOWN_PROPERTY", message)
            continue
        if code_uses[one.kind, one.code] > 1:
            message = f"the field {definition.name!r} is mapped more than once."
            yield _fault(code_field, "FIELD_MAPPED_TWICE", message)
        if not definition.is_custom or one.code in reserved:
            message = f"the field {definition.name!r} is no custom field of your own."
            yield _fault(code_field, "NOT_A_CUSTOM_FIELD", message)
        elif not is_supported(definition):
            message = f"the type {definition.type!r} of {definition.name!r} cannot be mapped."
            yield _fault(code_field, "UNSUPPORTED_TYPE", message)


def _fault(field: str, reason: str, message: str) -> Violation:
    return Violation(field=field, reason=reason, message=message)

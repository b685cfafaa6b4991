"""From OpenAPI 3.0 schemas to JSON Schema, for what we send and for what we are answered.

Both are sealed: a property that no part of the schema declares is a fault. Answers are relaxed in
two ways: everything but `id` may be null, for the files declare nullability loosely; and rows
may hold what `include_fields` can ask for, which the files name as a parameter only.
"""

from collections.abc import Collection, Iterator
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]
_PARTS = ("allOf", "anyOf", "oneOf")


def request_validator(published: Schema, also: Schema) -> Draft202012Validator:
    """Make the validator of a request body; *also* are more properties that may be sent."""
    schema = _translated(published, relaxed=False)
    if also:
        schema = {**schema, "properties": {**schema.get("properties", {}), **also}}
    return Draft202012Validator(schema)


def response_validator(published: Schema, on_demand: Collection[str]) -> Draft202012Validator:
    """Make the validator of an answer, whose rows may hold the properties *on_demand* too."""
    schema = _translated(published, relaxed=True)
    for row in _rows(schema):
        row["properties"] = {**{name: {} for name in on_demand}, **row.get("properties", {})}
    return Draft202012Validator(schema)


def error_validator(published: Schema) -> Draft202012Validator:
    """Make the validator of a declared error, which may say more than is published for it."""
    schema = _translated(published, relaxed=True)
    return Draft202012Validator({**schema, "unevaluatedProperties": True})


def _rows(schema: Schema) -> Iterator[Schema]:
    """Find the schemas of `data` and of its items."""
    for part in schema.get("allOf", ()):
        yield from _rows(part)
    data = schema.get("properties", {}).get("data")
    if data is not None:
        yield data.get("items", data)


def _translated(schema: Schema, *, relaxed: bool, inside: bool = False, name: str = "") -> Schema:
    """Translate one schema; *inside* marks a part of a whole, which alone cannot be sealed."""
    result = {key: value for key, value in schema.items() if key in {"required", "minItems"}}
    if not relaxed:
        bounds = ("minLength", "maxLength", "minimum", "maximum", "maxItems")
        result.update((key, schema[key]) for key in bounds if key in schema)
    nullable = schema.get("nullable") is True or (relaxed and name != "id")
    if "type" in schema:
        result["type"] = [schema["type"], "null"] if nullable else schema["type"]
    if "enum" in schema:
        result["enum"] = [*schema["enum"], None] if nullable else schema["enum"]
    if "items" in schema:
        result["items"] = _translated(schema["items"], relaxed=relaxed)
    if "properties" in schema:
        result["properties"] = {
            key: _translated(value, relaxed=relaxed, name=key)
            for key, value in schema["properties"].items()
        }
    for part in _PARTS:
        if part in schema:
            # A null would match several of oneOf: anyOf says what is meant.
            result["anyOf" if part == "oneOf" else part] = [
                _translated(each, relaxed=relaxed, inside=True, name=name) for each in schema[part]
            ]
    if not inside and not _is_open(schema):
        result["unevaluatedProperties"] = False
    return result


def _is_open(schema: Schema) -> bool:
    """Tell whether a schema names no properties, or allows others beside them."""
    if schema.get("additionalProperties"):
        return True
    parts = [part for kind in _PARTS for part in schema.get(kind, ())]
    if any(part.get("additionalProperties") for part in parts):
        return True
    return "properties" not in schema and all(_is_open(part) for part in parts)

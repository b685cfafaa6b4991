"""Checks of what a client sends, strict about types: nothing is coerced, nothing is ignored."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TypeVar

from adapters.sandbox.errors import Refused, invalid, refused
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import parse_rfc3339, rfc3339

Check = Callable[[str, object], object]
"""Takes a field's name and value, gives the value to keep. Raises Refused."""

T = TypeVar("T")
ObjectCheck = Callable[[str, object], Json]

_LARGEST = 2**53
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_body(body: bytes) -> object:
    """Read a JSON document. Raises Refused for anything else."""
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise refused(400, "Request body is not valid JSON") from error


def object_in(body: bytes) -> Json:
    document = json_body(body)
    if not isinstance(document, dict):
        raise refused(400, "Request body must be a JSON object")
    return document


def checked(body: Mapping[str, object], shape: Mapping[str, Check], prefix: str = "") -> Json:
    """Run each value through its check. An unknown name is refused."""
    for name in body:
        if name not in shape:
            raise invalid(f"{prefix}{name}", "unknown parameter")
    return {name: shape[name](f"{prefix}{name}", value) for name, value in body.items()}


def text(*, limit: int = 255, blank: bool = True) -> Check:
    def check(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise invalid(field, "must be a string")
        if _SURROGATE.search(value):
            raise invalid(field, "must be valid Unicode")
        if not blank and not value.strip():
            raise invalid(field, "cannot be blank")
        if len(value) > limit:
            raise invalid(field, f"must be at most {limit} characters long")
        return value

    return check


def integer(field: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LARGEST:
        raise invalid(field, "must be a positive integer")
    return value


def number(field: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return value
    raise invalid(field, "must be a number")


def boolean(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise invalid(field, "must be true or false")
    return value


def one_of(values: Collection[object]) -> Check:
    def check(field: str, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in values:
            raise invalid(field, f"must be one of {', '.join(sorted(map(str, values)))}")
        return value

    return check


def nullable(inner: Check) -> Check:
    return lambda field, value: None if value is None else inner(field, value)


def list_of(inner: Callable[[str, object], T]) -> Callable[[str, object], list[T]]:
    def check(field: str, value: object) -> list[T]:
        if not isinstance(value, list):
            raise invalid(field, "must be an array")
        return [inner(f"{field}[{index}]", item) for index, item in enumerate(value)]

    return check


def object_of(shape: Mapping[str, Check], required: Collection[str] = ()) -> ObjectCheck:
    def check(field: str, value: object) -> Json:
        if not isinstance(value, dict):
            raise invalid(field, "must be an object")
        for name in required:
            if name not in value:
                raise invalid(f"{field}.{name}", "is required")
        return checked(value, shape, prefix=f"{field}.")

    return check


def day(field: str, value: object) -> object:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise invalid(field, "must be a date as YYYY-MM-DD")


def instant(field: str, value: object) -> str:
    """Keep an RFC 3339 instant of whole seconds, as UTC."""
    try:
        if isinstance(value, str):
            return rfc3339(parse_rfc3339(value))
    except (ValueError, OverflowError):
        pass
    raise invalid(field, "must be an RFC 3339 time with whole seconds")


def refuses(refusal: Refused) -> Check:
    """Refuse a field that the company's plan does not offer."""

    def check(_field: str, _value: object) -> object:
        raise refusal

    return check


def _refuse_constant(name: str) -> object:
    raise ValueError(name)

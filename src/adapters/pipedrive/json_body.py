"""Strict reading of a JSON object that a stranger sent."""

import json
import math
import re
from collections.abc import Iterable

from domain.errors import InvalidInput, Violation

Json = dict[str, object]

DEEPEST = 32
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_DIGITS = 40
_FIELD = "body"
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


def object_in(body: bytes) -> Json:
    """Return the object that the body holds. Raises InvalidInput, which says where it is wrong."""
    text = _text(body)
    _check_depth(text)
    decoder = json.JSONDecoder(
        object_pairs_hook=_unique, parse_int=_integer, parse_constant=_constant, parse_float=_float
    )
    start = len(text) - len(text.lstrip())
    if start == len(text):
        raise _wrong("EMPTY_BODY", "it is empty; send a JSON object.")
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = f"it is no JSON at character {error.pos}; send a JSON object."
        raise _wrong("NOT_JSON", message) from error
    if text[end:].strip():
        raise _wrong("TRAILING_DATA", f"there is more after the object, at character {end}.")
    if not isinstance(value, dict):
        raise _wrong("NOT_AN_OBJECT", "it is JSON, but no object.")
    return value


def _text(body: bytes) -> str:
    if body.startswith(_UTF16) or body[1:2] == b"\0" or body[:1] == b"\0":
        raise _wrong("ENCODING", "it is not UTF-8; JSON is sent as UTF-8.")
    try:
        return body.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong("INVALID_UTF8", f"it is no UTF-8 at byte {error.start}.") from error


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the parser recurses into it."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        if found[0] in {"[", "{"}:
            depth += 1
            if depth > DEEPEST:
                raise _wrong("TOO_DEEP", f"it is nested deeper than {DEEPEST} levels.")
        elif found[0] in {"]", "}"}:
            depth -= 1


def _unique(pairs: Iterable[tuple[str, object]]) -> Json:
    found: Json = {}
    for name, value in pairs:
        if name in found:
            shown = name[:40].encode("ascii", "backslashreplace").decode()
            raise _wrong("DUPLICATE_KEY", f"the key {shown!r} is there twice.")
        found[name] = value
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _wrong("NUMBER_TOO_LARGE", f"a number has {len(digits)} digits.")
    return int(digits)


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _wrong("NOT_FINITE", "a number is too large for a float.")
    return number


def _constant(name: str) -> object:
    raise _wrong("NOT_FINITE", f"{name} is no JSON number.")


def _wrong(reason: str, message: str) -> InvalidInput:
    return InvalidInput(Violation(field=_FIELD, reason=reason, message=message))

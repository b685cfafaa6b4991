"""What holds of everything that was accepted, whoever accepted it."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal

LARGEST_ID = 2**63 - 1


def check_storable(value: object) -> None:
    """Check that each text and number in the value, however deep, fits into both databases."""
    for one in _leaves(value):
        match one:
            case str():
                assert "\0" not in one, "U+0000 in a text"
                one.encode()
            case bool() | None | bytes() | timedelta():
                pass
            case int():
                assert -LARGEST_ID <= one <= LARGEST_ID, "a number that no column holds"
            case datetime():
                assert one.utcoffset() == timedelta(0), "a time that is not UTC"
                assert datetime.fromisoformat(one.isoformat()) == one
            case float() | Decimal():
                raise AssertionError("a number that is not exact")
            case _:
                raise AssertionError(f"{type(one).__name__} cannot be stored")


def check_id(text: str | None) -> None:
    """Check that the text names an entry of Pipedrive's, or none."""
    assert text is None or 0 < int(text) <= LARGEST_ID, "an id that no column holds"


def check_sendable(body: object) -> None:
    """Check that the body can be sent to Pipedrive as JSON."""
    json.dumps(body, allow_nan=False, ensure_ascii=False).encode()


def _leaves(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _leaves(inner)
    elif isinstance(value, Collection) and not isinstance(value, str | bytes):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value

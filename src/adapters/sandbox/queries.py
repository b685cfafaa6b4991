"""Checks of query parameters, whose values are all texts."""

from collections.abc import Collection

from adapters.sandbox.checks import Check, integer
from adapters.sandbox.errors import invalid

MOST_PER_PAGE = 500
_MOST_IDS = 100
_MOST_DIGITS = 15


def whole_number(field: str, value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise invalid(field, "must be an integer")
    return integer(field, int(text))


def page_size(field: str, value: object) -> int:
    size = whole_number(field, value)
    if size > MOST_PER_PAGE:
        raise invalid(field, f"must be at most {MOST_PER_PAGE}")
    return size


def flag(field: str, value: object) -> bool:
    if value not in {"true", "false"}:
        raise invalid(field, "must be true or false")
    return value == "true"


def some_text(_field: str, value: object) -> str:
    return str(value)


def listed(*, most: int, choices: Collection[str] | None = None) -> Check:
    """Check a comma-separated list of at most *most* items, from *choices* if given."""

    def check(field: str, value: object) -> tuple[str, ...]:
        items = _items(field, value, most)
        for item in items:
            if choices is not None and item not in choices:
                raise invalid(field, f"'{item}' is not allowed")
        return items

    return check


def ids(field: str, value: object) -> frozenset[int]:
    return frozenset(whole_number(field, item) for item in _items(field, value, _MOST_IDS))


def not_served(field: str, _value: object) -> object:
    raise invalid(field, "is not served by the sandbox")


def _items(field: str, value: object, most: int) -> tuple[str, ...]:
    items = tuple(item.strip() for item in str(value).split(","))
    if len(items) > most:
        raise invalid(field, f"at most {most} items are allowed")
    if not all(items):
        raise invalid(field, "must not have empty items")
    return items

"""Cursor paging: an opaque marker of the first row of the next page, by sort key and id.

A walk by id is stable under edits; a walk by `update_time` can meet an edited row again.
"""

import base64
import json
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from adapters.sandbox.errors import Refused, invalid

DEFAULT_PER_PAGE = 100

T = TypeVar("T")
Key = tuple[str, int]
"""Where a row stands: the text it is sorted by (empty when sorted by id) and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which page is asked for: at most *limit* rows of an order, from a marker on."""

    limit: int = DEFAULT_PER_PAGE
    cursor: str | None = None
    sorted_by: str = "id"
    descending: bool = False


def slice_of(asked: Mapping[str, object]) -> Slice:
    """Read the slice from checked query parameters."""
    limit, cursor = asked.get("limit"), asked.get("cursor")
    return Slice(
        limit=limit if isinstance(limit, int) else DEFAULT_PER_PAGE,
        cursor=None if cursor is None else str(cursor),
        sorted_by=str(asked.get("sort_by", "id")),
        descending=asked.get("sort_direction") == "desc",
    )


def page(rows: Iterable[T], key: Callable[[T], Key], asked: Slice) -> tuple[list[T], str | None]:
    """Cut one page out of *rows*; the second value is the next page's cursor, None at the end.

    Raises Refused for a cursor that is no marker of this order.
    """
    ordered = sorted(rows, key=key, reverse=asked.descending)
    if asked.cursor is not None:
        first = _decode(asked.cursor, asked)
        after = operator.le if asked.descending else operator.ge
        ordered = [row for row in ordered if after(key(row), first)]
    rest = ordered[asked.limit : asked.limit + 1]
    return ordered[: asked.limit], _encode(key(rest[0]), asked) if rest else None


def _encode(key: Key, asked: Slice) -> str:
    text, row_id = key
    marker = {
        "field": asked.sorted_by,
        "fieldValue": text or row_id,
        "sortDirection": "desc" if asked.descending else "asc",
        "id": row_id,
    }
    return base64.urlsafe_b64encode(json.dumps(marker).encode()).decode().rstrip("=")


def _decode(cursor: str, asked: Slice) -> Key:
    try:
        marker = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        order = (marker["field"], marker["sortDirection"])
        key = "" if asked.sorted_by == "id" else str(marker["fieldValue"]), int(marker["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise _bad_cursor() from error
    if order != (asked.sorted_by, "desc" if asked.descending else "asc"):
        raise _bad_cursor()
    return key


def _bad_cursor() -> Refused:
    return invalid("cursor", "is not a cursor of this list")

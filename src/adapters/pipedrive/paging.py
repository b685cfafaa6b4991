"""Walking through a list page by page, but never in a circle."""

from collections.abc import AsyncIterator, Container, Mapping
from typing import TypeVar

from adapters.pipedrive.client import Answer, Client
from adapters.pipedrive.envelopes import Many
from domain.errors import CrmUnavailable

Data = TypeVar("Data")


async def pages(
    client: Client, path: str, shape: type[Many[Data]], query: Mapping[str, str]
) -> AsyncIterator[tuple[Many[Data], Answer]]:
    """Give all pages of the list. Raises CrmError."""
    seen = set[str]()
    cursor: str | None = None
    while True:
        page, answer = await client.get(path, shape, **query, **from_cursor(cursor))
        yield page, answer
        cursor = following(page, seen)
        if cursor is None:
            return
        seen.add(cursor)


def from_cursor(cursor: str | None) -> Mapping[str, str]:
    """Return the parameters that ask for the page at the cursor, None being the first."""
    return {"cursor": cursor} if cursor is not None else {}


def following(page: Many[Data], seen: Container[str | None]) -> str | None:
    """Return where the list goes on, None at its end. Raises CrmUnavailable if it was there."""
    cursor = page.next_cursor
    if cursor is not None and cursor in seen:
        raise CrmUnavailable("CURSOR_LOOP", "Pipedrive's list leads back to where it was.")
    return cursor

"""Time, ids and phones: what a rule cannot know by itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.values import Value

Clock = Callable[[], datetime]
"""Returns the present instant, aware, in UTC."""

Ids = Callable[[], str]
"""Returns a new unguessable id: 128 random bits or more, URL-safe."""

Journal = Callable[[str, Mapping[str, str]], None]
"""Notes for the operator: what happened, with details that name no person and no secret."""


class Phones(Protocol):
    """Tells which texts are the same phone."""

    def knows_region(self, region: str) -> bool:
        """Tell whether this is a region (`ES`) whose numbers are known."""

    def key(self, phone: Value, region: str = "") -> str | None:
        """Return the E.164 form, or None when the text is no phone number.

        A number without its country is one of *region* (`ES`), else of the service's default.
        """

    def index_key(self, phone: Value) -> str | None:
        """Return what a contact with this phone is looked up by.

        The E.164 form, or `~` and the digits of a number that is not written with `+`.
        """

    def lookup_keys(self, phone: Value, region: str = "") -> Sequence[str]:
        """Return the index keys that contacts with this phone may have, the surest first.

        Contacts whose number names no country are taken to be of *region*.
        """


class Html(Protocol):
    """Makes HTML of strangers safe to show."""

    def clean(self, html: str, most_bytes: int) -> tuple[str, bool]:
        """Return what can be read of it in up to so many bytes, and whether that is not all.

        Nothing is left that a browser would run or load.
        """

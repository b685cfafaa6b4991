"""Time, ids and phones: what a rule cannot know by itself."""

from collections.abc import Callable, Mapping
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

    def key(self, phone: Value) -> str | None:
        """Return the E.164 form, or None when the text is no phone number."""

"""What a message has to be, whatever it says."""

from collections.abc import Iterable

from domain.errors import Violation
from domain.model.views import Notice


def is_sentence(message: str) -> bool:
    """Tell whether the message reads as a sentence: not shouted, and to its full stop."""
    return message.endswith(".") and message != message.upper()


def told(found: Iterable[Violation | Notice]) -> list[tuple[str, str]]:
    """Return the fields and reasons of what was found; each has to say what is wrong."""
    every = list(found)
    assert [one for one in every if not is_sentence(one.message)] == []
    return [(one.field, one.reason) for one in every]

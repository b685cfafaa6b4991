"""What a message has to be, whatever it says."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from domain.errors import SyncError, Violation
from domain.model.views import Notice


def is_sentence(message: str) -> bool:
    """Tell whether the message reads as a sentence: not shouted, and to its full stop."""
    return message.endswith(".") and message != message.upper()


def told(found: Iterable[Violation | Notice]) -> list[tuple[str, str]]:
    """Return the fields and reasons of what was found; each has to say what is wrong."""
    every = list(found)
    assert [one for one in every if not is_sentence(one.message)] == []
    return [(one.field, one.reason) for one in every]


@contextmanager
def in_sentences() -> Iterator[None]:
    """Make sure that whatever is refused meanwhile is refused in a sentence."""
    refusal: SyncError | None = None
    try:
        yield
    except SyncError as error:
        refusal = error
        raise
    finally:
        assert refusal is None or is_sentence(refusal.message)

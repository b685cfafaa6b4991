"""Single values of webhooks, read strictly."""

from adapters.pipedrive.scalars import LARGEST_ID, storable
from domain.model.values import Value, canonical

_LONGEST_TEXT = 255


class Unusable(Exception):
    """The delivery is genuine, but cannot be used. *problem* says why, in a word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def text_in(value: object) -> Value:
    """Return a text as fields hold it. Raises Unusable for anything else, or for a long one."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unusable("INVALID_TEXT")
    return fit(canonical(storable(value)))


def fit(text: Value) -> Value:
    """Return the text. Raises Unusable for one that is longer than Pipedrive allows."""
    if text is not None and len(text) > _LONGEST_TEXT:
        raise Unusable("TOO_LONG")
    return text


def id_in(value: object) -> Value:
    """Return an id as text. Raises Unusable for what is none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unusable("INVALID_ID")
    if not 0 < value <= LARGEST_ID:
        raise Unusable("INVALID_ID")
    return str(value)

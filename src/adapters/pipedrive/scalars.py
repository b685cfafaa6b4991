"""Single values as Pipedrive's answers hold them, made fit to be stored."""

from typing import Annotated

from pydantic import AfterValidator, Field

LARGEST_ID = 2**63 - 1
_MOST_DIGITS = len(str(LARGEST_ID))
_HIGHEST_PLACE = 2**31 - 1
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return the text with U+FFFD for what no database takes: U+0000 and half surrogates."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", _REPLACEMENT)


Text = Annotated[str, AfterValidator(storable)]
"""A text that can be stored."""

Id = Annotated[int, Field(gt=0, le=LARGEST_ID)]
"""A number of Pipedrive's that fits into a column."""

Place = Annotated[int, Field(ge=-_HIGHEST_PLACE, le=_HIGHEST_PLACE)]
"""Where something stands among its like."""


def id_of(text: str) -> int | None:
    """Return the id that the text is, None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number and 0 < int(text) <= LARGEST_ID else None

"""Single values as Pipedrive's answers hold them, made fit to be stored."""

from typing import Annotated

from pydantic import AfterValidator, Field

_LARGEST_ID = 2**63 - 1
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """Return the text with U+FFFD for what no database takes: U+0000 and half surrogates."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", _REPLACEMENT)


Text = Annotated[str, AfterValidator(storable)]
"""A text that can be stored."""

Id = Annotated[int, Field(gt=0, le=_LARGEST_ID)]
"""A number of Pipedrive's that fits into a column."""

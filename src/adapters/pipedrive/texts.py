"""Texts from Pipedrive, made fit to be stored."""

from domain.model.values import Value, canonical

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str | None) -> Value:
    """Return the canonical text without what no database takes: U+0000 and half surrogates."""
    if text is None:
        return None
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return canonical(whole.replace("\0", _REPLACEMENT))

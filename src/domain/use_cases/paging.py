"""Page tokens: opaque to callers, so that they may change."""

import base64
import binascii

from domain.errors import InvalidInput, Violation


def token_after(key: str) -> str:
    """Return the token of the page that follows this key."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def key_before(page_token: str) -> str | None:
    """Return the key that the page follows; None for the first page. Raises InvalidInput."""
    if not page_token:
        return None
    try:
        key = base64.b64decode(page_token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise _no_token() from error
    if not key.isprintable():
        raise _no_token()
    return key


def _no_token() -> InvalidInput:
    message = "this is no token of a page; start without one."
    return InvalidInput(Violation(field="page_token", reason="INVALID_PAGE_TOKEN", message=message))

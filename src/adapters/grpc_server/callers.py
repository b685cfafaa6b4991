"""Who calls, and for which accounts: bearer tokens of the other services."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.grpc_server.statuses import Forbidden
from domain.errors import Unauthenticated

Tokens = Mapping[str, frozenset[str] | None]
"""The accounts each token may act for, None for all. No tokens: anybody may call."""

_HEADER = "authorization"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose token was right; *accounts* None means all."""

    accounts: frozenset[str] | None

    def check(self, account_id: str | None) -> None:
        """Let the caller act for the account, for all of them if None. Raises Forbidden."""
        if self.accounts is None or account_id in self.accounts:
            return
        if account_id is None:
            raise Forbidden("ALL_ACCOUNTS_NEEDED", "This method needs a token for all accounts.")
        raise Forbidden("ACCOUNT_NOT_ALLOWED", "This token is not for this account.")


def caller_of(tokens: Tokens, metadata: Iterable[tuple[str, str | bytes]]) -> Caller:
    """Return who calls. Raises Unauthenticated, which says what of the header is wrong."""
    if not tokens:
        return Caller(None)
    given = next((value for name, value in metadata if name == _HEADER), None)
    if given is None:
        message = "Send the metadata authorization: Bearer <token>."
        raise Unauthenticated("TOKEN_MISSING", message)
    scheme, _, shown = str(given).partition(" ")
    if scheme.lower() != "bearer" or not shown:
        raise Unauthenticated("TOKEN_MALFORMED", "The metadata is not of the form Bearer <token>.")
    fitting = [known for known in tokens if _same(known, shown)]
    if not fitting:
        raise Unauthenticated("TOKEN_UNKNOWN", "This token is not, or no longer, valid.")
    return Caller(tokens[fitting[0]])


def _same(known: str, shown: str) -> bool:
    return hmac.compare_digest(known.encode(), shown.encode())

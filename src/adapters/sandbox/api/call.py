"""One call of the REST API, after it was let in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Origin
from adapters.sandbox.errors import not_found
from adapters.sandbox.exchange import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls. *client_id* and *scopes* are those of the app, None for a personal token."""

    user_id: int
    client_id: str | None = None
    scopes: frozenset[str] | None = None

    @property
    def access(self) -> str:
        return "api_token" if self.client_id is None else "oauth"

    @property
    def key(self) -> str:
        """Name what the burst limit counts by."""
        return f"{self.client_id}:{self.user_id}"

    def may(self, scopes: frozenset[str]) -> bool:
        """Tell whether one of *scopes* is held; a personal token holds all."""
        return self.scopes is None or bool(self.scopes & scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    company: Company
    caller: Caller
    now: datetime
    variables: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    change_source: str

    @property
    def origin(self) -> Origin:
        return Origin(user_id=self.caller.user_id, change_source=self.change_source, now=self.now)

    def id(self, what: str) -> int:
        """Read the id in the path. Raises Refused with 404 if it is no number."""
        text = self.variables["id"]
        if not (text.isascii() and text.isdigit()):
            raise not_found(what)
        return int(text)


Handler = Callable[[Call], Response]

"""What can be turned about the company from outside, at any time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from adapters.sandbox.errors import invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Limits as of a Lite plan with ten seats; the documented behaviour is the default."""

    daily_budget: int = 300_000
    """Tokens a day (UTC) for the whole company."""
    burst_oauth: int = 80
    burst_api_token: int = 20
    burst_search: int = 10
    """Requests in any two seconds, per token."""
    burst_headers: bool = True
    daily_headers: bool = True
    """The daily headers are not documented: a client has to do without them."""
    access_token_seconds: int = 3600
    rotate_refresh_tokens: bool = True
    """Whether a refresh replaces the refresh token; the documentation says both."""
    suspended: bool = False
    """The company's account is closed: every call is answered 402."""
    maintenance: bool = False
    """Everything, the login too, is answered 503 with a page."""
    blocked: bool = False
    """The network in front of the API answers every call 403 with a page of its own."""
    clock_ahead_seconds: float = 0.0
    """How far the company's clock is ahead of the machine's: turn it to let days pass."""
    search_lag_seconds: int = 0
    custom_field_limit: int = 100
    """Custom fields per kind of record, as the plan allows."""
    webhook_copies: int = 1
    """How often each event is sent: 0 loses it, 2 sends it twice."""
    webhook_delay_seconds: float = 0.0
    webhook_bans: bool = True
    """Whether ten events whose first delivery failed lay a ban, whose events are lost."""

    def changed(self, wanted: Mapping[str, object]) -> "Switches":
        """Return these with *wanted* ones replaced. Raises Refused for a bad name or type."""
        known = self.shown()
        values: dict[str, Any] = dict(known)
        for name, value in wanted.items():
            if name not in known:
                raise invalid(name, f"unknown switch; known: {', '.join(known)}")
            values[name] = _fitting(name, value, known[name])
        return Switches(**values)

    def shown(self) -> dict[str, object]:
        return asdict(self)


def _fitting(name: str, value: object, present: object) -> object:
    """Return *value* if it is of the kind of *present*: yes or no, or a number from 0 on."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if isinstance(value, bool) if isinstance(present, bool) else is_number:
        return value
    raise invalid(name, f"must be of the kind of {present!r}")

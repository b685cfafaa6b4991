"""The apps that may ask for access."""

from dataclasses import dataclass

from adapters.sandbox.addresses import is_reachable_url

SCOPES = (
    "base",
    "contacts:full",
    "deals:full",
    "activities:full",
    "users:read",
    "phone-integration",
    "webhooks:full",
    "search:read",
    "contact-fields:full",
    "deal-fields:full",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A registered app. Without *callback_url* any https or loopback address will do."""

    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"  # noqa: S105 - the published secret of a stand-in
    name: str = "Vixiees"
    callback_url: str | None = None
    scopes: tuple[str, ...] = SCOPES

    def may_return_to(self, redirect_uri: str) -> bool:
        if self.callback_url is not None:
            return redirect_uri == self.callback_url
        return is_reachable_url(redirect_uri)

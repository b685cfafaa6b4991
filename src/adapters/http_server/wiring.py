"""What a listener is made of."""

from dataclasses import dataclass, field

from adapters.http_server.use_cases import Authorize, Ready, ReceiveWebhooks
from domain.ports.world import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one client may take. Pipedrive itself gives up on a delivery after ten seconds.

    *idle_seconds* also bounds how long the head of a request may take. *linger_seconds* is how
    long the rest of a refused body is read and dropped, so that the client sees the answer.
    """

    body_bytes: int = 1024**2
    body_seconds: float = 15
    idle_seconds: float = 15
    linger_seconds: float = 2
    line_bytes: int = 8190
    headers: int = 64
    connections: int = 2000
    grace_seconds: float = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The inside and the surroundings of a listener.

    *client_id* and *client_secret* are those of the Pipedrive app. *public_url* is how browsers
    reach us; *return_url* is the page of Vixiees with the Connect button, "" when not known.
    *ids* names incidents.
    """

    authorize: Authorize
    webhooks: ReceiveWebhooks
    ready: Ready
    ids: Ids
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    return_url: str = ""
    limits: Limits = field(default_factory=Limits)

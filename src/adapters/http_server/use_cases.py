"""What the listener asks of the inside; each class of `domain.use_cases` offers more."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from domain.model.connection import Connection
from domain.model.views import Departure, Intake

Ready = Callable[[], Awaitable[Mapping[str, bool]]]
"""Tells of each part that the service needs, by its name, whether it works now."""


class Authorize(Protocol):
    """Leads an administrator's browser to Pipedrive and back."""

    async def begin(self, state: str) -> Departure:
        """Return where the browser goes. Raises NotFound when no login waits under *state*."""

    async def finish(self, state: str, code: str, session: str) -> Connection:
        """Exchange the code. Raises NotFound, Unauthenticated, Conflict or CrmError."""

    async def refused(self, state: str, session: str) -> None:
        """End the login. Raises NotFound or Unauthenticated."""

    async def uninstalled(self, company_id: str, user_id: str) -> None:
        """Forget the grant of that agent. Raises NotFound."""


class ReceiveWebhooks(Protocol):
    """Takes in what Pipedrive sends."""

    async def admit(self, webhook_path: str, user: str, password: str) -> Connection:
        """Return whose webhook it is. Raises NotFound or Unauthenticated."""

    async def receive(self, connection: Connection, body: bytes) -> Intake:
        """Store the delivery; it is durable on return. Raises InvalidInput or Conflict."""

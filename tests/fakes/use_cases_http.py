"""The use cases as the HTTP listener sees them, without anything behind."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from domain.errors import Conflict, InvalidInput, NotFound, Unauthenticated, Violation
from domain.model.connection import Connection, ConnectionState
from domain.model.remote import Identity
from domain.model.values import AccountId, ConnectionId
from domain.model.views import Departure, Intake

PATH = "path-token-4f1d9c"
USER = "hook-user"
PASSWORD = "hook-päss:word"
COMPANY_ID = "77"


def a_connection(company_name: str = "Acme Ltd") -> Connection:
    identity = Identity(
        user_id="5",
        company_id=COMPANY_ID,
        company_name=company_name,
        company_domain="acme",
        is_admin=True,
    )
    return Connection(
        connection_id=ConnectionId("c1"),
        account_id=AccountId("a1"),
        state=ConnectionState.IMPORTING,
        since=datetime(2026, 11, 1, tzinfo=UTC),
        identity=identity,
        webhook_path=PATH,
    )


class FakeAuthorize:
    """Knows the states in *waiting*; *failure* is raised instead of any answer."""

    def __init__(self) -> None:
        self.waiting = {"state-1"}
        self.sessions: dict[str, str] = {}
        self.company_name = "Acme Ltd"
        self.failure: Exception | None = None
        self.codes: list[str] = []
        self.declined: list[str] = []
        self.removed: list[tuple[str, str]] = []

    async def begin(self, state: str) -> Departure:
        self._fail()
        if state not in self.waiting:
            raise NotFound("login", state)
        self.sessions[state] = f"session-of-{state}"
        url = f"https://oauth.pipedrive.test/oauth/authorize?state={state}"
        return Departure(url=url, session=self.sessions[state])

    async def finish(self, state: str, code: str, session: str) -> Connection:
        self._take(state, session)
        self._fail()
        self.codes.append(code)
        return a_connection(self.company_name)

    async def refused(self, state: str, session: str) -> None:
        self._take(state, session)
        self.declined.append(state)

    async def uninstalled(self, company_id: str, user_id: str) -> None:
        self._fail()
        if company_id != COMPANY_ID:
            raise NotFound("connection", company_id)
        self.removed.append((company_id, user_id))

    def _take(self, state: str, session: str) -> None:
        if state not in self.waiting:
            raise NotFound("login", state)
        if self.sessions.get(state) != session:
            raise Unauthenticated("WRONG_SESSION", "Another browser began this.")
        self.waiting.remove(state)

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


class FakeWebhooks:
    """Admits one path with one password and keeps what is delivered in *stored*.

    While *committing* is not set, a delivery waits for its commit.
    """

    def __init__(self) -> None:
        self.stored: list[Mapping[str, object]] = []
        self.failure: Exception | None = None
        self.intake = Intake.STORED
        self.arrived = asyncio.Event()
        self.committing = asyncio.Event()
        self.committing.set()
        self.asked = 0

    async def admit(self, webhook_path: str, user: str, password: str) -> Connection:
        self.asked += 1
        if webhook_path != PATH:
            raise NotFound("webhook", webhook_path)
        if (user, password) != (USER, PASSWORD):
            raise Unauthenticated("WEBHOOK_AUTH", f"Wrong password for {user}.")
        return a_connection()

    async def receive(self, connection: Connection, body: bytes) -> Intake:
        assert connection.webhook_path == PATH
        delivery = _object(body)
        if delivery.get("company_id", COMPANY_ID) != COMPANY_ID:
            raise Conflict("COMPANY_MISMATCH", "This event is of another company.")
        self.arrived.set()
        await self.committing.wait()
        if self.failure:
            raise self.failure
        self.stored.append(delivery)
        return self.intake


def _object(body: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(body)
    except ValueError:
        raise _wrong("NOT_JSON" if body else "EMPTY_BODY") from None
    if not isinstance(value, dict):
        raise _wrong("NOT_AN_OBJECT")
    return value


def _wrong(reason: str) -> InvalidInput:
    return InvalidInput(Violation(field="body", reason=reason, message="expected a JSON object."))

"""Connections, secrets and the change feed in memory."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import Conflict
from domain.model.change import Change
from domain.model.connection import Connection, Grant, Login
from domain.model.values import AccountId, ChangeNumber, ConnectionId
from tests.fakes.memory.state import Draft


class MemoryConnections:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def get(self, connection_id: ConnectionId) -> Connection:
        return self._draft.connection(connection_id)

    def hold(self, connection_id: ConnectionId) -> Connection:
        return self._draft.connection(connection_id)

    def of_account(self, account_id: AccountId) -> Connection | None:
        return next((one for one in self._all() if one.account_id == account_id), None)

    def of_webhook_path(self, webhook_path: str) -> Connection | None:
        if not webhook_path:
            return None
        return next((one for one in self._all() if one.webhook_path == webhook_path), None)

    def of_company(self, company_id: str) -> Sequence[Connection]:
        return [
            one for one in self._all() if one.identity and one.identity.company_id == company_id
        ]

    def list(self, after: AccountId | None, limit: int) -> Sequence[Connection]:
        return [one for one in self._all() if after is None or one.account_id > after][:limit]

    def put(self, connection: Connection) -> None:
        before = self._draft.connections.get(connection.connection_id, connection)
        other = self.of_account(connection.account_id)
        if other is not None and other.connection_id != connection.connection_id:
            raise Conflict("CLASH", "The account has another connection.")
        self._draft.connections[connection.connection_id] = replace(
            connection,
            last_change=max(connection.last_change, before.last_change),
            acknowledged=max(connection.acknowledged, before.acknowledged),
        )
        self._draft.touch(connection.connection_id)

    def _all(self) -> Sequence[Connection]:
        return sorted(self._draft.connections.values(), key=lambda one: one.account_id)


class MemorySecrets:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def grant(self, connection_id: ConnectionId) -> Grant | None:
        return self._draft.drawer(connection_id).grant.get("")

    def put_grant(self, connection_id: ConnectionId, grant: Grant | None) -> None:
        if grant is None:
            self._draft.drawer(connection_id).grant.clear()
        else:
            self._draft.drawer(connection_id).grant[""] = grant

    def webhook_password(self, connection_id: ConnectionId, number: int) -> str | None:
        return self._draft.drawer(connection_id).password.get(number)

    def put_webhook_password(self, connection_id: ConnectionId, password: str, number: int) -> None:
        passwords = self._draft.drawer(connection_id).password
        passwords[number] = password
        passwords.pop(number - 2, None)

    def take_login(self, state: str) -> Login | None:
        return self._draft.logins.pop(state, None)

    def put_login(self, login: Login) -> None:
        self._draft.logins[login.state] = login


class MemoryFeed:
    def __init__(self, draft: Draft, connection_id: ConnectionId) -> None:
        self._draft = draft
        self._connection_id = connection_id
        self._changes = draft.drawer(connection_id).changes

    def append(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.number in self._changes:
                raise Conflict("CLASH", "A change of this number is on the feed already.")
            self._changes[change.number] = change
        self._draft.touch(self._connection_id)

    def reserve(self, count: int) -> ChangeNumber:
        connection = self._draft.connection(self._connection_id)
        last = ChangeNumber(connection.last_change + count)
        self._draft.connections[self._connection_id] = replace(connection, last_change=last)
        return ChangeNumber(connection.last_change + 1)

    def after(self, number: ChangeNumber, limit: int) -> Sequence[Change]:
        return [self._changes[one] for one in sorted(self._changes) if one > number][:limit]

    def oldest(self) -> ChangeNumber | None:
        return min(self._changes, default=None)

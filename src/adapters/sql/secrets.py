"""Tokens, webhook passwords and logins under way in SQL."""

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.sealing import Sealed, Sealer
from adapters.sql.session import EVERYBODY, Session, show
from adapters.sql.tables import logins, secrets
from domain.model.connection import Grant, Login
from domain.model.values import ConnectionId

_GRANT = "grant"
_WEBHOOK_PASSWORDS = ("webhook_password_even", "webhook_password_odd")
_OPEN = sa.select(secrets.c.key_id, secrets.c.nonce, secrets.c.sealed).where(
    secrets.c.connection_id == sa.bindparam("connection_id"),
    secrets.c.purpose == sa.bindparam("purpose"),
)


def check_keys(engine: sa.Engine, sealer: Sealer) -> None:
    """Make sure that every stored secret can be opened. Raises SyncError."""
    with engine.connect() as connection:
        show(connection, EVERYBODY)
        for key_id in connection.scalars(sa.select(secrets.c.key_id).distinct()):
            sealer.check(key_id)


class SqlSecrets:
    """Encrypts what would let somebody else in."""

    def __init__(self, session: Session, sealer: Sealer) -> None:
        self._session = session
        self._sealer = sealer

    def grant(self, connection_id: ConnectionId) -> Grant | None:
        text = self._open(connection_id, _GRANT)
        return None if text is None else from_json(Grant, text)

    def put_grant(self, connection_id: ConnectionId, grant: Grant | None) -> None:
        if grant is not None:
            self._seal(connection_id, _GRANT, to_json(grant))
            return
        kept = sa.and_(secrets.c.connection_id == connection_id, secrets.c.purpose == _GRANT)
        self._session.of(connection_id).connection.execute(sa.delete(secrets).where(kept))

    def webhook_password(self, connection_id: ConnectionId, number: int) -> str | None:
        kept = self._open(connection_id, _WEBHOOK_PASSWORDS[number % 2]) or ""
        of, _, password = kept.partition(" ")
        return password if of == str(number) else None

    def put_webhook_password(self, connection_id: ConnectionId, password: str, number: int) -> None:
        self._seal(connection_id, _WEBHOOK_PASSWORDS[number % 2], f"{number} {password}")

    def take_login(self, state: str) -> Login | None:
        taken = sa.delete(logins).where(logins.c.state == state).returning(*logins.c)
        row = self._session.connection.execute(taken).mappings().one_or_none()
        return None if row is None else Login(**row)

    def put_login(self, login: Login) -> None:
        row = {column.name: getattr(login, column.name) for column in logins.c}
        self._session.upsert(logins, [row])

    def _seal(self, connection_id: ConnectionId, purpose: str, text: str) -> None:
        secret = self._sealer.seal(text, _context(connection_id, purpose))
        row = {
            "connection_id": connection_id,
            "purpose": purpose,
            "key_id": secret.key_id,
            "nonce": secret.nonce,
            "sealed": secret.sealed,
        }
        self._session.of(connection_id).upsert(secrets, [row])

    def _open(self, connection_id: ConnectionId, purpose: str) -> str | None:
        database = self._session.of(connection_id).connection
        asked = {"connection_id": connection_id, "purpose": purpose}
        row = database.execute(_OPEN, asked).mappings().one_or_none()
        if row is None:
            return None
        return self._sealer.open(Sealed(**row), _context(connection_id, purpose))


def _context(connection_id: ConnectionId, purpose: str) -> str:
    return f"{connection_id} {purpose}"

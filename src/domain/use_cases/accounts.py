"""Finding the connection that a caller means."""

from domain.errors import Conflict, NotFound
from domain.model.connection import ENDED, Connection
from domain.model.values import AccountId
from domain.ports.store import Tx


def connection_of(tx: Tx, account_id: AccountId) -> Connection:
    """Return the account's connection. Raises NotFound for an account that never started one."""
    connection = tx.connections.of_account(account_id)
    if connection is None:
        raise NotFound("account", account_id)
    return connection


def open_connection_of(tx: Tx, account_id: AccountId) -> Connection:
    """Return the account's connection. Raises NotFound, Conflict for one that has ended."""
    connection = connection_of(tx, account_id)
    if connection.state in ENDED:
        raise Conflict(
            "NOT_CONNECTED",
            "This account is disconnected from Pipedrive; start a connection first.",
        )
    return connection


def held_connection_of(tx: Tx, account_id: AccountId) -> Connection:
    """Return the account's connection, locked for a change. Raises NotFound."""
    return tx.connections.hold(connection_of(tx, account_id).connection_id)

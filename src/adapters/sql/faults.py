"""Errors of the database in the domain's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.errors import Conflict, StoreUnavailable

# https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization failure, deadlock,
# unique violation. After each of them the same work can see what it clashed with.
_CLASHES = frozenset({"40001", "40P01", "23505"})


@contextmanager
def translated() -> Iterator[None]:
    """Raise Conflict for what contradicts what is stored, StoreUnavailable for no answer."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(
            "CLASH", "This contradicts what is stored already; look again, then try again."
        ) from error
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise StoreUnavailable from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable from error
        raise


def is_clash(error: DBAPIError) -> bool:
    """Tell whether the work may succeed when it runs again."""
    return getattr(error.orig, "sqlstate", None) in _CLASHES

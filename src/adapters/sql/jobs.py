"""A piece of work that waits for its transaction, and who waits for what comes of it."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from adapters.sql.session import Session
from domain.model.values import ConnectionId

Result_co = TypeVar("Result_co", covariant=True)


class Job(Generic[Result_co]):
    """Its *outcome* is known when the transaction is durable. *touched* are whom to wake."""

    def __init__(self, work: Callable[[Session], Result_co]) -> None:
        self._work = work
        self._settle: Callable[[], None] | None = None
        self.outcome = Future[Result_co]()
        self.touched = set[ConnectionId]()

    def begin(self) -> bool:
        """Tell whether somebody still waits; from here on the job cannot be called off."""
        return self.outcome.set_running_or_notify_cancel()

    def run(self, connection: sa.Connection, *, alone: bool) -> None:
        """Do the work. Beside others only its own part is undone when it fails.

        Raises its error if it is alone, and in any case what may have ended the transaction.
        """
        session = Session(database=connection)
        self.touched = session.touched
        if alone:
            self._settle = partial(self.outcome.set_result, self._work(session))
            return
        try:
            with connection.begin_nested():
                result = self._work(session)
            self._settle = partial(self.outcome.set_result, result)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - it is its caller's
            self.touched = set()
            self._settle = partial(self.fail, error)

    def fail(self, error: BaseException) -> None:
        """Answer whoever waits that nothing was stored."""
        self.outcome.set_exception(error)

    def settle(self) -> None:
        """Answer whoever waits, now that all is durable."""
        if self._settle is not None:
            self._settle()

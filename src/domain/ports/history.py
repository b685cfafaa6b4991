"""What grows with time, and may be forgotten when it is old."""

from datetime import datetime
from typing import Protocol

from domain.model.values import ChangeNumber


class History(Protocol):
    """The past of one connection. Each forgets up to *limit* entries and returns how many."""

    def forget_deliveries(self, before: datetime, limit: int) -> int:
        """Forget deliveries that arrived before and wait for nothing: digested, or unusable."""

    def forget_requests(self, before: datetime, limit: int) -> int:
        """Forget requests that were answered before: the same request_id is then a new one."""

    def forget_ends(self, before: datetime, limit: int) -> int:
        """Forget remote records that ended before."""

    def forget_conflicts(self, before: datetime, limit: int) -> int:
        """Forget edits that lost before."""

    def forget_logins(self, before: datetime, limit: int) -> int:
        """Forget logins that expired before."""

    def forget_changes(self, until: ChangeNumber) -> None:
        """Forget the changes of the feed up to this number."""

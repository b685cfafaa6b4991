"""What can go wrong, split by what the caller can do about it.

SyncError
├─ InvalidInput        the request is wrong: change it (fields named)
├─ NotFound            nothing of that kind under that id
├─ Conflict            the request contradicts what stands (state, idempotency)
├─ Unauthenticated     who asks is not known
├─ OutOfRange          a cursor that is no longer kept
├─ LeaseLost           another worker drives this connection now
├─ StoreUnavailable    our own database does not answer: try again later
└─ CrmError            Pipedrive did not do it
├─ CrmUnavailable   try again later (*retry_after*)
│  ├─ OutcomeUnknown  it may have been done all the same
│  └─ MarkerGone      our own custom field is not there, for the moment
├─ CrmLimit         burst or daily budget used up (*retry_after*, *daily*)
├─ CrmRefused       definite: needs a person (Pipedrive's own words)
│  └─ PropertyRefused a custom field is gone, or does not take the value (*code*)
├─ CrmGone          no such entity, or not visible
│  └─ CrmDeleted      it was there and was deleted
├─ AccountExpired   the Pipedrive company is closed or unpaid
├─ GrantLost        the authorization is gone: reconnect
└─ MassChange       so much would be deleted or emptied that a person has to approve it
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


class SyncError(Exception):
    """Root. *reason* is machine-readable, UPPER_SNAKE; the message says what to do."""

    def __init__(self, reason: str, message: str, **metadata: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata: Mapping[str, str] = metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One wrong field: its path, why, and what would be right."""

    field: str
    reason: str
    message: str


class InvalidInput(SyncError):
    """The request is wrong in the fields listed; nothing was stored."""

    def __init__(self, *violations: Violation) -> None:
        first = violations[0]
        super().__init__(first.reason, f"{first.field}: {first.message}", field=first.field)
        self.violations = violations


class NotFound(SyncError):
    """Nothing of that kind under that id, or not the caller's."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(
            f"{kind.upper()}_NOT_FOUND",
            f"There is no {kind} {identifier!r}.",
            identifier=identifier,
        )


class Conflict(SyncError):
    """The request contradicts what stands."""


class AlreadyDone(Conflict):
    """The idempotency key was used with another body."""


class Unauthenticated(SyncError):
    """The caller did not show who it is."""


class OutOfRange(SyncError):
    """The cursor is older than what is kept; *oldest* is the first that works."""


class LeaseLost(SyncError):
    """Another worker took the connection over; nothing was written."""

    def __init__(self) -> None:
        super().__init__("LEASE_LOST", "Another worker drives this connection now.")


class StoreUnavailable(SyncError):
    """Our own database does not answer."""

    def __init__(self) -> None:
        super().__init__("STORE_UNAVAILABLE", "The database does not answer; try again shortly.")


class CrmError(SyncError):
    """Pipedrive did not do what was asked."""


class CrmUnavailable(CrmError):
    """Not now: network, maintenance, 5xx. Safe to try again."""

    def __init__(self, reason: str, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason, message)
        self.retry_after = retry_after


class OutcomeUnknown(CrmUnavailable):
    """The request may have taken effect, now or later."""


class MarkerGone(CrmUnavailable):
    """Our own custom field was deleted in Pipedrive; it is made again. Nothing was written."""

    def __init__(self) -> None:
        message = "Our custom field was deleted in Pipedrive; it is made again."
        super().__init__("MARKER_GONE", message)


class CrmLimit(CrmUnavailable):
    """Pipedrive's rate limit. *daily* tells the day's budget from the two-second burst."""

    def __init__(self, message: str, *, retry_after: timedelta, daily: bool) -> None:
        super().__init__("REQUEST_LIMIT", message, retry_after=retry_after)
        self.daily = daily


class CrmRefused(CrmError):
    """A definite no with Pipedrive's own words; trying again changes nothing."""


class CrmGone(CrmError):
    """No such entity, or not visible to the user who authorized."""


class PropertyRefused(CrmRefused):
    """The custom field of this *code* is not there, or takes no such value; nothing was written."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__("VALUE_REFUSED", message)
        self.code = code


class CrmDeleted(CrmGone):
    """The entity was deleted."""


class AccountExpired(CrmError):
    """The Pipedrive company is suspended: trial over or unpaid (402)."""


class GrantLost(CrmError):
    """Pipedrive no longer accepts our tokens: an administrator has to reconnect."""


class MassChange(CrmError):
    """So much would be lost on the other side that an administrator has to approve it first."""

    def __init__(self, reason: str, happened: str) -> None:
        super().__init__(
            reason,
            f"{happened} Nothing of it is carried over to the other side yet: "
            "look whether that was intended, then resume the connection.",
        )


class MassDeletion(MassChange):
    """So many records were deleted in so short a time, or are listed no more."""

    def __init__(self, kind: str, deleted: int) -> None:
        happened = f"{deleted} {kind}s were deleted within an hour, or are no longer shown to us."
        super().__init__("MASS_DELETION", happened)


class MassBlanking(MassChange):
    """Fields of so many records were emptied in so short a time."""

    def __init__(self, kind: str, blanked: int) -> None:
        super().__init__("MASS_BLANKING", f"Fields of {blanked} {kind}s were emptied in an hour.")

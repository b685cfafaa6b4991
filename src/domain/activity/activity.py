"""The state of one activity on its way to Pipedrive, and what it asks for next."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from domain.activity.draft import Draft
from domain.activity.legs import Legs
from domain.model.activity import ActivityId, ActivityKind, Call, Detail, Report
from domain.model.values import RecordId, RemoteId
from domain.sync.reads import SETTLE
from domain.sync.record import Parked


class ActivityState(StrEnum):
    """How far an activity is."""

    PENDING = "pending"
    LOGGED = "logged"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What has to be in Pipedrive first, and why it is not; *record_id* is a contact or a deal."""

    reason: str
    message: str
    record_id: RecordId | None = None
    needs_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom *number*, that of the other side, led to, the main contact first.

    *reason* tells why to nobody, or to a contact that was made for it; *skip* that the call is not
    logged at all.
    """

    number: str = ""
    contact_ids: tuple[RecordId, ...] = ()
    reason: str = ""
    message: str = ""
    skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity; a leg of a call that others reported first is only *part_of* theirs.

    *sent_at* is set before the POST leaves and cleared when its outcome is known; *tried_at* is the
    first one that may still take effect; for its late effect it is looked at *look_at*. A change
    may be written twice and needs no such care.
    *written* is what Pipedrive holds of it by our writes, whichever POST took effect, *told* the
    fingerprint of the legs that it was made of.
    """

    activity_id: ActivityId
    kind: ActivityKind
    accepted_at: datetime
    legs: Legs = ()
    part_of: ActivityId | None = None
    found: Found | None = None
    waiting: Waiting | None = None
    parked: Parked | None = None
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    look_at: datetime | None = None
    remote_id: RemoteId | None = None
    written: Draft | None = None
    told: str = ""

    @property
    def session(self) -> str | None:
        """Return what the reports of one call share, if this activity stands for them."""
        calls = (one.detail for one in self.legs if isinstance(one.detail, Call))
        return next((one.session for one in calls if one.session), None)


@dataclass(frozen=True, slots=True)
class Create:
    """Create it in Pipedrive."""


@dataclass(frozen=True, slots=True)
class Find:
    """Look for the effect of POSTs whose answer never came."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Update:
    """Write what has changed since."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next step and the earliest time for it."""

    step: Create | Find | Update
    at: datetime


def next_step(activity: Activity, now: datetime) -> Due | None:
    """Return what to do at Pipedrive next; None when it is there or a person is needed."""
    if activity.part_of is not None or activity.parked is not None:
        return None
    if activity.remote_id is None:
        if activity.sent_at is None:
            return Due(Create(), now)
        return Due(Find(activity.tried_at or activity.sent_at), activity.sent_at + SETTLE)
    if activity.told != fingerprint(activity):
        return Due(Update(), now)
    if activity.look_at is not None and activity.tried_at is not None:
        return Due(Find(activity.tried_at), activity.look_at)
    return None


def state_of(activity: Activity) -> ActivityState:
    """Return how far the activity is."""
    if activity.parked is not None or (activity.waiting and activity.waiting.needs_person):
        return ActivityState.PARKED
    is_there = activity.remote_id is not None and activity.told == fingerprint(activity)
    return ActivityState.LOGGED if is_there else ActivityState.PENDING


def names_contact(activity: Activity, contact_id: RecordId) -> bool:
    """Tell whether the activity was with this contact, as Vixiees told or its number showed."""
    told = (one for leg in activity.legs for one in leg.contact_ids)
    found = activity.found.contact_ids if activity.found is not None else ()
    return contact_id in {*told, *found}


def fingerprint(activity: Activity) -> str:
    """Return what differs as soon as anything that Vixiees told of it does.

    What was not told has no part in it, so that a later version may know more to tell.
    """
    told = repr([_told(one) for one in activity.legs])
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def _told(part: Report | Detail) -> list[tuple[str, object]]:
    values = ((one, getattr(part, one.name)) for one in fields(part))
    return [
        (one.name, _told(value) if one.name == "detail" else value)
        for one, value in values
        if value != one.default
    ]


def changed(activity: Activity, draft: Draft, told: str) -> Activity:
    """Take that Pipedrive holds the draft, made of the legs of that fingerprint."""
    return replace(activity, written=draft, told=told, waiting=None)


def called_in(activity: Activity) -> Activity:
    """Return the activity as one that may go: what it waited for has changed."""
    return replace(activity, parked=None)


def parked(activity: Activity, reason: str, message: str, now: datetime) -> Activity:
    """Return the activity as one that waits for a person; *message* says what to do."""
    return replace(activity, parked=Parked(reason=reason, message=message, since=now))


def with_legs(activity: Activity, legs: Legs) -> Activity:
    """Take what is told of it now; news take it up again where it waited or led to nobody."""
    if legs == activity.legs:
        return activity
    found = activity.found if activity.found and activity.found.contact_ids else None
    return replace(activity, legs=legs, parked=None, waiting=None, found=found)

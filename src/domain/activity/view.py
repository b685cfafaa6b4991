"""An activity as callers see it."""

from dataclasses import dataclass

from domain.activity.activity import Activity, ActivityState, state_of
from domain.activity.legs import collapsed
from domain.model.activity import ActivityKind, SourceId
from domain.model.values import RecordId, RemoteId
from domain.model.views import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """How far an activity is.

    *reason* tells why it waits, is parked, or was logged on nobody or on a contact made for it.
    *source_ids* are all that report the same call, the first reported one first.
    """

    kind: ActivityKind
    source_ids: tuple[SourceId, ...]
    state: ActivityState
    reason: str = ""
    message: str = ""
    contact_ids: tuple[RecordId, ...] = ()
    deal_id: RecordId | None = None
    remote_id: RemoteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReceipt:
    """The answer to an accepted activity: stored durably, not necessarily in Pipedrive yet."""

    activity: ActivityView
    notices: tuple[Notice, ...] = ()


def view(activity: Activity) -> ActivityView:
    """Return how far the activity is."""
    report = collapsed(activity.legs)
    found = activity.found
    why = activity.parked or activity.waiting or found
    return ActivityView(
        kind=activity.kind,
        source_ids=tuple(one.source_id for one in activity.legs),
        state=state_of(activity),
        reason=why.reason if why is not None else "",
        message=why.message if why is not None else "",
        contact_ids=report.contact_ids or (found.contact_ids if found is not None else ()),
        deal_id=report.deal_id,
        remote_id=activity.remote_id,
    )

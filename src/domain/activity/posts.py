"""The POSTs of one activity: what leaves, and what comes of it, answered or not."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.activity.activity import Activity, Waiting, fingerprint, parked
from domain.activity.draft import Draft
from domain.activity.legs import collapsed
from domain.model.values import RemoteId

TWINS_AFTER = timedelta(minutes=15)
"""How long after a POST that answered a lost one before it may still take effect."""


def begun(activity: Activity, draft: Draft, now: datetime) -> Activity:
    """Remember the POST that is about to leave: of this draft, or once more that of the last one.

    As long as an earlier one may still take effect, all hold the same, so that it is known what
    is found of them; what differs by now is changed then.
    """
    told = fingerprint(activity) if activity.written is None else activity.told
    written = activity.written or draft
    return replace(
        activity,
        sent_at=now,
        tried_at=activity.tried_at or now,
        written=written,
        told=told if written == draft else "",
        waiting=None,
    )


def is_alone(activity: Activity) -> bool:
    """Tell whether the last POST is the only one that can have had an effect."""
    return activity.tried_at == activity.sent_at


def logged(activity: Activity, remote_id: RemoteId, now: datetime) -> Activity:
    """Take the answer to the last POST; an earlier one without any may still have made a twin."""
    alone = is_alone(activity)
    return replace(
        activity,
        remote_id=remote_id,
        sent_at=None,
        tried_at=None if alone else activity.tried_at,
        look_at=None if alone else now + TWINS_AFTER,
    )


def looked_for(activity: Activity, remote_id: RemoteId | None, now: datetime) -> Activity:
    """Take what was found of POSTs without an answer; of several, others may still make a twin.

    None ends the settle wait: the next POST may leave, although the earlier ones could still take
    effect.
    """
    if remote_id is None:
        return replace(activity, sent_at=None)
    if activity.remote_id is None:
        return logged(activity, remote_id, now)
    return replace(activity, tried_at=None, look_at=None)


def undone(activity: Activity) -> Activity:
    """Take that the last POST certainly had no effect; earlier ones of the same may have one."""
    return rejected(activity) if is_alone(activity) else replace(activity, sent_at=None)


def rejected(activity: Activity) -> Activity:
    """Take that Pipedrive does not want what the last POST held: the next one is made anew."""
    tried_at = None if is_alone(activity) else activity.tried_at
    return replace(activity, sent_at=None, tried_at=tried_at, written=None, told="")


def refused(activity: Activity, reason: str, message: str, now: datetime) -> Activity:
    """Take that Pipedrive refused to create it: a person is needed.

    It waits for whom it is with all the same: they may be deleted or merged, and the news of that
    still to come.
    """
    after = rejected(activity)
    report = collapsed(activity.legs)
    found = activity.found.contact_ids if activity.found is not None else ()
    record_id = next(iter((*report.contact_ids, *found)), report.deal_id)
    waiting = Waiting(record_id=record_id, reason=reason, message=message, needs_person=True)
    return parked(replace(after, waiting=waiting), reason, message, now)

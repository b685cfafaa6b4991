"""Deals (v2 `/deals`): a stage decides the pipeline, a status the times.

Choices where Pipedrive's behaviour is not documented: a change of an archived deal is refused with
400 unless it unarchives the deal; reopening clears the times and the reason; the deals of a person
or an organization that is deleted keep its id.
"""

from collections.abc import Iterable
from datetime import datetime

from adapters.sandbox.checks import boolean, day, instant, integer, nullable, number, one_of, text
from adapters.sandbox.company.currencies import ACTIVE
from adapters.sandbox.company.kinds import COMMON_FIELDS, Kind
from adapters.sandbox.company.organizations import unchanged
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import Refused, invalid
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339

OPEN, WON, LOST, DELETED = "open", "won", "lost", "deleted"
STATUSES = (OPEN, WON, LOST)
_TIMES = {WON: "won_time", LOST: "lost_time"}
_COUNTS = (
    "products_count",
    "files_count",
    "notes_count",
    "followers_count",
    "email_messages_count",
    "activities_count",
    "done_activities_count",
    "undone_activities_count",
    "participants_count",
)


def event_fields(fields: Json) -> Json:
    """Give a deal's fields as a webhook carries them."""
    labels = fields["label_ids"]
    return {
        **fields,
        "visible_to": str(fields["visible_to"]),
        "label": str(labels[0]) if isinstance(labels, list) and labels else None,
        "first_won_time": fields["won_time"],
    }


DEAL = Kind(
    entity="deal",
    title="Deal",
    writable={
        **COMMON_FIELDS,
        "title": text(blank=False),
        "value": number,
        "currency": one_of(ACTIVE),
        "person_id": nullable(integer),
        "org_id": nullable(integer),
        "pipeline_id": integer,
        "stage_id": integer,
        "status": one_of(STATUSES),
        "probability": nullable(number),
        "lost_reason": nullable(text()),
        "close_time": nullable(instant),
        "won_time": instant,
        "lost_time": instant,
        "expected_close_date": day,
        "is_archived": boolean,
    },
    required=("title",),
    blank={
        "title": "",
        "owner_id": None,
        "value": 0,
        "currency": "EUR",
        "person_id": None,
        "org_id": None,
        "pipeline_id": None,
        "stage_id": None,
        "status": OPEN,
        "is_archived": False,
        "stage_change_time": None,
        "close_time": None,
        "won_time": None,
        "lost_time": None,
        "lost_reason": None,
        "expected_close_date": None,
        "probability": None,
        "visible_to": 3,
        "label_ids": [],
        "origin": "API",
        "origin_id": None,
        "channel": None,
        "channel_id": None,
        "acv": None,
        "arr": None,
        "mrr": None,
        "custom_fields": {},
    },
    complete=unchanged,
    event_fields=event_fields,
    extras={
        "next_activity_id": None,
        "last_activity_id": None,
        "first_won_time": None,
        **dict.fromkeys(_COUNTS, 0),
        "last_incoming_mail_time": None,
        "last_outgoing_mail_time": None,
        "smart_bcc_email": None,
        "source_lead_id": None,
    },
    filters=("owner_id", "person_id", "org_id", "pipeline_id", "stage_id"),
)


def completed(before: Json, changes: Json, stages: Iterable[Record], now: datetime) -> Json:
    """Add what follows from a change. Raises Refused for what does not go together."""
    if before.get("is_archived") and changes.get("is_archived") is not False:
        raise invalid("is_archived", "an archived deal cannot be changed")
    at = rfc3339(now)
    placed = _placed(before, changes, list(stages), at)
    closed = _closed(before, changes, at)
    return {**changes, **placed, **closed}


def _placed(before: Json, changes: Json, stages: list[Record], at: str) -> Json:
    """Return stage and pipeline; of both given the stage counts."""
    if "stage_id" in changes:
        stage = next(one for one in stages if one.id == changes["stage_id"])
    elif "pipeline_id" in changes or not before:
        stage = _first_stage(stages, changes.get("pipeline_id"))
    else:
        return {}
    moved = {"stage_change_time": at} if stage.id != before.get("stage_id") else {}
    return {"stage_id": stage.id, "pipeline_id": stage.fields["pipeline_id"], **moved}


def _first_stage(stages: list[Record], pipeline_id: object) -> Record:
    own = [one for one in stages if pipeline_id in {None, one.fields["pipeline_id"]}]
    if not own:
        raise invalid("pipeline_id", "has no stage")
    return min(own, key=lambda one: (one.fields["pipeline_id"], one.fields["order_nr"]))


def _closed(before: Json, changes: Json, at: str) -> Json:
    status = str(changes.get("status", before.get("status", OPEN)))
    _check_close(changes, status)
    own = _TIMES.get(status)
    is_news = status != before.get("status", OPEN)
    given = changes.get(own or "") or changes.get("close_time")
    if own is None:
        return _ended({}) if is_news else {}
    if not is_news and not given:
        return {}
    reason = changes.get("lost_reason", before.get("lost_reason")) if status == LOST else None
    time = given or before.get("close_time") if not is_news else given or at
    return {**_ended({own: time, "close_time": time}), "lost_reason": reason}


def _check_close(changes: Json, status: str) -> None:
    allowed = {"won_time": {WON}, "lost_time": {LOST}, "close_time": {WON, LOST}}
    for name, statuses in {**allowed, "lost_reason": {LOST}}.items():
        if changes.get(name) is not None and status not in statuses:
            raise _only(name, statuses)


def _only(name: str, statuses: set[str]) -> Refused:
    return invalid(name, f"can only be set if the deal is {' or '.join(sorted(statuses))}")


def _ended(times: Json) -> Json:
    """Return all times of a deal's end, those not in *times* empty."""
    whole = {name: times.get(name) for name in ("won_time", "lost_time", "close_time")}
    return {**whole, "lost_reason": None}

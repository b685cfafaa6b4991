"""Webhook events in the v2 form: `meta`, `data`, `previous`."""

from dataclasses import dataclass
from datetime import datetime

from adapters.sandbox.company.custom_values import event_value
from adapters.sandbox.company.fields import Field
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import with_milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who does something, by which way (`app` or `api`), and when."""

    user_id: int
    change_source: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one entity. *data* is None once it is gone.

    *previous* is None for a creation, the old values of what changed for a change, and the last
    state for a deletion. *merged* is `merged_to_id` or `merged_from_id`, if it was a merge.
    """

    entity: str
    entity_id: int
    action: str
    data: Json | None
    previous: Json | None
    merged: Json | None = None
    is_bulk_edit: bool = False


def event_data(kind: Kind, record: Record, fields: dict[str, Field]) -> Json:
    """Give a record as a webhook carries it, which is not the shape of the REST answers."""
    custom = {
        code: event_value(field.field_type, record.custom_fields.get(code))
        for code, field in fields.items()
        if field.is_custom_field
    }
    return {
        "id": record.id,
        **kind.event_fields(record.fields),
        "add_time": record.add_time,
        "update_time": record.update_time,
        "custom_fields": custom,
    }


def old_values(before: Json, after: Json) -> Json:
    """Keep of *before* what differs in *after*; of custom fields, the changed ones only."""
    changed = {name: value for name, value in before.items() if value != after.get(name)}
    was, now = before.get("custom_fields"), after.get("custom_fields")
    if "custom_fields" in changed and isinstance(was, dict) and isinstance(now, dict):
        changed["custom_fields"] = old_values(was, now)
    return changed


def common_meta(event: Event, origin: Origin, event_id: str, correlation_id: str) -> Json:
    """Give the part of `meta` that does not depend on the subscription."""
    is_user = event.entity == "user"
    return {
        "action": event.action,
        "entity": event.entity,
        "entity_id": str(event.entity_id),
        "user_id": str(origin.user_id),
        "id": str(event.entity_id) if is_user else event_id,
        "correlation_id": correlation_id,
        "timestamp": int(origin.now.timestamp()) if is_user else with_milliseconds(origin.now),
        "version": "2.0",
        "change_source": origin.change_source,
        "is_bulk_edit": event.is_bulk_edit,
        **(event.merged or {}),
    }

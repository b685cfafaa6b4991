"""Webhook deliveries of version 2: `meta`, `data`, `previous`."""

import hashlib
from datetime import datetime

from adapters.pipedrive.event_data import Changed, changed, last_shown, shown_in
from adapters.pipedrive.event_values import Unusable
from adapters.pipedrive.instants import BadInstant, instant
from adapters.pipedrive.json_body import Json, object_in
from adapters.pipedrive.scalars import id_of
from adapters.pipedrive.setup_shapes import ENTITIES
from domain.model.remote import Action, Delivery, Entity, Event
from domain.model.values import Kind
from domain.ports.crm import Markers

_VERSION = "2.0"
_ACTIONS = {"create": Action.CREATED, "change": Action.CHANGED, "delete": Action.DELETED}
_KINDS = {Entity.CONTACT: Kind.CONTACT, Entity.DEAL: Kind.DEAL}
_SAME_IN_ALL_ATTEMPTS = ("id", "webhook_id", "action", "entity", "entity_id", "timestamp")


class PipedriveEvents:
    """Understands deliveries, as ports.crm.EventReader."""

    def read(self, body: bytes, markers: Markers) -> Delivery:
        """Return what the body says; what cannot be used has a problem instead of an event."""
        document = object_in(body)
        meta = document.get("meta")
        meta = meta if isinstance(meta, dict) else {}
        event_id = _event_id(meta, body)
        event, problem = None, ""
        try:
            event = _event(event_id, document, meta, markers)
        except Unusable as error:
            problem = error.problem
        return Delivery(
            event_id=event_id,
            webhook_id=_text(meta, "webhook_id"),
            company_id=_text(meta, "company_id"),
            entity=ENTITIES.get(_text(meta, "entity")),
            event=event,
            problem=problem,
        )


def _event_id(meta: Json, body: bytes) -> str:
    """Return what is the same in all attempts to deliver one event, and in no other event.

    `meta.id` alone is not enough: in events of users it is the user's.
    """
    named = "\n".join(_text(meta, name) for name in _SAME_IN_ALL_ATTEMPTS)
    basis = named.encode("utf-8", "surrogatepass") if meta.get("id") else body
    return hashlib.sha256(basis).hexdigest()


def _event(event_id: str, document: Json, meta: Json, markers: Markers) -> Event | None:
    """Return the event, None for an entity or an action that we do not map. Raises Unusable."""
    if _needed(meta, "version") != _VERSION:
        raise Unusable("UNSUPPORTED_VERSION")
    entity = ENTITIES.get(_needed(meta, "entity"))
    action = _ACTIONS.get(_needed(meta, "action"))
    if entity is None or action is None:
        return None
    merged_into = meta.get("merged_to_id")
    data, previous = document.get("data"), document.get("previous")
    marker_field = markers.get(_KINDS[entity], "") if entity in _KINDS else ""
    if action is Action.DELETED:
        shown = last_shown(previous, marker_field)
    else:
        shown = shown_in(entity, data, marker_field)
    before = Changed()
    if action is Action.CHANGED:
        before = changed(entity, previous, data, shown, marker_field)
    return Event(
        event_id=event_id,
        entity=entity,
        action=action,
        entity_id=_entity_id(meta, "entity_id"),
        at=_at(meta),
        by_user=_text(meta, "user_id"),
        from_app=meta.get("change_source") == "app",
        fields=shown.fields,
        previous=before.fields,
        properties=shown.properties,
        previous_properties=before.properties,
        marker=shown.marker,
        marker_known=shown.marker_known or entity not in _KINDS,
        merged_into=_entity_id(meta, "merged_to_id") if merged_into is not None else None,
        carry=shown.carry,
    )


def _at(meta: Json) -> datetime:
    _needed(meta, "timestamp")
    try:
        return instant(meta["timestamp"])
    except BadInstant as error:
        raise Unusable(error.reason) from error


def _entity_id(meta: Json, name: str) -> int:
    """Read an id: a text of digits, or a whole number."""
    found = id_of(_needed(meta, name))
    if found is None:
        raise Unusable("INVALID_ID")
    return found


def _needed(meta: Json, name: str) -> str:
    if meta.get(name) is None:
        raise Unusable("MISSING_FIELD")
    return _text(meta, name)


def _text(meta: Json, name: str) -> str:
    value = meta.get(name)
    return "" if value is None else str(value)

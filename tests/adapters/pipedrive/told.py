"""Deliveries as Pipedrive words them, and what is read from them."""

import json
from typing import Any

from adapters.pipedrive.events import PipedriveEvents
from domain.model.remote import Delivery, Event
from domain.model.values import Kind

MARKER_FIELD = "f" * 40


def body_of(**parts: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Make a delivery of a changed person with these parts of it replaced, `meta_…` in `meta`."""
    meta = {
        "id": "e-1",
        "webhook_id": "7",
        "company_id": "42",
        "action": "change",
        "entity": "person",
        "entity_id": "12",
        "user_id": "11",
        "timestamp": "2026-11-23T10:00:00.123Z",
        "version": "2.0",
        "attempt": 1,
        "change_source": "app",
    }
    data = {
        "id": 12,
        "name": "Ana Pérez",
        "first_name": "Ana",
        "last_name": "Pérez",
        "phones": [{"value": "+34 612 345 678", "primary": True, "label": "work"}],
        "org_id": 5,
        "custom_fields": {MARKER_FIELD: {"type": "varchar", "value": "record-1"}},
    }
    previous = {"first_name": "Anna"}
    document = {"meta": meta, "data": data, "previous": previous}
    for name, value in parts.items():
        where, _, key = name.partition("_")
        held = document.get(where)
        if key and isinstance(held, dict):
            held[key] = value
        else:
            document[name] = value
    return json.dumps(document).encode()


def read_delivery(body: bytes) -> Delivery:
    return PipedriveEvents().read(body, {Kind.CONTACT: MARKER_FIELD})


def read_event(body: bytes) -> Event:
    delivery = read_delivery(body)
    assert delivery.event is not None, delivery.problem
    return delivery.event

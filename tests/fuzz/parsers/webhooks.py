"""Bodies of webhooks, as the pure reader takes them."""

import json

from adapters.pipedrive.contacts import change as change_of_contact
from adapters.pipedrive.custom_fields import written
from adapters.pipedrive.deals import change as change_of_deal
from adapters.pipedrive.events import PipedriveEvents
from domain.errors import InvalidInput
from domain.model.remote import COMPANY_ID, Entity, Event
from domain.model.values import CONTACT, OWNER, STAGE, Kind, property_field
from domain.ports.crm import Patch
from tests.fuzz.oracles import LARGEST_ID, check_id, check_sendable, check_storable
from tests.fuzz.target import parser

MARKERS = {Kind.CONTACT: "f" * 40, Kind.DEAL: "d" * 40}
_REASONS = frozenset(
    {"EMPTY_BODY", "NOT_JSON", "TRAILING_DATA", "NOT_AN_OBJECT", "ENCODING", "INVALID_UTF8"}
    | {"TOO_DEEP", "DUPLICATE_KEY", "NUMBER_TOO_LARGE", "NOT_FINITE"}
)
_IDS = (COMPANY_ID, CONTACT, OWNER, STAGE)
_READER = PipedriveEvents()


def read(body: bytes) -> bool:
    """Read one delivery; tell whether there is an event in it."""
    try:
        delivery = _READER.read(body, MARKERS)
    except InvalidInput as error:
        return _check_refusal(error)
    assert len(delivery.event_id) == 64
    if delivery.event is None:
        return False
    assert not delivery.problem
    _check(delivery.event)
    return True


def _check_refusal(error: InvalidInput) -> bool:
    assert {one.reason for one in error.violations} <= _REASONS
    return False


def _check(event: Event) -> None:
    check_storable((event.fields, event.previous, event.properties, event.previous_properties))
    check_storable((event.marker, event.at, event.entity_id, event.merged_into, event.carry))
    assert 0 < event.entity_id <= LARGEST_ID
    for fields in (event.fields, event.previous or {}):
        for name in _IDS:
            check_id(fields.get(name))
    _check_written(event)


def _check_written(event: Event) -> None:
    """Check that what one side showed can be written back to it."""
    fields = {name: value for name, value in event.fields.items() if name != COMPANY_ID}
    custom = {property_field(code): value for code, value in (event.properties or {}).items()}
    patch = Patch(fields={**fields, **custom}, carry=event.carry)
    if event.entity is Entity.DEAL:
        check_sendable(change_of_deal(patch))
    if event.entity is Entity.CONTACT:
        check_sendable(change_of_contact(patch))
    check_sendable(written(patch))


def _body(meta: dict[str, object], **more: object) -> bytes:
    common = {
        "version": "2.0",
        "id": "6f9c",
        "webhook_id": "1",
        "company_id": "77",
        "entity_id": "12",
        "timestamp": "2026-11-23T10:00:00.123Z",
        "user_id": "5",
        "change_source": "app",
        "merged_to_id": None,
        "attempt": 1,
    }
    return json.dumps({"meta": common | meta, **more}).encode()


_CUSTOM = {
    "f" * 40: {"type": "varchar", "value": "c-1"},
    "d" * 40: {"type": "varchar", "value": "d-1"},
    "a1": {"type": "set", "values": [{"id": 17}, {"id": 3}]},
    "a2": {"type": "monetary", "value": 12.5, "currency": "EUR"},
    "a3": {"type": "daterange", "value": "2026-11-23", "until": "2026-11-24"},
    "a4": {"type": "enum", "id": 4},
    "a5": {"type": "timerange", "from": "09:00:00", "until": "10:00:00", "timezone_id": 1},
    "a6": {"type": "double", "value": 3},
    "a7": None,
}
_PERSON: dict[str, object] = {
    "id": 12,
    "name": "Ana Pérez",
    "first_name": "Ana",
    "last_name": "Pérez",
    "phones": [
        {"value": "+34612345678", "label": "work", "primary": True},
        {"value": "030 1234", "label": "home", "primary": False},
    ],
    "org_id": 4,
    "custom_fields": _CUSTOM,
}
_DEAL: dict[str, object] = {
    "id": 12,
    "title": "Roof",
    "value": 1200.5,
    "currency": "EUR",
    "status": "lost",
    "lost_reason": "price",
    "close_time": "2026-11-23T09:00:00Z",
    "stage_id": 3,
    "person_id": 4,
    "org_id": 5,
    "owner_id": 6,
    "is_archived": False,
    "custom_fields": _CUSTOM,
}
_PERSON_BEFORE = {"first_name": "An", "phones": [], "custom_fields": {"a6": None}}
_DEAL_BEFORE = {"value": 11, "stage_id": 2, "person_id": None}

_OF_PERSON, _OF_DEAL = {"entity": "person"}, {"entity": "deal"}

SEEDS = (
    _body(
        {**_OF_PERSON, "action": "change", "entity_id": 1}, data=_PERSON, previous=_PERSON_BEFORE
    ),
    _body({**_OF_DEAL, "action": "change", "entity_id": 1}, data=_DEAL, previous=_DEAL_BEFORE),
    _body({**_OF_DEAL, "action": "delete", "entity_id": 1}, data=None, previous=_DEAL),
    _body({"entity": "person", "action": "change"}, data=_PERSON, previous=_PERSON_BEFORE),
    _body({"entity": "person", "action": "create"}, data=_PERSON, previous=None),
    _body({"entity": "person", "action": "delete", "merged_to_id": 9}, data=None, previous=_PERSON),
    _body({"entity": "deal", "action": "change"}, data=_DEAL, previous=_DEAL_BEFORE),
    _body({"entity": "deal", "action": "create"}, data=_DEAL, previous=None),
    _body(
        {"entity": "organization", "action": "change"},
        data={"id": 12, "name": "Acme"},
        previous={"name": "Acm"},
    ),
    _body({"entity": "stage", "action": "change"}, data={"id": 12}, previous=None),
    _body({"entity": "note", "action": "create"}, data={"id": 12}, previous=None),
    b'{"meta": {}}',
)

WEBHOOKS = parser("webhooks", read, SEEDS, share=6)

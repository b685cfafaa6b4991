"""What Pipedrive answers when all goes well, through the whole client but the network.

An input is the name of what is asked for, a line break, and the body of the answer.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache

import httpx

from adapters.pipedrive import contacts, deals
from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.custom_fields import written
from domain.activity.draft import Draft
from domain.errors import CrmError
from domain.model.remote import Page, RemoteRecord
from domain.model.values import (
    CONTACT,
    OWNER,
    STAGE,
    CompanyId,
    Kind,
    RecordId,
    RemoteId,
    property_field,
)
from domain.ports.crm import Patch
from tests.adapters.pipedrive.canned import crm_of
from tests.fuzz.oracles import check_id, check_sendable, check_storable
from tests.fuzz.target import parser

Ask = Callable[[PipedriveCrm], Awaitable[object]]
_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_ONE = RemoteId(1)
_PATCH = Patch(fields={})
_DRAFT = Draft(at=_AGO)
_ASKED: Mapping[str, Ask] = {
    "persons": lambda crm: crm.records(Kind.CONTACT).page(),
    "person": lambda crm: crm.records(Kind.CONTACT).one(_ONE),
    "newest persons": lambda crm: crm.records(Kind.CONTACT).newest(_AGO),
    "created person": lambda crm: crm.records(Kind.CONTACT).create(RecordId("c"), _PATCH),
    "deals": lambda crm: crm.records(Kind.DEAL).many([_ONE]),
    "deal": lambda crm: crm.records(Kind.DEAL).one(_ONE),
    "updated deal": lambda crm: crm.records(Kind.DEAL).update(_ONE, _PATCH),
    "deleted deal": lambda crm: crm.records(Kind.DEAL).delete(_ONE),
    "companies": lambda crm: crm.list_companies(None),
    "company": lambda crm: crm.companies([CompanyId(1)]),
    "found companies": lambda crm: crm.find_companies("Acme"),
    "created company": lambda crm: crm.create_company("Acme"),
    "identity": lambda crm: crm.identity(),
    "users": lambda crm: crm.users(),
    "pipelines": lambda crm: crm.pipelines(),
    "stages": lambda crm: crm.stages(),
    "fields": lambda crm: crm.properties(Kind.DEAL),
    "created field": lambda crm: crm.create_property(Kind.CONTACT, "Vixiees ID"),
    "activity types": lambda crm: crm.activity_types(),
    "activities": lambda crm: crm.newest_activities(_AGO),
    "activity": lambda crm: crm.activity(_ONE),
    "created activity": lambda crm: crm.create_activity(_DRAFT, "note"),
    "notes": lambda crm: crm.newest_notes(_ONE, None),
    "note": lambda crm: crm.note(_ONE),
    "created note": lambda crm: crm.create_note(_DRAFT, "note"),
    "webhooks": lambda crm: crm.subscriptions(),
}


def understand(data: bytes) -> bool:
    """Ask and get that answer; tell whether it was understood."""
    name, _, body = data.partition(b"\n")
    ask = _ASKED.get(name.decode("latin-1"))
    if ask is None:
        return False
    crm = crm_of(lambda _: httpx.Response(200, content=body, headers=_HEADERS))
    try:
        answer = _loop().run_until_complete(ask(crm))
    except CrmError as error:
        check_storable((error.reason, error.message))
        return False
    check_storable(answer)
    for record in answer.items if isinstance(answer, Page) else [answer]:
        if isinstance(record, RemoteRecord):
            _check_record(record)
    return True


def _check_record(record: RemoteRecord) -> None:
    """Check that what was shown can be named, and written back."""
    for name in (CONTACT, OWNER, STAGE):
        check_id(record.fields.get(name))
    custom = {property_field(code): value for code, value in record.properties.items()}
    patch = Patch(fields={**record.fields, **custom}, carry=record.carry)
    change = deals.change if STAGE in record.fields else contacts.change
    check_sendable(change(patch))
    check_sendable(written(patch))


_HEADERS = {"date": "Mon, 23 Nov 2026 10:00:00 GMT"}


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


_PERSON = {
    "id": 1,
    "name": "Ana Pérez",
    "first_name": "Ana",
    "last_name": "Pérez",
    "add_time": "2026-11-23T10:00:00Z",
    "update_time": "2026-11-23T11:00:00Z",
    "org_id": 4,
    "phones": [
        {"value": "+34612345678", "label": "work", "primary": True},
        {"value": "030 1234", "label": None, "primary": None},
    ],
    "custom_fields": {
        "f" * 40: "c-1",
        "a1": [17, 3],
        "a2": {"value": 12.5, "currency": "EUR"},
        "a3": {"value": "2026-11-23", "until": "2026-11-24"},
        "a4": 4,
        "a5": {"value": "09:00:00", "timezone_id": 1, "timezone_name": "UTC"},
        "a6": {"value": "Calle 1", "country": "ES"},
        "a7": None,
    },
    "is_deleted": False,
}
_DEAL = {
    "id": 1,
    "title": "Roof",
    "value": 1200.5,
    "currency": "EUR",
    "status": "won",
    "lost_reason": None,
    "close_time": "2026-11-23T09:00:00Z",
    "stage_id": 3,
    "person_id": 4,
    "org_id": 5,
    "owner_id": 6,
    "is_archived": False,
    "add_time": "2026-11-23T10:00:00Z",
    "custom_fields": {"d" * 40: "d-1", "b1": 4.5},
}
_COMPANY = {"id": 4, "name": "Acme", "is_deleted": False}
_FIELD = {
    "field_code": "abc",
    "field_name": "Colour",
    "field_type": "set",
    "options": [{"id": 1, "label": "red"}, {"id": "won", "label": None}],
    "is_custom_field": True,
}
_STAGE = {"id": 2, "pipeline_id": 1, "name": "New", "order_nr": 1, "is_deleted": None}
_USER = {
    "id": 11,
    "name": "Ana",
    "email": "ana@acme.test",
    "active_flag": True,
    "company_id": 77,
    "company_name": "Acme",
    "company_domain": "acme",
    "access": [{"app": "global", "admin": True}],
}
_TYPE = {"key_string": "call", "name": "Call", "order_nr": 1, "active_flag": True}
_ACTIVITY = {"id": 5, "note": "<p>x</p>", "add_time": "2026-11-23T10:00:00Z", "is_deleted": False}
_NOTE = {"id": 5, "content": "<p>x</p>", "active_flag": True}
_WEBHOOK = {"id": 5, "event_object": "person", "subscription_url": "https://x", "is_active": 1}
_DATA: Mapping[str, object] = {
    "persons": [_PERSON, {**_PERSON, "id": 2}],
    "person": _PERSON,
    "newest persons": [_PERSON],
    "created person": _PERSON,
    "deals": [_DEAL],
    "deal": _DEAL,
    "updated deal": _DEAL,
    "deleted deal": {"id": 1},
    "companies": [_COMPANY],
    "company": _COMPANY,
    "found companies": {"items": [{"item": _COMPANY, "result_score": 1.5}]},
    "created company": _COMPANY,
    "identity": _USER,
    "users": [_USER],
    "pipelines": [{"id": 1, "name": "Sales", "order_nr": 0, "is_deleted": False}],
    "stages": [_STAGE],
    "fields": [_FIELD],
    "created field": _FIELD,
    "activity types": [_TYPE, {**_TYPE, "order_nr": None}],
    "activities": [_ACTIVITY],
    "activity": _ACTIVITY,
    "created activity": _ACTIVITY,
    "notes": [_NOTE],
    "note": _NOTE,
    "created note": _NOTE,
    "webhooks": [_WEBHOOK],
}


def _said(name: str, data: object) -> bytes:
    body = {"success": True, "data": data, "additional_data": {"next_cursor": ""}}
    return f"{name}\n{json.dumps(body)}".encode()


ANSWERS = parser(
    "answers", understand, [_said(name, data) for name, data in _DATA.items()], share=2
)

"""Answers that are strange, yet Pipedrive's: texts no database takes, nulls, lists in a circle."""

import itertools
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog

from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.phones import replaced
from domain.errors import CrmRefused, CrmUnavailable, OutcomeUnknown
from domain.model.values import Kind, RecordId, RemoteId
from domain.ports.crm import Patch
from tests.adapters.pipedrive.canned import MARKER_FIELD, crm_of, crm_saying

Ask = Callable[[PipedriveCrm], Awaitable[object]]

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_PERSON = {"id": 1, "first_name": "Ana", "add_time": "2026-11-23T10:00:00Z"}


def _said(data: object, **more: object) -> bytes:
    return json.dumps({"success": True, "data": data, **more}).encode()


def _page(cursor: str | None, *people: object) -> bytes:
    return _said(people, additional_data={"next_cursor": cursor})


async def test_texts_that_no_database_takes_are_made_fit() -> None:
    person = {
        **_PERSON,
        "last_name": "a\ud800b\0",
        "phones": [{"value": "+34 1"}, {"value": "+34\ud83d 2", "label": "x\0"}],
        "custom_fields": {MARKER_FIELD: "id\0\udfff"},
    }
    contact = await crm_saying([_said(person)]).records(Kind.CONTACT).one(RemoteId(1))
    assert contact.fields == {"first_name": "Ana", "last_name": "a\ufffdb\ufffd", "phone": "+34 1"}
    assert contact.marker == "id\ufffd\ufffd"
    assert replaced(contact.carry, "+34 9")[1] == {
        "value": "+34\ufffd 2",
        "label": "x\ufffd",
        "primary": False,
    }


async def test_names_of_companies_are_made_fit() -> None:
    body = _said([{"id": 1, "name": "A\0"}, {"id": 2, "name": " \ud800 "}, {"id": 3, "name": " "}])
    page = await crm_saying([body]).list_companies(None)
    assert [one.name for one in page.items] == ["A\ufffd", "\ufffd"]


async def test_the_name_of_our_own_company_is_made_fit() -> None:
    user = {"id": 1, "company_id": 2, "company_name": "A\0", "company_domain": "\ud800"}
    identity = await crm_saying([_said(user)]).identity()
    assert (identity.company_name, identity.company_domain) == ("A\ufffd", "\ufffd")


async def test_the_words_of_a_refusal_are_made_fit() -> None:
    body = b'{"success": false, "error": "no \\u0000\\ud800"}'
    crm = crm_of(lambda _: httpx.Response(400, content=body))
    with pytest.raises(CrmRefused) as refusal:
        await crm.create_company("Neu")
    assert refusal.value.message == "Pipedrive says: no \ufffd\ufffd"


async def test_names_that_no_database_takes_are_made_fit() -> None:
    field = {"field_code": "c\0", "options": [{"id": "o\ud800", "label": None}]}
    (read,) = await crm_saying([_said([field])]).properties(Kind.DEAL)
    assert (read.code, read.options[0].option_id) == ("c\ufffd", "o\ufffd")
    (hook,) = await crm_saying([_said([{"id": 1, "subscription_url": "h\0"}])]).subscriptions()
    assert hook.url == "h\ufffd"
    person = {**_PERSON, "custom_fields": {"c\0": "x"}}
    contact = await crm_saying([_said(person)]).records(Kind.CONTACT).one(RemoteId(1))
    assert contact.properties == {"c\ufffd": "x"}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400"])
async def test_a_value_that_is_no_number_makes_no_deal(value: str) -> None:
    deal = json.dumps({"id": 1, "add_time": "2026-11-23T10:00:00Z", "value": "?"})
    body = f'{{"success": true, "data": {deal}}}'.replace('"?"', value)
    with pytest.raises(CrmUnavailable):
        await crm_saying([body.encode()]).records(Kind.DEAL).one(RemoteId(1))


async def test_a_place_that_no_message_holds_is_unreadable() -> None:
    body = _said([{"id": 1, "order_nr": 2**31}, {"id": 2, "order_nr": 2**31 - 1}])
    assert [one.pipeline_id for one in await crm_saying([body]).pipelines()] == [2]


def _persons(crm: PipedriveCrm) -> Awaitable[object]:
    return crm.records(Kind.CONTACT).page()


@pytest.mark.parametrize(
    ("ask", "data"),
    [
        (lambda crm: crm.subscriptions(), None),
        (_persons, [{**_PERSON, "phones": None, "custom_fields": None}]),
        (_persons, [{**_PERSON, "phones": [{"primary": None}]}]),
        (_persons, [{**_PERSON, "is_deleted": None}]),
        (lambda crm: crm.list_companies(None), [{"id": 1, "name": None}]),
        (lambda crm: crm.find_companies("X"), {"items": None}),
        (lambda crm: crm.identity(), {"id": 1, "company_id": 2, "access": None}),
        (lambda crm: crm.subscriptions(), [{"id": 1, "event_object": None, "is_active": None}]),
    ],
)  # fmt: skip
async def test_nulls_are_read(ask: Ask, data: object) -> None:
    assert await ask(crm_saying([_said(data)])) is not None


async def test_a_list_of_the_newer_api_that_is_null_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(CrmUnavailable) as problem:
        await _persons(crm_saying([_said(None)]))
    assert problem.value.reason == "UNREADABLE_ANSWER"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[" * 200_000,
        b'{"success": true, "data": "\xff"}',
        _said({**_PERSON, "id": 2**63}),
        _said({**_PERSON, "id": 0}),
        _said({**_PERSON, "add_time": "yesterday"}),
        _said({**_PERSON, "first_name": 12}),
        _said(None),
    ],
)
async def test_an_answer_that_is_no_contact_is_unreadable(body: bytes) -> None:
    with pytest.raises(CrmUnavailable) as problem:
        await crm_saying([body]).records(Kind.CONTACT).one(RemoteId(1))
    assert problem.value.reason == "UNREADABLE_ANSWER"
    with pytest.raises(OutcomeUnknown):
        await (
            crm_saying([body])
            .records(Kind.CONTACT)
            .create(RecordId("one"), Patch(fields={"first_name": "Ana"}))
        )


async def test_a_refusal_nested_without_end_is_a_proxys() -> None:
    crm = crm_of(lambda _: httpx.Response(403, content=b"[" * 200_000))
    with pytest.raises(CrmUnavailable) as problem:
        await crm.records(Kind.CONTACT).page()
    assert problem.value.reason == "BLOCKED"


async def test_a_page_that_leads_to_itself_is_an_error() -> None:
    crm = crm_saying(itertools.repeat(_page("again", _PERSON)))
    first = await crm.records(Kind.CONTACT).page()
    with pytest.raises(CrmUnavailable) as problem:
        await crm.records(Kind.CONTACT).page(cursor=first.next_cursor)
    assert problem.value.reason == "CURSOR_LOOP"


@pytest.mark.parametrize(
    "ask",
    [
        lambda crm: crm.records(Kind.CONTACT).newest(_LONG_AGO),
        lambda crm: crm.properties(Kind.CONTACT),
    ],
    ids=["contacts", "fields"],
)
async def test_pages_in_a_circle_are_an_error(ask: Ask) -> None:
    crm = crm_saying(itertools.cycle([_page("one"), _page("two"), _page("three")]))
    with pytest.raises(CrmUnavailable) as problem:
        await ask(crm)
    assert problem.value.reason == "CURSOR_LOOP"


async def test_an_empty_cursor_is_the_end() -> None:
    page = await crm_saying([_page("", _PERSON)]).records(Kind.CONTACT).page()
    assert page.next_cursor is None


async def test_the_newest_are_sought_page_by_page_until_one_is_older() -> None:
    old = {**_PERSON, "id": 3, "add_time": "2026-11-01T00:00:00Z"}
    crm = crm_saying([_page("a", {**_PERSON, "id": 9}), _page("b", {**_PERSON, "id": 8}, old)])
    newest = await crm.records(Kind.CONTACT).newest(
        datetime(2026, 11, 23, tzinfo=UTC) - timedelta(days=1)
    )
    assert [one.remote_id for one in newest] == [9, 8]


async def test_nothing_is_asked_about_no_ids() -> None:
    crm = crm_saying([])
    assert await crm.records(Kind.CONTACT).many([]) == ()
    assert await crm.companies([]) == ()


async def test_a_person_that_cannot_be_read_does_not_hold_the_others() -> None:
    odd = {**_PERSON, "id": 2, "add_time": "yesterday"}
    page = (
        await crm_saying([_page(None, _PERSON, odd, {**_PERSON, "id": 3})])
        .records(Kind.CONTACT)
        .page()
    )
    assert [one.remote_id for one in page.items] == [1, 3]


async def test_a_person_that_a_page_shows_twice_counts_once() -> None:
    again = {**_PERSON, "first_name": "Anna"}
    page = await crm_saying([_page(None, _PERSON, again)]).records(Kind.CONTACT).page()
    assert [one.fields["first_name"] for one in page.items] == ["Anna"]


async def test_a_page_of_which_nothing_can_be_read_is_an_error() -> None:
    odd = {**_PERSON, "add_time": "yesterday"}
    with pytest.raises(CrmUnavailable) as problem:
        await crm_saying([_page(None, odd, odd)]).records(Kind.CONTACT).page()
    assert problem.value.reason == "UNREADABLE_ANSWER"


async def test_what_cannot_be_read_is_noted_without_what_it_holds() -> None:
    odd = {**_PERSON, "id": 2, "add_time": "secret"}
    with structlog.testing.capture_logs() as noted:
        await crm_saying([_page(None, _PERSON, odd)]).records(Kind.CONTACT).page()
    assert noted == [{"event": "entry_unreadable", "fields": ["add_time"], "log_level": "warning"}]

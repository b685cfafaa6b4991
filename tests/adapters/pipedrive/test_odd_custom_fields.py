"""Values of custom fields that Pipedrive would not send, and ways to write what it sent."""

import json

import pytest

from adapters.pipedrive.custom_fields import text_of, written
from domain.model.values import Kind, RemoteId, Value, property_field
from domain.ports.crm import Patch
from tests.adapters.pipedrive.canned import crm_saying


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([17, 3, "won"], "3,17,won"),
        ([{"id": 17}, {"id": 3}], "3,17"),
        (["9" * 5000, 3], f"3,{'9' * 5000}"),
        ({"value": 5, "currency": "EUR\0"}, "5 EUR\ufffd"),
        ({"value": "a\ud800", "until": "b\0"}, "a\ufffd/b\ufffd"),
        ({"value": {"value": 5}}, None),
        ([[17]], None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, "1" + "0" * 400),
    ],
)
def test_odd_values_are_read_as_texts_that_can_be_stored(value: object, text: Value) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("kind", "text", "sent"),
    [
        ("set", "3,won", [3, "won"]),
        ("enum", "won", "won"),
        ("double", "red", "red"),
        ("double", "1" * 400 + ".5", "1" * 400 + ".5"),
        ("double", "9" * 5000, "9" * 5000),
        ("monetary", "red", "red"),
        ("user", "red", "red"),
    ],
)
def test_a_text_that_is_none_of_its_type_is_sent_as_it_is(
    kind: str, text: str, sent: object
) -> None:
    field = property_field("a")
    assert written(Patch(fields={field: text}, types={field: kind})) == {"a": sent}


async def test_a_value_nested_without_end_is_none() -> None:
    nested = '{"value":' * 450 + "1" + "}" * 450
    person = {"id": 1, "add_time": "2026-11-23T10:00:00Z", "custom_fields": {"a": None}}
    body = json.dumps({"success": True, "data": person}).replace(
        '{"a": null}', f'{{"a": {nested}}}'
    )
    contact = await crm_saying([body.encode()]).records(Kind.CONTACT).one(RemoteId(1))
    assert contact.properties == {}

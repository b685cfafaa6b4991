"""Values of custom fields: every shape of an answer and of a webhook, and the text it is."""

import json

import pytest

from adapters.pipedrive.custom_fields import text_of, written
from adapters.pipedrive.events import PipedriveEvents
from domain.model.remote import Event
from domain.model.values import property_field
from domain.ports.crm import Patch

_CODE = "a" * 40
_PARTS = {"type": "address", "route": "Elbe", "street_number": "1", "country": "Germany"}
_SHAPES = [
    ("varchar", "red", {"value": "red"}, "red"),
    ("text", "a\nb", {"value": "a\nb"}, "a\nb"),
    ("varchar_auto", "red", {"value": "red"}, "red"),
    ("phone", "+49 30 1", {"value": "+49 30 1"}, "+49 30 1"),
    ("double", 1.5, {"value": 1.5}, "1.5"),
    ("monetary", {"value": 10, "currency": "EUR"}, {"value": 10, "currency": "EUR"}, "10 EUR"),
    ("enum", 12, {"id": 12}, "12"),
    ("set", [13, 2], {"values": [{"id": 13}, {"id": 2}]}, "2,13"),
    ("user", 5, {"id": 5}, "5"),
    ("org", 6, {"id": 6}, "6"),
    ("people", 7, {"id": 7}, "7"),
    ("date", "2026-01-31", {"value": "2026-01-31"}, "2026-01-31"),
    (
        "daterange",
        {"value": "2026-01-01", "until": "2026-01-31"},
        {"from": "2026-01-01", "until": "2026-01-31"},
        "2026-01-01/2026-01-31",
    ),
    (
        "time",
        {"value": "10:00:00", "timezone_id": 1, "timezone_name": "Europe/Berlin"},
        {"value": "10:00:00", "timezone_id": 1},
        "10:00:00",
    ),
    (
        "timerange",
        {"value": "10:00:00", "until": "11:00:00", "timezone_id": 1},
        {"from": "10:00:00", "until": "11:00:00"},
        "10:00:00/11:00:00",
    ),
    ("address", {"value": "Elbe 1", "country": None}, {**_PARTS, "value": "Elbe 1"}, "Elbe 1"),
]


@pytest.mark.parametrize(("kind", "answer", "told", "text"), _SHAPES, ids=lambda one: str(one)[:9])
def test_a_value_is_the_same_text_in_answers_and_in_webhooks(
    kind: str, answer: object, told: dict[str, object], text: str
) -> None:
    assert text_of(answer) == text
    assert text_of({"type": kind, **told}) == text


@pytest.mark.parametrize(("kind", "answer", "told", "text"), _SHAPES, ids=lambda one: str(one)[:9])
def test_a_text_is_written_in_the_shape_of_its_type(
    kind: str, answer: object, told: object, text: str
) -> None:
    del answer, told
    name = property_field(_CODE)
    sent = written(Patch(fields={name: text, "title": "Roof"}, types={name: kind}))
    assert text_of(sent[_CODE]) == text
    assert sent.keys() == {_CODE}


@pytest.mark.parametrize("value", [None, "", " ", [], {"value": None}, {"values": []}, True])
def test_what_is_not_filled_is_no_text(value: object) -> None:
    assert text_of(value) is None


def _told(value: object, previous: object) -> Event:
    meta = {
        "id": "e-1",
        "action": "change",
        "entity": "deal",
        "entity_id": "12",
        "timestamp": "2026-11-23T10:00:00.123Z",
        "version": "2.0",
    }
    before = {"custom_fields": previous} if previous is not None else {"title": "Roofs"}
    document = {
        "meta": meta,
        "data": {"title": "Roof", "custom_fields": {_CODE: value}},
        "previous": before,
    }
    event = PipedriveEvents().read(json.dumps(document).encode(), {}).event
    assert event is not None
    return event


def test_an_address_that_tells_only_its_parts_is_not_taken_for_an_empty_one() -> None:
    changed = _told(_PARTS, {_CODE: {**_PARTS, "street_number": "2"}})
    assert changed.previous is None
    set_anew = _told(_PARTS, {_CODE: None})
    assert set_anew.previous is None


def test_a_value_that_cannot_be_read_and_has_not_changed_leaves_the_rest_told() -> None:
    assert _told(_PARTS, None).previous == {"title": "Roofs"}

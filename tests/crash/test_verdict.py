"""The verdict sees what is missing, what is wrong, what is undead and what is there twice."""

import json

from tests.crash.acknowledged import Deliveries
from tests.crash.verdict import Verdict, compared, verdict_of

_DUE = {"1": ("Ana", "Pérez"), "2": ("Bea", "Sanz")}
_ALL = [("1", ("Ana", "Pérez")), ("2", ("Bea", "Sanz"))]
_POST = b"POST /webhooks/pipedrive/x HTTP/1.1\r\nhost: here\r\n\r\n"


def test_what_is_as_it_should_be_is_clean() -> None:
    assert compared("contact", _DUE, [*_ALL, ("9", "a stranger")], gone={"3"}).is_clean


def test_what_is_not_there_is_lost() -> None:
    assert compared("contact", _DUE, _ALL[1:]) == Verdict(lost=("contact 1",))


def test_what_shows_something_older_is_lost() -> None:
    shown = [("1", ("Anna", "Pérez")), _ALL[1]]
    assert compared("contact", _DUE, shown) == Verdict(lost=("contact 1",))


def test_what_should_be_gone_and_is_not_is_lost() -> None:
    assert compared("contact", {}, _ALL, gone={"2"}) == Verdict(lost=("contact 2",))


def test_what_is_there_twice_is_duplicated() -> None:
    assert compared("contact", _DUE, [*_ALL, _ALL[0]]) == Verdict(duplicated=("contact 1",))


def test_what_both_sides_have_lost_is_lost_once() -> None:
    one = compared("contact", _DUE, _ALL[1:])
    assert verdict_of(one, one) == one


def test_only_accepted_deliveries_of_records_are_remembered() -> None:
    deliveries = Deliveries()
    deliveries.hear(_POST + _body("person"), b"HTTP/1.1 503 Service Unavailable\r\n")
    deliveries.hear(_POST + _body("user"), b"HTTP/1.1 200 OK\r\n")
    assert deliveries.ids == set()
    deliveries.hear(_POST + _body("person"), b"HTTP/1.1 200 OK\r\n")
    assert len(deliveries.ids) == 1


def _body(entity: str) -> bytes:
    meta = {
        "id": "e-1",
        "version": "2.0",
        "entity": entity,
        "entity_id": "12",
        "action": "delete",
        "timestamp": "2026-11-23T10:00:00.123Z",
    }
    return json.dumps({"meta": meta, "data": None, "previous": {}}).encode()

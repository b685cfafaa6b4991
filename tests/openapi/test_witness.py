import json

import pytest

from adapters.sandbox.exchange import Exchange, Request, Response, json_response, succeeded
from tests.openapi.spec import ABSENT, spec_present
from tests.openapi.witness import OpenApiWitness

pytestmark = pytest.mark.skipif(not spec_present(), reason=ABSENT)

_PERSON = {"id": 1, "name": "Anna", "phones": [{"value": "1", "primary": True, "label": "work"}]}


def _faults(request: Request, response: Response) -> list[str]:
    witness = OpenApiWitness()
    witness(Exchange(request=request, response=response))
    return witness.faults


def _written(body: object, *, method: str = "POST", path: str = "/api/v2/persons") -> list[str]:
    request = Request(
        method=method,
        path=path,
        headers={"content-type": "application/json"},
        body=json.dumps(body).encode(),
    )
    return _faults(request, succeeded(_PERSON))


def _listed(query: dict[str, str], answer: Response) -> list[str]:
    return _faults(Request(method="GET", path="/api/v2/persons", query=query), answer)


def _page(*rows: object) -> Response:
    return succeeded(list(rows), additional_data={"next_cursor": None})


def test_a_published_exchange_has_no_fault() -> None:
    query = {"limit": "500", "sort_by": "id", "include_fields": "notes_count,files_count"}

    assert _listed(query, _page(_PERSON)) == []


def test_names_in_two_parts_are_a_known_exception() -> None:
    assert _written({"first_name": "Anna", "last_name": "Bauer"}) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"limit": "many"}, "limit has the wrong type"),
        ({"start": "0"}, "start is not published"),
        ({"sort_by": "name"}, "sort_by has the wrong type"),
        ({"include_option_labels": "1"}, "include_option_labels has the wrong type"),
    ],
)
def test_a_wrong_query_is_found(query: dict[str, str], told: str) -> None:
    assert [told in fault for fault in _listed(query, _page())] == [True]


def test_a_missing_query_parameter_is_found() -> None:
    request = Request(method="GET", path="/api/v2/organizations/search")
    answer = succeeded({"items": []}, additional_data={"next_cursor": None})

    assert "term is missing" in _faults(request, answer)[0]


@pytest.mark.parametrize(
    "body",
    [
        {"name": 7},
        {"name": None},
        {"phone": "123"},
        {"phones": [{"number": "123"}]},
        {"phones": "123"},
        {"org_id": "12"},
        ["name"],
    ],
)
def test_a_wrong_request_body_is_found(body: object) -> None:
    assert _written(body)


def test_a_missing_required_property_is_found() -> None:
    assert "name" in _written({"owner_id": 1}, path="/api/v2/organizations")[0]


def test_an_unknown_path_and_an_unknown_method_are_found() -> None:
    for request in (
        Request(method="GET", path="/api/v2/people"),
        Request(method="PUT", path="/api/v2/persons/1"),
    ):
        assert "no such operation" in _faults(request, succeeded(None))[0]


def test_a_word_in_the_place_of_an_id_is_found() -> None:
    request = Request(method="GET", path="/api/v2/persons/abc")

    assert "wrong type" in _faults(request, succeeded(_PERSON))[0]


@pytest.mark.parametrize(
    "row",
    [
        {**_PERSON, "id": "1"},
        {**_PERSON, "id": None},
        {**_PERSON, "phones": "123"},
        {**_PERSON, "nick": "A"},
        {**_PERSON, "is_deleted": 0},
    ],
)
def test_a_wrong_answer_is_found(row: object) -> None:
    assert _listed({}, _page(row))


def test_null_is_allowed_in_every_answered_field_but_the_id() -> None:
    assert _listed({}, _page({**_PERSON, "org_id": None, "phones": None})) == []


def test_an_undeclared_status_has_to_be_an_error_in_the_usual_shape() -> None:
    refusal = {"success": False, "error": "request over limit"}

    assert _listed({}, json_response(429, refusal)) == []
    assert _listed({}, json_response(429, {"message": "no"}))
    assert _listed({}, json_response(202, {"success": True}))


def test_an_answer_that_is_not_json_is_found() -> None:
    assert _listed({}, Response(status=200, body=b"<html>"))


def test_an_injected_answer_is_not_judged() -> None:
    assert _listed({}, Response(status=200, body=b"<html>", injected=True)) == []
